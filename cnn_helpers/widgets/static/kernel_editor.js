// Nine weights, each a number field and a slider on a cell that shows its sign and size.

import { colorOf, cssColor, signedScale } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, remember } from "./page.js";

const SMALLEST_LIMIT = 2;

// One number as a field and a slider; both call onChange with a finite number.
export class NumberControl {
  constructor(label, onChange, onError, largest) {
    this.label = label;
    this.field = make("input", { type: "number", class: "cnn-field", "aria-label": label });
    this.slider = make("input", { type: "range", class: "cnn-slider", "aria-label": `${label}, slider` });
    this.slider.addEventListener("input", () => onChange(Number(this.slider.value)));
    this.field.addEventListener("input", () => {
      const value = this.field.valueAsNumber;
      if (Math.abs(value) <= largest) onChange(value);
    });
    this.field.addEventListener("change", () => {
      const typed = this.field.value;
      const wrong = !(Math.abs(this.field.valueAsNumber) <= largest);
      if (wrong) onError(`${label} must be a number from -${largest} to ${largest}, but is ${typed || "empty"}`);
      this.field.value = shortNumber(this.value);
    });
    this.field.addEventListener("focus", () => this.field.select());
  }

  update(value, limit) {
    const settled = this.value === value && this.limit === limit && !this.field.matches(":focus");
    if (settled && Number(this.field.value) === Number(shortNumber(value))) return;
    this.value = value;
    if (this.limit !== limit) {
      this.limit = limit;
      this.slider.min = -limit;
      this.slider.max = limit;
      this.slider.step = this.field.step = limit / 40;
    }
    if (this.slider.valueAsNumber !== value) this.slider.value = value;
    // A field that is being typed in is left alone: "0." must not become "0".
    const typing = this.field.matches(":focus") && this.field.valueAsNumber === value;
    if (!typing) this.field.value = shortNumber(value);
    const position = (Math.min(limit, Math.max(-limit, value)) + limit) / (2 * limit);
    this.slider.style.setProperty("--from", Math.min(0.5, position));
    this.slider.style.setProperty("--to", Math.max(0.5, position));
    this.slider.setAttribute("aria-valuetext", formatNumber(value, 4));
  }
}

function shortNumber(value) {
  return String(Number(value.toFixed(4)));
}

export function limitFor(values, atLeast = SMALLEST_LIMIT) {
  let limit = atLeast;
  while (values.some((value) => Math.abs(value) > limit)) limit *= 2;
  return limit;
}

export class KernelEditor {
  constructor(onChange, onError, largest) {
    this.controls = [];
    this.cells = [];
    this.grounds = [];
    this.scale = remember(signedScale);
    this.element = make("fieldset", { class: "cnn-kernel-editor cnn-array cnn-kernel" });
    this.element.append(make("legend", { class: "cnn-hidden" }, "Kernel weights"));
    for (let index = 0; index < 9; index++) {
      const label = `weight row ${Math.floor(index / 3)}, column ${index % 3}`;
      const changed = (value) => {
        const values = this.values.slice();
        values[index] = value;
        this.own = this.values = values; // the next change may come before these are drawn
        onChange([0, 3, 6].map((start) => values.slice(start, start + 3)));
      };
      const control = new NumberControl(label, changed, onError, largest);
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
      this.controls[index].update(value, this.limit);
      const ground = cssColor(colorOf(value / strongest, scale));
      if (this.grounds[index] !== ground) this.cells[index].style.backgroundColor = ground;
      this.grounds[index] = ground;
    });
  }
}
