// Choosing a cell of an ArrayCanvas by hover, click, finger or arrow keys.
//
//   this.pointer = new CellPointer(this.map, {          // this.map: an ArrayCanvas
//     label: "Feature map: arrow keys choose a cell",    // what a screen reader says
//     cell: () => store.cell(), choose: (cell, how) => store.change({ cell }),
//     press: (cell) => ...,                              // optional: Enter or Space on the chosen cell
//   });  root.append(this.pointer.element)               // in place of this.map.element
// how is "hover", "press" (click, finger) or "key": in predict mode a passing pointer must not choose, so test it.
// The array's size is the one last drawn; Shift moves ten cells, Home and End go to a row's ends.
// Where only a part is drawn, part: () => ({ row, column, rows, columns }) gives its first cell and the whole size.

import { make } from "./page.js";

const CELL_STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR_STEP = 10;

export class CellPointer {
  constructor(array, { label, cell, choose, press = null, far = FAR_STEP, part = null }) {
    Object.assign(this, { array, cell, choose, press, far });
    this.part = part ?? (() => ({ row: 0, column: 0, ...array.shape }));
    this.element = make("div", { class: "cnn-pointer", tabindex: 0, role: "application", "aria-label": label },
      array.element);
    this.element.addEventListener("pointermove", (event) => this.point(event, "hover"));
    this.element.addEventListener("pointerdown", (event) => this.point(event, "press"));
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  point(event, how) {
    if (how === "press" && event.button !== 0) return;
    const cell = this.array.cellAt(event, this.array.shape);
    const { row, column } = this.part();
    if (cell) this.pass([cell[0] + row, cell[1] + column], how);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = this.cell();
    const step = CELL_STEPS[event.key];
    const by = event.shiftKey ? this.far : 1;
    if (step) this.pass([row + by * step[0], column + by * step[1]], "key", event);
    else if (event.key === "Home") this.pass([row, 0], "key", event);
    else if (event.key === "End") this.pass([row, Infinity], "key", event);
    else if (this.press && (event.key === "Enter" || event.key === " ")) this.press([row, column]);
    else return;
    event.preventDefault();
  }

  // Passes on a cell, moved inside the array, if it is another one; a press counts in any case.
  pass(cell, how, event = null) {
    const { rows, columns } = this.part();
    const inside = (index, count) => Math.min(Math.max(index, 0), count - 1);
    const wanted = [inside(cell[0], rows), inside(cell[1], columns)];
    if (how === "press" || String(wanted) !== String(this.cell())) this.choose(wanted, how, event);
  }
}
