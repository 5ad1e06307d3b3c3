// The painter's tools: paper, example, pen, undo, clear, and the switch to questions.

import { make } from "./page.js";
import { CheckControl, RadioControl, SelectControl } from "./sliders.js";

const TOOLS = [["pen", "Pen"], ["grey pen", "Grey pen"], ["eraser", "Eraser"]];

export class PainterTools {
  constructor(store) {
    this.store = store;
    const sizes = Object.keys(store.get("examples")).map(Number);
    this.paper = new SelectControl("Paper", sizes.map((size) => [size, `${size} × ${size}`]),
      (size) => store.send("paper", { size }));
    this.example = new SelectControl("Example", [], (name) => store.send("example", { name }));
    this.pens = new RadioControl("Tool", TOOLS, (tool) => store.change({ tool }));
    this.undo = make("button", { type: "button", class: "cnn-button" }, "Undo");
    this.undo.addEventListener("click", () => store.undo());
    this.clear = make("button", { type: "button", class: "cnn-button" }, "Clear");
    this.clear.addEventListener("click", () => store.clear());
    this.predict = new CheckControl("Ask me for addresses", (predict) => store.change({ predict }));
    this.element = make("div", { class: "cnn-tools" },
      this.paper.element, this.example.element, this.pens.element,
      make("div", { class: "cnn-controls" }, this.undo, this.clear), this.predict.element);
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
    this.clear.disabled = asking;
    this.undo.disabled = asking || store.past.length === 0;
    this.predict.update(asking);
  }
}
