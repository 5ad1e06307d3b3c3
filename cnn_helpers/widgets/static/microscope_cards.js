// What is written under the network: the chosen cell, its gradient as a sum over paths, the check, the update.

import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";
import { NumberControl, SelectControl } from "./sliders.js";

const PIXEL = { low: 0, high: 1 };
const PARAMETER = { low: -3, high: 3 };
const LARGEST_PARAMETER = 100;
const LARGEST_RATE = 10;
const EPSILONS = [[1, "1"], [0.5, "0.5"], [0.1, "0.1"], [0.01, "0.01"], [1e-4, "0.0001"], [1e-6, "0.000001"], [1e-9, "10⁻⁹"], [1e-11, "10⁻¹¹"]];
export const CLOSE_GRADIENT = 0.006; // as TOLERANCE in Python: two decimals are enough

function bracketed(value, decimals = 3) {
  const text = formatNumber(value, decimals);
  return value < 0 && text !== "0" ? `(${text})` : text;
}

function card(title, ...children) {
  const heading = make("h4", { class: "cnn-card-title" }, title);
  return { heading, element: make("div", { class: "cnn-card", role: "group", "aria-label": title }, heading, ...children) };
}

// The chosen cell: what it is, how its value comes about, a slider for what is given.
export class ValueCard {
  constructor(store, tell) {
    this.store = store;
    const change = (value) => store.give(store.get("chosen"), value);
    this.about = make("p", { class: "cnn-about" });
    this.words = make("p", { class: "cnn-arithmetic" });
    this.pixel = new NumberControl("value of the pixel", { ...PIXEL, step: 0.05, change, tell });
    this.parameter = new NumberControl("value of the parameter", {
      low: -LARGEST_PARAMETER, high: LARGEST_PARAMETER, step: 0.05, change, tell,
    });
    for (const { field, low, high } of [this.pixel, this.parameter]) Object.assign(field, { min: low, max: high });
    const { heading, element } = card("The chosen cell", this.about, this.words, this.pixel.element, this.parameter.element);
    Object.assign(this, { heading, element });
  }

  update() {
    const { store } = this;
    const { scene } = store;
    setText(this.heading, scene.title);
    setText(this.about, `${scene.about[0].toUpperCase()}${scene.about.slice(1)}.`);
    setText(this.words, store.isAsking && store.asksForCell ? "Its value is the largest of its window." : scene.forward);
    const chosen = store.get("chosen");
    const value = store.given(chosen);
    const isPixel = chosen[0] === "image";
    this.pixel.element.hidden = value === null || !isPixel;
    this.parameter.element.hidden = value === null || isPixel;
    if (value === null) return;
    if (isPixel) this.pixel.update(value);
    else this.parameter.update(value, { low: Math.min(PARAMETER.low, value), high: Math.max(PARAMETER.high, value), step: 0.05 });
  }
}

// Its gradient: one step of the chain rule, then all whole paths; and the predict mode.
export class GradientCard {
  constructor(store) {
    this.store = store;
    this.prediction = new Prediction(store, {
      ask: () => (store.asksForCell
        ? "Which cell of the map after ReLU gets this gradient? Click it, or choose it with the arrow keys and press Enter."
        : "What is this cell's gradient? Two decimals are enough."),
      truth: () => (store.asksForCell ? store.winner : store.gradient),
      next: "Choose another cell for the next one.",
      hint: "Compare the sum below.",
      tolerance: CLOSE_GRADIENT,
      label: "the gradient, your prediction",
    });
    this.sum = make("p", { class: "cnn-arithmetic" });
    this.table = make("table", { class: "cnn-paths" });
    this.scroll = make("div", { class: "cnn-paths-scroll", role: "group", "aria-label": "All paths", tabindex: 0 }, this.table);
    this.ended = make("p", { class: "cnn-ended" });
    const { toggle, form, verdict } = this.prediction;
    const { heading, element } = card("Its gradient", verdict, form, this.sum, this.scroll, this.ended);
    Object.assign(this, { heading, element, toggle });
  }

  get isHidden() {
    return this.store.isAsking || !this.store.isReached;
  }

  update() {
    const { store } = this;
    const { scene } = store;
    this.prediction.isCell = store.asksForCell;
    this.prediction.update(store.get("chosen"));
    const gradient = this.isHidden ? "?" : formatNumber(store.gradient);
    setText(this.heading, `Gradient: ${gradient}`);
    setText(this.sum, this.sumText(gradient));
    this.scroll.hidden = this.isHidden || scene.paths.length === 0 || store.get("chosen")[0] === "loss";
    if (!this.scroll.hidden) this.writePaths(scene);
    setText(this.ended, this.isHidden ? "" : scene.ended);
  }

