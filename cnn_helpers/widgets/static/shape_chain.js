// The chain: one line a layer with its sizes and cost, to select, move and remove it; the sums below.

import { make, setText } from "./page.js";
import { countWords, kindName, timesWords } from "./shape_store.js";

export class ChainList {
  constructor(store) {
    this.store = store;
    this.list = make("ol", { class: "cnn-chain-list" });
    this.input = make("p", { class: "cnn-chain-input" });
    this.total = make("p", { class: "cnn-chain-total" });
    const button = (text, action) => {
      const element = make("button", { type: "button", class: "cnn-button" }, text);
      element.addEventListener("click", action);
      return element;
    };
    this.adders = [button("+ Convolution", () => store.add("conv")), button("+ Pooling", () => store.add("max_pool"))];
    this.rows = [];
    this.element = make("div", { class: "cnn-chain", role: "group", "aria-label": "The chain of layers" },
      make("h3", { class: "cnn-title" }, "The whole chain"), this.input, this.list, this.total,
      make("div", { class: "cnn-chain-adders" }, ...this.adders));
  }

  row(at) {
    const { store } = this;
    const row = {};
    const button = (text, action, className = "cnn-button cnn-chain-button") => {
      const element = make("button", { type: "button", class: className }, text);
      element.addEventListener("click", action);
      return element;
    };
    row.name = make("span");
    row.select = button("", () => store.change({ selected: at, prediction: null }), "cnn-button cnn-chain-name");
    row.select.append(row.name);
    row.output = make("span", { class: "cnn-chain-output cnn-output-words" });
    row.parameters = make("span", { class: "cnn-chain-count" });
    row.products = make("span", { class: "cnn-chain-count" });
    row.field = make("span", { class: "cnn-chain-field" });
    row.up = button("↑", () => at > 0 && store.move(at, at - 1));
    row.down = button("↓", () => at < store.get("layers").length - 1 && store.move(at, at + 1));
    row.remove = button("✕", () => store.remove(at));
    for (const [name, label] of [["up", "earlier"], ["down", "later"]]) {
      row[name].setAttribute("aria-label", `Move layer ${at + 1} ${label}`);
    }
    row.remove.setAttribute("aria-label", `Remove layer ${at + 1}`);
    row.element = make("li", { class: "cnn-chain-row" }, row.select, row.output, row.field, row.parameters, row.products,
      make("span", { class: "cnn-chain-buttons" }, row.up, row.down, row.remove));
    return row;
  }

  update() {
    const { store } = this;
    const layers = store.get("layers");
    const sizes = store.sizes();
    const asked = store.isAsking() ? store.selected() : Infinity;
    while (this.rows.length < layers.length) {
      this.rows.push(this.row(this.rows.length));
      this.list.append(this.rows.at(-1).element);
    }
    while (this.rows.length > layers.length) this.rows.pop().element.remove();
    setText(this.input, `input ${timesWords(store.get("input_shape"))} (channels × height × width)`);
    const most = (name) => Math.max(1, ...sizes.map((size) => size[name] ?? 0));
    layers.forEach((layer, at) => {
      const row = this.rows[at];
      const size = sizes[at];
      const chosen = at === store.selected();
      const hidden = at >= asked;
      setText(row.name, `${at + 1}  ${kindName(layer.kind)} ${layer.kernel_size} × ${layer.kernel_size}`);
      row.select.setAttribute("aria-pressed", chosen);
      setText(row.output, hidden ? "→ ?" : size.input_shape === null ? "nothing arrives" : size.output_shape === null ? "→ does not fit" : `→ ${timesWords(size.output_shape)}`);
      setText(row.field, `sees ${size.receptive_field} × ${size.receptive_field}`);
      this.count(row.parameters, at === asked ? null : size.parameters, most("parameters"), "parameter", hidden);
      this.count(row.products, hidden ? null : size.multiply_adds, most("multiply_adds"), "multiply-add", hidden);
      row.up.setAttribute("aria-disabled", at === 0);
      row.down.setAttribute("aria-disabled", at === layers.length - 1);
    });
    const limit = layers.length >= 16;
    for (const adder of this.adders) adder.disabled = limit;
    setText(this.total, this.totalWords(sizes, asked));
  }

  // A number with a bar that compares it with the other layers' numbers.
  count(element, number, most, noun, asked) {
    setText(element, number === null ? `${asked ? "?" : "no"} ${noun}s` : `${countWords(number)} ${noun}${number === 1 ? "" : "s"}`);
    element.style.setProperty("--share", `${number === null ? 0 : (100 * number) / most}%`);
  }

  totalWords(sizes, asked) {
    if (asked < Infinity) return "All together: first predict the selected layer.";
    if (sizes.length === 0) return "No layer yet: what goes in comes out.";
    const sum = (name) => sizes.reduce((total, size) => total + size[name], 0);
    if (sizes.at(-1).output_shape === null) return `All together: ${countWords(sum("parameters"))} parameters; nothing comes out.`;
    const numbers = sizes.at(-1).output_shape.reduce((product, size) => product * size, 1);
    return `All together: ${countWords(sum("parameters"))} parameters, ${countWords(sum("multiply_adds"))} multiply-adds; `
      + `${countWords(numbers)} number${numbers === 1 ? "" : "s"} come${numbers === 1 ? "s" : ""} out.`;
  }
}
