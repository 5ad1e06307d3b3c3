// Controls with labels: a number (field and slider), a whole number, a choice, a tick, a group of radios.
//
//   const rate = new NumberControl("learning rate", { low: 0, high: 1, change: (rate) => ..., tell });
//   const size = new CountControl("Stride", { name: "stride", low: 1, high: 8, change, tell });
//   const look = new SelectControl("Show as", [["grey", "a grey picture"], ...], (look) => ...);
//   const relu = new CheckControl("ReLU", (relu) => ...);  const pen = new RadioControl("Tool", [...], ...);
//   root.append(rate.element, ...);  in draw(): rate.update(value)   // from store.get(); tell: view.tell
// NumberControl has .field and .slider for layouts of one's own; update(value, { low, high, step }) moves the slider's ends.

import { formatNumber } from "./numbers.js";
import { labelled, later, make } from "./page.js";

// One number as a field and a slider; both call change with a finite number from low to high.
export class NumberControl {
  constructor(label, { low, high, step = null, whole = false, change, tell = () => {} }) {
    Object.assign(this, { label, low, high, step, whole, tell });
    this.field = make("input", { type: "number", class: "cnn-field", "aria-label": label });
    if (whole) Object.assign(this.field, { min: low, max: high });
    this.slider = make("input", { type: "range", class: "cnn-slider", "aria-label": `${label}, slider` });
    this.slider.addEventListener("input", () => change(Number(this.slider.value)));
    this.field.addEventListener("input", () => this.isAllowed() && change(this.field.valueAsNumber));
    this.field.addEventListener("change", () => {
      if (!this.isAllowed()) tell(wrongNumber(this));
      this.field.value = shortNumber(this.value);
    });
    this.field.addEventListener("focus", () => this.field.select());
    this.element = make("div", { class: "cnn-number-control" },
      make("span", { class: "cnn-control-name", "aria-hidden": "true" }, label), this.slider, this.field);
  }

  isAllowed() {
    return isAllowedNumber(this.field.valueAsNumber, this);
  }

  // low, high: the slider's ends, which may lie inside what the field takes.
  update(value, { low = this.low, high = this.high, step = this.step ?? (this.whole ? 1 : (high - low) / 80) } = {}) {
    const ends = `${low} ${high} ${step}`;
    const settled = this.value === value && this.ends === ends && !this.field.matches(":focus");
    if (settled && Number(this.field.value) === Number(shortNumber(value))) return;
    this.value = value;
    if (this.ends !== ends) {
      this.ends = ends;
      this.slider.min = low;
      this.slider.max = high;
      this.slider.step = this.field.step = step;
    }
    if (this.slider.valueAsNumber !== value) this.slider.value = value;
    // The bar grows from 0, or from the end that is nearest to it.
    const place = (number) => (Math.min(high, Math.max(low, number)) - low) / (high - low || 1);
    this.slider.style.setProperty("--from", Math.min(place(0), place(value)));
    this.slider.style.setProperty("--to", Math.max(place(0), place(value)));
    // A drag is smoother without them in every frame: a field's value is a selection, which all of JupyterLab watches.
    if (this.slider.matches(":focus")) later(this, () => this.spell());
    else this.spell();
  }

  spell() {
    this.slider.setAttribute("aria-valuetext", formatNumber(this.value, 4));
    // A field that is being typed in is left alone: "0." must not become "0".
    const typing = this.field.matches(":focus") && this.field.valueAsNumber === this.value;
    const text = shortNumber(this.value);
    if (!typing && this.field.value !== text) this.field.value = text;
  }
}

function shortNumber(value) {
  return String(Number(value.toFixed(4)));
}

function isAllowedNumber(number, { low, high, whole }) {
  return number >= low && number <= high && (!whole || Number.isInteger(number));
}

function wrongNumber({ label, field, low, high, whole }) {
  const kind = whole ? "a whole number" : "a number";
  return `${label} must be ${kind} from ${low} to ${high}, but is ${field.value || "empty"}`;
}

// A small whole number as a field; name is what the complaint calls it.
export class CountControl {
  constructor(label, { name = label, low, high, change, tell = () => {} }) {
    Object.assign(this, { label: name, low, high, whole: true });
    this.field = make("input", { type: "number", class: "cnn-field", min: low, max: high, step: 1 });
    const isAllowed = () => isAllowedNumber(this.field.valueAsNumber, this);
    this.field.addEventListener("input", () => isAllowed() && change(this.field.valueAsNumber));
    this.field.addEventListener("change", () => {
      if (isAllowed()) return;
      tell(wrongNumber(this));
      this.field.value = this.value;
    });
    // Python may have refused what the field allows; what is still on its way is drawn in the next frame.
    this.field.addEventListener("blur", () => { this.field.value = this.value; });
    this.element = make("div", { class: "cnn-option" }, labelled(label, this.field), this.field);
  }

  update(value, { low = this.low, high = this.high } = {}) {
    const ends = `${low} ${high}`;
    if (this.value === value && this.ends === ends && this.field.valueAsNumber === value) return;
    Object.assign(this, { value, low, high, ends });
    this.field.min = low;
    this.field.max = high;
    if (!this.field.matches(":focus") || this.field.valueAsNumber === value) this.field.value = value;
  }
}

// options: texts, or pairs of a value and its text. The value is given back as it was passed.
export class SelectControl {
  constructor(label, options, change) {
    this.select = make("select", { class: "cnn-select" });
    this.select.addEventListener("change", () => change(this.values[this.select.selectedIndex]));
    this.list(options);
    this.element = make("div", { class: "cnn-controls" }, labelled(label, this.select), this.select);
  }

  list(options) {
    const key = JSON.stringify(options);
    if (this.listed === key) return;
    this.listed = key;
    const pairs = valuesAndTexts(options);
    this.values = pairs.map(([value]) => value);
    this.select.replaceChildren(...pairs.map(([value, text]) => make("option", { value }, text)));
  }

  update(value) {
    const index = this.values.indexOf(value);
    if (this.select.selectedIndex !== index) this.select.selectedIndex = index;
  }
}

export class CheckControl {
  constructor(label, change) {
    this.input = make("input", { type: "checkbox" });
    this.input.addEventListener("change", () => change(this.input.checked));
    this.element = make("label", { class: "cnn-check" }, this.input, label);
  }

  update(value) {
    this.input.checked = value;
  }
}

let lastRadioGroup = 0;

export class RadioControl {
  constructor(label, options, change) {
    const group = `cnn-radio-${Date.now().toString(36)}-${++lastRadioGroup}`;
    this.radios = valuesAndTexts(options).map(([value, text]) => {
      const input = make("input", { type: "radio", name: group, value });
      input.addEventListener("change", () => change(value));
      return { value, input, element: make("label", { class: "cnn-check" }, input, text) };
    });
    this.element = make("fieldset", { class: "cnn-radios" },
      make("legend", { class: "cnn-hidden" }, label), ...this.radios.map(({ element }) => element));
  }

  update(value, { disabled = false } = {}) {
    for (const radio of this.radios) radio.input.checked = radio.value === value;
    this.element.disabled = disabled;
  }
}

function valuesAndTexts(options) {
  return options.map((option) => (Array.isArray(option) ? option : [option, String(option)]));
}