  sumText(gradient) {
    const { store } = this;
    const { terms, steps } = store.scene;
    if (!store.isReached) return `Not there yet: it comes in step ${store.stageOfChosen}, ${steps[store.stageOfChosen][0]}.`;
    if (terms.length === 0) return "The loss by itself: 1. From here the chain rule starts.";
    if (store.isAsking && store.asksForCell) return "";
    const live = terms.filter(({ derivative, gradient: slope }) => derivative !== 0 && slope !== 0);
    const open = store.isAsking ? live.map(({ derivative, target }) => `${bracketed(derivative)} × gradient of ${target}`) : null;
    const sum = live.map(({ derivative, gradient: slope }) => `${bracketed(derivative)} × ${bracketed(slope)}`);
    const from = "Local derivative × gradient of the cell that comes next, added up: ";
    return `${from}${(open ?? sum).join(" + ") || "nothing arrives"} = ${gradient}`;
  }

  writePaths({ paths, layers, title }) {
    const key = JSON.stringify([paths, title]);
    if (this.written === key) return;
    this.written = key;
    const total = paths.reduce((sum, { product }) => sum + product, 0);
    const heads = ["path", ...layers, "product"].map((name) => make("th", { scope: "col" }, name));
    const rows = paths.map(({ steps, product }, number) => make("tr", {},
      make("th", { scope: "row" }, String(number + 1)),
      ...steps.map(([factor, place]) => make("td", {}, `×${formatNumber(factor)}`,
        place.length ? make("span", { class: "cnn-place" }, ` [${place.join(",")}]`) : "")),
      make("td", { class: "cnn-path-product" }, formatNumber(product))));
    const foot = make("tr", {},
      make("th", { scope: "row", colspan: layers.length + 1 }, paths.length === 1 ? "one path: the gradient" : `sum of ${paths.length} paths: the gradient`),
      make("td", { class: "cnn-path-product" }, formatNumber(total)));
    this.table.replaceChildren(make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows), make("tfoot", {}, foot));
  }
}

// Finite difference beside it, and one step of learning.
export class CheckCard {
  constructor(store, tell) {
    this.store = store;
    this.epsilon = new SelectControl("epsilon", EPSILONS, (epsilon) => store.change({ epsilon, prediction: null }));
    this.losses = make("p", { class: "cnn-arithmetic" });
    this.why = make("p", { class: "cnn-why" });
    this.rate = new NumberControl("learning rate", {
      low: 0, high: LARGEST_RATE, step: 0.05, change: (rate) => store.change({ learning_rate: rate, prediction: null }), tell,
    });
    Object.assign(this.rate.field, { min: 0, max: LARGEST_RATE });
    this.after = make("p", { class: "cnn-arithmetic" });
    const button = (text, command) => {
      const element = make("button", { type: "button", class: "cnn-button" }, text);
      element.addEventListener("click", () => store.send(command));
      return element;
    };
    this.check = card("Without backpropagation", this.epsilon.element, this.losses, this.why);
    this.learn = card("One step of learning", this.rate.element, this.after,
      make("div", { class: "cnn-buttons" }, button("Take the step", "update"), button("First weights again", "restore")));
  }

  update(isHidden) {
    const { store } = this;
    const { check, title, values, after } = store.scene;
    const epsilon = store.get("epsilon");
    this.epsilon.list(EPSILONS.some(([value]) => value === epsilon) ? EPSILONS : [...EPSILONS, [epsilon, String(epsilon)]]);
    this.epsilon.update(epsilon);
    const { above, below, slope } = check;
    const known = !isHidden && slope !== null;
    setText(this.losses, known
      ? `Loss with ${title} larger and smaller by epsilon: (${fine(above)} − ${fine(below)}) / ${formatNumber(2 * epsilon, 12)} = ${fine(slope, 5)}; backpropagation: ${fine(store.gradient, 5)}`
      : isHidden ? "Shown when the gradient is: two forward passes and a difference." : "");
    setText(this.why, isHidden ? "" : check.why);
    this.check.element.dataset.agrees = isHidden ? "" : check.agrees;
    this.rate.update(store.get("learning_rate"), { low: 0, high: 2, step: 0.05 });
    setText(this.after, `Every parameter minus learning rate × its gradient. Loss now ${formatNumber(values.loss[0], 4)}, after the step ${formatNumber(after, 4)}.`);
  }
}

function fine(value, decimals = 8) {
  return value.toFixed(decimals).replace("-", "−");
}
