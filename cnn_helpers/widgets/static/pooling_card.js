// One pooled cell: its window, the arithmetic in words, and predict mode with its three questions.

import { commonDecimals, fixedNumber, formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { windowCells } from "./pooling.js";
import { Prediction } from "./prediction.js";
import { SelectControl } from "./sliders.js";

const QUESTIONS = {
  value: "What value comes out? Type it, then press Check.",
  winner: "Which cell of the window wins? Click it in the map, or go there with the arrow keys and press Enter.",
};

export class PoolingCard {
  constructor(store, change) {
    this.store = store;
    this.title = make("h4", { class: "cnn-card-title" });
    this.window = make("div", { class: "cnn-pool-window cnn-array cnn-kernel" });
    this.steps = make("p", { class: "cnn-total" });
    this.prediction = new Prediction(store, {
      ask: () => this.ask(),
      truth: () => this.truth(),
      next: () => this.explanation(),
      hint: () => this.explanation(),
    });
    this.questions = new SelectControl("Ask for", [], (question) => change({ question }));
    const { toggle, form, verdict } = this.prediction;
    this.element = make("div", { role: "group", class: "cnn-card", "aria-label": "One pooled cell" },
      make("div", { class: "cnn-card-head" }, this.title,
        make("div", { class: "cnn-ask-for" }, toggle, this.questions.element)),
      make("div", { class: "cnn-card-body" }, this.window,
        make("div", { class: "cnn-card-sum" }, this.steps, form, verdict)));
  }

  ask() {
    const question = this.store.question();
    if (question !== "changes") return QUESTIONS[question];
    const { rows, columns } = this.store.maps().after.pooled;
    return `Suppose the image moves one pixel further to the right: how many of the ${
      rows * columns} pooled cells change? Type the number, then press Check.`;
  }

  truth() {
    const { store } = this;
    if (store.question() === "changes") return store.changesByStep();
    const { after } = store.maps();
    const [row, column] = store.cell();
    const index = row * after.pooled.columns + column;
    if (store.question() === "value") return after.pooled.values[index];
    const winner = after.pooled.winners[index];
    return [Math.floor(winner / after.relu.columns), winner % after.relu.columns];
  }

  explanation() {
    const question = this.store.question();
    if (question === "changes") return "Now move the image to the right and see which.";
    return question === "winner" ? this.tieWords() : this.arithmetic();
  }

  tieWords() {
    const { values, best } = this.look();
    const equal = values.filter((value) => value === best).length;
    return equal > 1 ? `It is the first of ${equal} equal ones, in reading order.` : "It holds the largest value.";
  }

  // The chosen window: its cells' indices and values, the largest, and the pooled value.
  look() {
    const { store } = this;
    const { relu: map, pooled } = store.maps().after;
    const [row, column] = store.cell();
    const { kernel_size: size, stride } = store.operation();
    const cells = windowCells(map, row, column, { size, stride });
    const values = cells.map((cell) => map.values[cell]);
    const value = pooled.values[row * pooled.columns + column];
    return { cells, values, best: Math.max(...values), value, winner: pooled.winners[row * pooled.columns + column], size };
  }

  arithmetic(hidden = false) {
    const { values, value } = this.look();
    const decimals = commonDecimals(values);
    const numbers = values.map((number) => fixedNumber(number, decimals));
    const result = hidden ? "?" : formatNumber(value);
    if (this.store.get("pooling") === "average") {
      return `(${numbers.join(" + ").replaceAll("+ −", "− ")}) ÷ ${numbers.length} = ${result}`;
    }
    return `the largest of ${numbers.join(", ")} = ${result}`;
  }

  update() {
    const { store } = this;
    const question = store.question();
    const [row, column] = store.cell();
    const asking = this.prediction.isOpen();
    const secret = asking && question !== "changes";
    this.prediction.isCell = question === "winner";
    this.questions.list(store.get("pooling") === "max"
      ? [["value", "a cell's value"], ["winner", "the cell that wins"], ["changes", "what a move changes"]]
      : [["value", "a cell's value"], ["changes", "what a move changes"]]);
    this.questions.update(question);
    this.questions.element.hidden = !store.get("predict");
    setText(this.title, `pooled[${row}, ${column}]`);
    setText(this.steps, this.arithmetic(secret));
    this.drawWindow(secret);
    this.prediction.update([question, row, column, store.get("shift")]);
    this.words = `pooled[${row}, ${column}]: ${this.steps.textContent}. ${this.prediction.words}`;
  }

  drawWindow(secret) {
    const { cells, values, winner, size } = this.look();
    const isMax = this.store.get("pooling") === "max";
    const decimals = commonDecimals(values);
    const key = [values, winner, secret, isMax, size].join("|");
    if (this.drawn === key) return;
    this.drawn = key;
    this.window.style.gridTemplateColumns = `repeat(${size}, 1fr)`;
    this.window.replaceChildren(...values.map((value, index) => {
      const wins = isMax && !secret && cells[index] === winner;
      return make("span", wins ? { class: "cnn-winner" } : {}, fixedNumber(value, decimals));
    }));
  }
}
