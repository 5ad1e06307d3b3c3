// One cell of the feature map written out: nine products, their sum, bias, ReLU; and the predict mode.

import { windowAt } from "./correlate.js";
import { formatNumber } from "./numbers.js";
import { afterPause, make, setText } from "./page.js";

const CLOSE_ENOUGH = 0.01;

export class SumCard {
  constructor(store) {
    this.store = store;
    this.title = make("h4", { class: "cnn-card-title" });
    this.predict = make("input", { type: "checkbox" });
    this.predict.addEventListener("change", () => {
      store.change({ predict: this.predict.checked, prediction: null });
    });
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
    this.question = this.buildQuestion();
    this.verdict = make("p", { class: "cnn-verdict" });
    this.spoken = make("p", { class: "cnn-hidden", "aria-live": "polite" });
    this.speak = afterPause(400, () => setText(this.spoken, this.words));
    this.element = make(
      "section",
      { class: "cnn-card", "aria-label": "One cell of the feature map" },
      make("div", { class: "cnn-card-head" },
        this.title,
        make("label", { class: "cnn-check" }, this.predict, "Predict first")),
      make("div", { class: "cnn-card-body" },
        grid,
        make("div", { class: "cnn-card-sum" }, this.total, this.question, this.verdict)),
      this.spoken,
    );
  }

  buildQuestion() {
    this.guess = make("input", {
      type: "number", step: "any", class: "cnn-field cnn-guess", "aria-label": "your prediction",
    });
    const check = make("button", { type: "submit", class: "cnn-button" }, "Check");
    const form = make("form", { class: "cnn-question" }, this.guess, check);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (Number.isFinite(this.guess.valueAsNumber)) {
        this.store.change({ prediction: this.guess.valueAsNumber });
      }
    });
    return form;
  }

  update() {
    const { store } = this;
    const [row, column] = store.cell();
    const { stride, padding, bias, relu } = store.settings();
    const hidden = store.isHidden();
    const map = store.map();
    const value = map.values[row * map.columns + column];
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
    setText(this.result, hidden ? "?" : formatNumber(value));
    const steps = this.total.textContent;
    this.predict.checked = store.get("predict");
    this.question.hidden = !hidden;
    const verdict = this.judge(value);
    setText(this.verdict, verdict);
    if (!store.get("predict") || this.where !== `${row} ${column}`) this.guess.value = "";
    this.where = `${row} ${column}`;
    const pairs = pixels.map((pixel, i) => `${formatNumber(pixel ?? 0)} × ${formatNumber(weights[i])}`);
    this.words = `Row ${row}, column ${column}: ${pairs.join(" + ")}. ${steps} ${verdict}`;
    this.speak();
  }

  // The way from the nine products to the cell's value, up to the last equals sign.
  steps(sum, bias, relu, hidden) {
    const written = (number) => (hidden ? "?" : formatNumber(number));
    const parts = ["sum of the products ="];
    if (bias !== 0) parts.push(`${written(sum)}, ${bias < 0 ? "minus" : "plus"} ${formatNumber(Math.abs(bias))} bias =`);
    if (relu) parts.push(`${written(sum + bias)}, after ReLU =`);
    return `${parts.join(" ")} `;
  }

  judge(value) {
    const prediction = this.store.get("prediction");
    if (!this.store.get("predict")) return "";
    if (prediction === null) return "What number comes out? Type it, then press Check.";
    const right = Math.abs(prediction - value) <= CLOSE_ENOUGH;
    this.verdict.dataset.right = right;
    return right
      ? `Right: ${formatNumber(value)}. Choose another cell for the next one.`
      : `Not quite: you said ${formatNumber(prediction)}, it is ${formatNumber(value)}. Compare the products.`;
  }
}
