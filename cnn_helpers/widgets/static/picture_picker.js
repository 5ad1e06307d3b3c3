// Choosing a picture: the course's own by name, or one of the learner's: a file (button or drop), or the clipboard.

import { labelled, make, setHidden } from "./page.js";

const LARGEST_FILE = 9_000_000; // Jupyter closes the connection at a message of 10 MiB
const PASTED = "pasted picture";
const NO_PICTURE = "There is no picture in the clipboard: copy one first, for example in a picture viewer.";

export class PicturePicker {
  constructor(store, tell) {
    this.store = store;
    this.tell = tell;
    this.select = make("select", { class: "cnn-select" });
    this.own = make("option", { hidden: true });
    this.select.append(this.own);
    for (const [group, names] of store.get("picture_groups")) {
      const options = names.map((name) => make("option", { value: name }, name));
      this.select.append(make("optgroup", { label: group }, ...options));
    }
    this.select.addEventListener("change", () => {
      this.tell("");
      store.choosePicture(this.select.value);
    });
    this.file = make("input", {
      type: "file", class: "cnn-hidden", accept: "image/*", tabindex: -1, "aria-label": "picture file",
    });
    this.file.addEventListener("change", () => this.send(this.file.files[0]));
    const button = make("button", { type: "button", class: "cnn-button" }, "Open…");
    button.title = "Open a picture of your own: PNG, JPEG, GIF, WebP, BMP or TIFF";
    button.addEventListener("click", () => this.file.click());
    const paste = make("button", { type: "button", class: "cnn-button" }, "Paste");
    paste.title = "Take the picture from the clipboard; Ctrl+V anywhere in the widget does the same";
    paste.addEventListener("click", () => this.readClipboard());
    this.element = make("div", { class: "cnn-controls" },
      labelled("Picture", this.select), this.select, button, paste, this.file);
  }

  // Lets a file be dropped anywhere on an element.
  acceptDrops(element) {
    element.addEventListener("dragover", (event) => event.preventDefault());
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.send(event.dataTransfer.files[0]);
    });
  }

  // Ctrl+V anywhere in an element; text that is pasted into a number field is left to it.
  acceptPastes(element) {
    element.addEventListener("paste", (event) => {
      event.stopPropagation();
      const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
      const typing = event.target.matches?.("input:not([type=range]):not([type=checkbox])");
      if (!file && typing) return;
      event.preventDefault();
      if (file) this.send(file, PASTED);
      else this.tell(NO_PICTURE);
    });
  }

  // The button's way, for which the browser asks the learner's leave.
  async readClipboard() {
    try {
      for (const item of await navigator.clipboard.read()) {
        const type = item.types.find((name) => name.startsWith("image/"));
        if (type) return this.send(await item.getType(type), PASTED);
      }
      return this.tell(NO_PICTURE);
    } catch {
      return this.tell("The browser does not let the button read the clipboard: press Ctrl+V (on a Mac ⌘V) instead.");
    }
  }

  async send(file, name = file?.name) {
    if (!file) return;
    this.file.value = ""; // so that the same file can be opened again
    if (file.size > LARGEST_FILE) {
      const size = (file.size / 1e6).toFixed(1);
      this.tell(`${name} has ${size} MB, but at most 9 MB are taken: scale it down first`);
      return;
    }
    this.tell("");
    this.store.upload(name, await file.arrayBuffer());
  }

  update() {
    const name = this.store.get("image_name");
    const known = this.store.get("picture_groups").some(([, names]) => names.includes(name));
    setHidden(this.own, known);
    if (!known && this.own.value !== name) this.own.textContent = this.own.value = name;
    if (this.select.value !== name) this.select.value = name;
  }
}
