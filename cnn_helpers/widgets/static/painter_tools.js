// The painter's tools: paper, example, pen, undo, clear, and the switch to questions.

import { labelled, make, setText } from "./page.js";

const TOOLS = [["pen", "Pen"], ["grey pen", "Grey pen"], ["eraser", "Eraser"]];
let lastGroup = 0;

export class PainterTools {
  constructor(store) {
    this.store = store;
    this.paper = make("select", { class: "cnn-select" });
    for (const size of Object.keys(store.get("examples"))) {
      this.paper.append(make("option", { value: size }, `${size} × ${size}`));
    }
    this.paper.addEventListener("change", () => store.send("paper", { size: Number(this.paper.value) }));
    this.example = make("select", { class: "cnn-select" });
    this.example.addEventListener("change", () => store.send("example", { name: this.example.value }));
    this.undo = make("button", { type: "button", class: "cnn-button" }, "Undo");
    this.undo.addEventListener("click", () => store.undo());
    this.clear = make("button", { type: "button", class: "cnn-button" }, "Clear");
    this.clear.addEventListener("click", () => store.clear());
    this.predict = make("input", { type: "checkbox" });
    this.predict.addEventListener("change", () => store.change({ predict: this.predict.checked }));
    this.element = make("div", { class: "cnn-tools" },
      make("div", { class: "cnn-controls" }, labelled("Paper", this.paper), this.paper),
      make("div", { class: "cnn-controls" }, labelled("Example", this.example), this.example),
      this.buildPens(),
      make("div", { class: "cnn-controls" }, this.undo, this.clear),
      make("label", { class: "cnn-check" }, this.predict, "Ask me for addresses"));
  }

  buildPens() {
    const group = `cnn-tool-${Date.now().toString(36)}-${++lastGroup}`;
    this.pens = TOOLS.map(([value, text]) => {
      const input = make("input", { type: "radio", name: group, value });
      input.addEventListener("change", () => this.store.change({ tool: value }));
      return { input, label: make("label", { class: "cnn-check" }, input, text) };
    });
    this.penGroup = make("fieldset", { class: "cnn-pens" },
      make("legend", { class: "cnn-hidden" }, "Tool"), ...this.pens.map(({ label }) => label));
    return this.penGroup;
  }

  update() {
    const { store } = this;
    const asking = store.get("predict");
    const size = String(store.image.rows);
    this.paper.value = size;
    this.listExamples(store.get("examples")[size], store.name);
    for (const { input } of this.pens) input.checked = input.value === store.get("tool");
    this.penGroup.disabled = asking;
    this.clear.disabled = asking;
    this.undo.disabled = asking || store.past.length === 0;
    this.predict.checked = asking;
  }

  listExamples(names, name) {
    const key = `${names} ${name}`;
    if (this.listed === key) return;
    this.listed = key;
    const own = names.includes(name) ? [] : [name];
    const options = [...own, ...names].map((text) => make("option", { value: text }, text));
    this.example.replaceChildren(...options);
    this.example.value = name;
  }
}
