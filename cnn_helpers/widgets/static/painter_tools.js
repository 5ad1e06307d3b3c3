// The painter's tools: paper, example, pen, brush, undo, redo, clear, and the switch to questions.

import { make } from "./page.js";
import { CheckControl, RadioControl, SelectControl } from "./sliders.js";

const TOOLS = [["pen", "Pen"], ["grey pen", "Grey pen"], ["eraser", "Eraser"]];
const BRUSHES = [[1, "thin"], [2, "medium"], [3, "thick"], [4, "very thick"]];

export class PainterTools {
  constructor(store) {
    this.store = store;
    const sizes = Object.keys(store.get("examples")).map(Number);
    this.paper = new SelectControl("Paper", sizes.map((size) => [size, `${size} × ${size}`]),
      (size) => store.send("paper", { size }));
    this.example = new SelectControl("Example", [], (name) => store.send("example", { name }));
    this.pens = new RadioControl("Tool", TOOLS, (tool) => store.change({ tool }));
    this.brush = new SelectControl("Brush", BRUSHES, (brush) => store.change({ brush }));
    this.soft = new CheckControl("Soft edges", (soft) => store.change({ soft }));
    this.undo = make("button", { type: "button", class: "cnn-button" }, "Undo");
    this.undo.addEventListener("click", () => store.undo());
    this.redo = make("button", { type: "button", class: "cnn-button" }, "Redo");
    this.redo.addEventListener("click", () => store.redo());
    this.clear = make("button", { type: "button", class: "cnn-button" }, "Clear");
    this.clear.addEventListener("click", () => store.clear());
    this.predict = new CheckControl("Ask me for addresses", (predict) => store.change({ predict }));
    this.element = make("div", { class: "cnn-tools" },
      this.paper.element, this.example.element, this.pens.element,
      make("div", { class: "cnn-controls" }, this.brush.element, this.soft.element),
      make("div", { class: "cnn-controls" }, this.undo, this.redo, this.clear), this.predict.element);
  }

  update() {
    const { store } = this;
    const asking = store.get("predict");
    const size = store.image.rows;
    const names = store.get("examples")[size];
    this.paper.update(size);
    this.example.list(names.includes(store.name) ? names : [store.name, ...names]);
    this.example.update(store.name);
    this.pens.update(store.get("tool"), { disabled: asking });
    this.brush.update(store.get("brush"));
    this.brush.select.disabled = this.soft.input.disabled = asking;
    this.soft.update(store.get("soft"));
    this.clear.disabled = asking;
    // Not disabled: with the last step back the keyboard's focus would fall off the button.
    this.undo.setAttribute("aria-disabled", String(asking || store.past.length === 0));
    this.redo.setAttribute("aria-disabled", String(asking || store.future.length === 0));
    this.predict.update(asking);
  }
}
