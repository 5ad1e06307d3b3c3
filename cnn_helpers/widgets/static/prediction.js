// Predict mode: the answer stays hidden until the learner has given one, then right or wrong is said in words.
//
//   this.prediction = new Prediction(store, { ask: "What number comes out?", truth: () => value });
//   root.append(prediction.toggle, prediction.form, prediction.verdict);   // toggle: the check box "Predict first"
//   in write(): prediction.update();  in draw(): if (prediction.isOpen()) draw "?" instead of the answer
//   A cell is predicted by clicking it: pass cell: true, and call prediction.give([row, column]) when it is clicked.
// The store has the traits predict (bool) and prediction (None, a number, or a cell); change settings together with
// { prediction: null }, so that what was said of another question goes.

import { formatNumber } from "./numbers.js";
import { make, setHidden, setText } from "./page.js";
import { CheckControl } from "./sliders.js";

const CLOSE_ENOUGH = 0.01; // as TOLERANCE in Python: 0.33 is right for a third

export class Prediction {
  // next, hint: what is said after a right and after a wrong answer; tolerance: how far a number may be off.
  // truth: the number; or, with cell, the cell or all cells that count as right.
  constructor(store, {
    ask, truth, next = "", hint = "", tolerance = CLOSE_ENOUGH, cell = false,
    label = "your prediction", toggle = "Predict first",
  }) {
    Object.assign(this, { store, ask, truth, next, hint, tolerance, isCell: cell });
    this.check = new CheckControl(toggle, (predict) => store.change({ predict, prediction: null }));
    this.toggle = this.check.element;
    this.field = make("input", {
      type: "number", step: "any", class: "cnn-field cnn-guess", "aria-label": label,
    });
    this.form = make("form", { class: "cnn-question" },
      this.field, make("button", { type: "submit", class: "cnn-button" }, "Check"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (Number.isFinite(this.field.valueAsNumber)) this.give(this.field.valueAsNumber);
    });
    this.verdict = make("p", { class: "cnn-verdict" });
  }

  isOpen() {
    return this.store.get("predict") && this.store.get("prediction") === null;
  }

  give(prediction) {
    this.store.change({ prediction });
  }

  // question: anything that changes with the question, so that an old guess leaves the field.
  update(question = "") {
    this.check.update(this.store.get("predict"));
    setHidden(this.form, this.isCell || !this.isOpen());
    if (!this.store.get("predict") || this.question !== String(question)) this.field.value = "";
    this.question = String(question);
    this.words = this.judge();
    setText(this.verdict, this.words);
  }

  judge() {
    const prediction = this.store.get("prediction");
    delete this.verdict.dataset.right;
    if (!this.store.get("predict")) return "";
    if (prediction === null) return wordsOf(this.ask);
    const right = this.isRight(prediction);
    this.verdict.dataset.right = right;
    const truth = this.written(this.truth());
    return right
      ? `Right: ${truth}. ${wordsOf(this.next)}`.trim()
      : `Not quite: you said ${this.written(prediction)}, it is ${truth}. ${wordsOf(this.hint)}`.trim();
  }

  isRight(prediction) {
    const truth = this.truth();
    if (!this.isCell) return Math.abs(prediction - truth) <= this.tolerance;
    return allCells(truth).some((cell) => String(cell) === String(prediction));
  }

  written(answer) {
    if (!this.isCell) return formatNumber(answer);
    return allCells(answer)
      .map(([row, column]) => `row ${formatNumber(row)}, column ${formatNumber(column)}`).join(" or ");
  }
}

function wordsOf(words) {
  return typeof words === "function" ? words() : words;
}

function allCells(answer) {
  return Array.isArray(answer[0]) ? answer : [answer];
}
