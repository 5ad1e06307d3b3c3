// Moving the image by whole pixels: drag it, press arrow keys on it, or use the buttons.

import { make, setText } from "./page.js";

const WAYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FARTHEST = 31;

export class ShiftPad {
  // array: the image's ArrayCanvas, drawn at its place after the move.
  constructor(store, array, change) {
    this.store = store;
    this.array = array;
    this.change = change;
    this.drag = null;
    this.area = make("div", {
      class: "cnn-pointer cnn-movable", tabindex: 0, role: "application",
      "aria-label": "Image: drag it, or move it with the arrow keys; with Shift by the pooling's stride; Home brings it back",
    }, array.element);
    this.area.addEventListener("pointerdown", (event) => this.grab(event));
    this.area.addEventListener("pointermove", (event) => this.pull(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.area.addEventListener(end, () => this.release());
    }
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.element = this.buildButtons();
  }

  buildButtons() {
    const button = (sign, name, way) => {
      const element = make("button", {
        type: "button", class: `cnn-button cnn-pad-${name}`, "aria-label": `Move the image ${name}`,
      }, make("span", { "aria-hidden": "true" }, sign));
      element.addEventListener("click", () => this.step(way));
      return element;
    };
    this.words = make("p", { class: "cnn-move-words" });
    const back = make("button", { type: "button", class: "cnn-button" }, "Back to the start");
    back.addEventListener("click", () => this.move([0, 0]));
    const pad = make("div", { class: "cnn-pad", role: "group", "aria-label": "Move the image" },
      button("↑", "up", [-1, 0]), button("←", "left", [0, -1]),
      button("→", "right", [0, 1]), button("↓", "down", [1, 0]));
    return make("div", { class: "cnn-move" }, pad, make("div", {}, this.words, back));
  }

  grab(event) {
    if (event.button !== 0) return;
    this.area.setPointerCapture(event.pointerId);
    this.drag = { x: event.clientX, y: event.clientY, shift: this.store.get("shift") };
    this.area.classList.add("cnn-held");
  }

  pull(event) {
    if (!this.drag) return;
    const { x, y, shift } = this.drag;
    const box = this.array.canvas.getBoundingClientRect();
    const side = box.width / this.array.shape.columns; // also on a zoomed page
    const way = [event.clientY - y, event.clientX - x].map((distance) => Math.round(distance / side));
    this.move([shift[0] + way[0], shift[1] + way[1]]);
  }

  release() {
    this.drag = null;
    this.area.classList.remove("cnn-held");
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way) this.step(way, event.shiftKey ? this.store.get("stride") : 1);
    else if (event.key === "Home") this.move([0, 0]);
    else return;
    event.preventDefault();
  }

  step(way, by = 1) {
    const shift = this.store.get("shift");
    this.move([shift[0] + by * way[0], shift[1] + by * way[1]]);
  }

  move(shift) {
    const wanted = shift.map((step) => Math.min(Math.max(step, -FARTHEST), FARTHEST));
    if (String(wanted) !== String(this.store.get("shift"))) this.change({ shift: wanted });
  }

  update() {
    setText(this.words, moveWords(this.store.get("shift")));
  }
}

export function moveWords([down, right]) {
  const parts = [];
  if (down) parts.push(`${Math.abs(down)} ${down > 0 ? "down" : "up"}`);
  if (right) parts.push(`${Math.abs(right)} ${right > 0 ? "right" : "left"}`);
  return parts.length ? `moved ${parts.join(", ")}` : "not moved";
}
