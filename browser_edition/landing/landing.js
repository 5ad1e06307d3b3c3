// What this browser lacks, and Python's files fetched early: once somebody points at a notebook.

const missing = [
  [globalThis.WebAssembly, "WebAssembly"],
  [globalThis.indexedDB, "storage (IndexedDB); is this a private window?"],
].filter(([there]) => !there).map(([, name]) => name);

if (location.protocol === "file:" || missing.length) {
  const line = document.getElementById("missing");
  line.hidden = false;
  line.textContent = location.protocol === "file:"
    ? "This page was opened as a file, and browsers allow Python only from a web server. "
      + "Run serve.py in this folder (python serve.py), and open the address that it prints."
    : `The notebooks can't run here: this browser has no ${missing.join(" and no ")}.`;
}

document.getElementById("small").hidden = !matchMedia("(max-width: 640px)").matches;

let begun = false;
async function fetchEarly() {
  if (begun || navigator.connection?.saveData || location.protocol === "file:") return;
  begun = true;
  const answer = await fetch("course/early.json");
  for (const href of answer.ok ? await answer.json() : []) {
    document.head.append(Object.assign(document.createElement("link"), { rel: "prefetch", href }));
  }
}
for (const link of document.querySelectorAll(".open, .start")) {
  link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && fetchEarly());
  link.addEventListener("focus", fetchEarly);
}
