// Nine weights, each a number field and a slider on a cell that shows its sign and size.

import { colorOf, cssColor, signedScale } from "./colors.js";
import { make, remember } from "./page.js";
import { NumberControl } from "./sliders.js";

const SMALLEST_LIMIT = 2;

export function limitFor(values, atLeast = SMALLEST_LIMIT) {
  let limit = atLeast;
  while (values.some((value) => Math.abs(value) > limit)) limit *= 2;
  return limit;
}

export class KernelEditor {
  // onChange: takes three rows of weights; read: gives the nine as they are now, also when another one has changed in
  // this very frame; label: what a weight's name begins with.
  constructor(onChange, onError, largest, { read = () => this.values.slice(), label = "weight" } = {}) {
    this.controls = [];
    this.cells = [];
    this.grounds = [];
    this.scale = remember(signedScale);
    this.element = make("fieldset", { class: "cnn-kernel-editor cnn-array cnn-kernel" });
    this.element.append(make("legend", { class: "cnn-hidden" }, "Kernel weights"));
    for (let index = 0; index < 9; index++) {
      const name = `${label} row ${Math.floor(index / 3)}, column ${index % 3}`;
      const changed = (value) => {
        const values = read();
        values[index] = value;
        this.own = this.values = values; // the next change may come before these are drawn
        onChange([0, 3, 6].map((start) => values.slice(start, start + 3)));
      };
      const control = new NumberControl(name, { low: -largest, high: largest, change: changed, tell: onError });
      const cell = make("div", { class: "cnn-weight" }, control.field, control.slider);
      this.controls.push(control);
      this.cells.push(cell);
      this.element.append(cell);
    }
  }

  update(values, palette) {
    this.values = values;
    // Sliders stretch while one of them is moved, and shrink back only when the kernel comes from elsewhere.
    const moved = this.own !== undefined && values.every((value, index) => value === this.own[index]);
    this.limit = limitFor(values, moved ? this.limit : SMALLEST_LIMIT);
    const strongest = Math.max(...values.map(Math.abs)) || 1;
    const scale = this.scale("kernel", palette, 1, 0.72);
    values.forEach((value, index) => {
      this.controls[index].update(value, { low: -this.limit, high: this.limit });
      const ground = cssColor(colorOf(value / strongest, scale));
      if (this.grounds[index] !== ground) this.cells[index].style.backgroundColor = ground;
      this.grounds[index] = ground;
    });
  }
}
