// Predict mode of the kernel explorer: a cell's number is asked for, or the cell with the largest number.

import { formatNumber } from "./numbers.js";
import { setHidden } from "./page.js";
import { Prediction } from "./prediction.js";
import { SelectControl } from "./sliders.js";

const MANY = 200; // from so many cells on the strongest hundredth counts as the largest, as in map_questions.py

export class MapQuestion extends Prediction {
  constructor(store) {
    const asksCell = () => store.get("ask") === "largest";
    super(store, {
      ask: () => (asksCell()
        ? "Which cell of the map holds the largest number? Click it, or go there with the arrow keys and press Enter."
        : "What number comes out? Type it, then press Check."),
      truth: () => (asksCell() ? this.largestCells() : this.numberAt(store.cell())),
      next: () => (asksCell() ? "" : "Choose another cell for the next one."),
      hint: () => (asksCell() ? "Where do picture and kernel agree best?" : "Compare the products."),
    });
    this.kinds = new SelectControl("Ask for",
      [["number", "the chosen cell's number"], ["largest", "the cell with the largest number"]],
      (ask) => store.change({ ask, prediction: null }));
  }

  update(question) {
    this.isCell = this.store.get("ask") === "largest";
    this.kinds.update(this.store.get("ask"));
    setHidden(this.kinds.element, !this.store.get("predict"));
    super.update(question);
  }

  numberAt([row, column]) {
    const map = this.store.map();
    return map.values[row * map.columns + column];
  }

  isRight(prediction) {
    if (!this.isCell) return super.isRight(prediction);
    return this.numberAt(prediction) >= strongEnough(this.store.map().values) - this.tolerance;
  }

  // Of many, one is enough to be named.
  largestCells() {
    const { values, columns, extent } = this.store.map();
    const cells = [];
    for (let index = 0; index < values.length && cells.length < 3; index++) {
      if (values[index] === extent[1]) cells.push([Math.floor(index / columns), index % columns]);
    }
    return cells;
  }

  judge() {
    const words = super.judge();
    const prediction = this.store.get("prediction");
    if (!this.isCell || prediction === null || !this.store.get("predict")) return words;
    const [row, column] = prediction;
    const largest = this.store.map().extent[1];
    const holds = `row ${row}, column ${column} holds ${formatNumber(this.numberAt(prediction))}`;
    if (this.numberAt(prediction) >= largest) return `Right: ${holds}, the largest number of the map.`;
    const where = `${formatNumber(largest)} at ${this.written(this.truth())}`;
    return this.isRight(prediction)
      ? `Right: ${holds}, among the strongest hundredth. The largest is ${where}.`
      : `Not quite: ${holds}. The largest is ${where}. ${this.hint()}`;
  }
}

function strongEnough(values) {
  const rank = values.length < MANY ? 1 : Math.floor(values.length / 100);
  return Float64Array.from(values).sort()[values.length - rank];
}
