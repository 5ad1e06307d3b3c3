// One cell of the feature map written out: nine products, their sum, bias, ReLU; and the predict mode.

import { windowAt } from "./correlate.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";

export class SumCard {
  constructor(store) {
    this.store = store;
    this.title = make("h4", { class: "cnn-card-title" });
    this.products = [];
    const grid = make("div", { class: "cnn-products" });
    for (let index = 0; index < 9; index++) {
      const pixel = make("span", { class: "cnn-input-words" });
      const weight = make("span", { class: "cnn-kernel-words" });
      const result = make("b");
      grid.append(make("div", { class: "cnn-product" }, make("span", {}, pixel, " × ", weight), result));
      this.products.push({ pixel, weight, result });
    }
    this.way = make("span");
    this.result = make("b", { class: "cnn-result" });
    this.total = make("p", { class: "cnn-total" }, this.way, this.result);
    this.prediction = new Prediction(store, {
      ask: "What number comes out? Type it, then press Check.",
      truth: () => this.value(),
      next: "Choose another cell for the next one.",
      hint: "Compare the products.",
    });
    const { toggle, form, verdict } = this.prediction;
    this.element = make(
      "div",
      { class: "cnn-card", role: "group", "aria-label": "One cell of the feature map" },
      make("div", { class: "cnn-card-head" }, this.title, toggle),
      make("div", { class: "cnn-card-body" },
        grid,
        make("div", { class: "cnn-card-sum" }, this.total, form, verdict)),
    );
  }

  value() {
    const [row, column] = this.store.cell();
    const map = this.store.map();
    return map.values[row * map.columns + column];
  }

  update() {
    const { store } = this;
    const [row, column] = store.cell();
    const { stride, padding, bias, relu } = store.settings();
    const hidden = this.prediction.isOpen();
    const pixels = windowAt(store.image(), row, column, { stride, padding });
    const weights = store.kernel().values;
    let sum = 0;
    pixels.forEach((pixel, index) => {
      const cell = this.products[index];
      const product = (pixel ?? 0) * weights[index];
      sum += product;
      setText(cell.pixel, formatNumber(pixel ?? 0));
      cell.pixel.classList.toggle("cnn-padding", pixel === null);
      setText(cell.weight, formatNumber(weights[index]));
      setText(cell.result, hidden ? "?" : formatNumber(product));
      cell.result.classList.toggle("cnn-nothing", product === 0);
    });
    setText(this.title, `feature_map[${row}, ${column}]`);
    setText(this.way, this.steps(sum, bias, relu, hidden));
    setText(this.result, hidden ? "?" : formatNumber(this.value()));
    this.prediction.update([row, column]);
    const pairs = pixels.map((pixel, i) => `${formatNumber(pixel ?? 0)} × ${formatNumber(weights[i])}`);
    this.words = `Row ${row}, column ${column}: ${pairs.join(" + ")}. `
      + `${this.total.textContent} ${this.prediction.words}`;
  }

  // The way from the nine products to the cell's value, up to the last equals sign.
  steps(sum, bias, relu, hidden) {
    const written = (number) => (hidden ? "?" : formatNumber(number));
    const parts = ["sum of the products ="];
    if (bias !== 0) parts.push(`${written(sum)}, ${bias < 0 ? "minus" : "plus"} ${formatNumber(Math.abs(bias))} bias =`);
    if (relu) parts.push(`${written(sum + bias)}, after ReLU =`);
    return `${parts.join(" ")} `;
  }
}
