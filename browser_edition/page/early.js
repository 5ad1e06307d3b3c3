// Starts Python at once, beside the reading of JupyterLab's scripts: the first worker that JupyterLab
// asks for its kernel is this one. Later ones (Restart Kernel) it makes by itself, as ever.
(() => {
  // Isolated pages have a kernel of another kind. An old browser without either starts as ever, too.
  if (globalThis.crossOriginIsolated || !globalThis.Worker) return;
  const place = new URL("../../static/pyodide/course_worker.mjs", document.currentScript.src);
  const Plain = globalThis.Worker;
  const early = new Plain(place, { type: "module" });
  // One that can't be loaded is given up: JupyterLab then makes its own.
  const giveUp = (event) => {
    event.preventDefault();
    early.terminate();
    globalThis.Worker = Plain;
  };
  early.addEventListener("error", giveUp, { once: true });
  globalThis.Worker = class Worker extends Plain {
    constructor(address, options) {
      if (!String(address).includes("/comlink.worker.")) {
        super(address, options);
        return;
      }
      globalThis.Worker = Plain;
      early.removeEventListener("error", giveUp);
      return early;
    }
  };
})();
