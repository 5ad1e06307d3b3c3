// The explorer's controls beside the picture and the nine weights.

import { NumberControl } from "./kernel_editor.js";
import { labelled, make } from "./page.js";

export function presetSelect(presets, change) {
  const select = make("select", { class: "cnn-select" });
  select.append(make("option", { value: "" }, "own kernel"));
  for (const name of Object.keys(presets)) select.append(make("option", { value: name }, name));
  select.addEventListener("change", () => select.value && change({ kernel: presets[select.value] }));
  return select;
}

export function presetName(presets, kernel) {
  const wanted = JSON.stringify(kernel);
  return Object.keys(presets).find((name) => JSON.stringify(presets[name]) === wanted) ?? "";
}

// A small whole number, for stride and padding.
export function countField(name, { low, high }, change, tell) {
  const field = make("input", { type: "number", class: "cnn-field", min: low, max: high, step: 1 });
  const valid = () =>
    Number.isInteger(field.valueAsNumber) && field.valueAsNumber >= low && field.valueAsNumber <= high;
  field.addEventListener("input", () => valid() && change({ [name]: field.valueAsNumber }));
  field.addEventListener("change", () => {
    if (valid()) return;
    const typed = field.value || "empty";
    tell(`${name} must be a whole number from ${low} to ${high}, but is ${typed}`);
    field.value = field.dataset.value;
  });
  return field;
}

export function updateCount(field, value) {
  field.dataset.value = value;
  if (!field.matches(":focus") || field.valueAsNumber === value) field.value = value;
}

// Bias, ReLU, stride and padding: the settings of the operation below the kernel.
export class OperationOptions {
  constructor(limits, change, tell) {
    this.bias = new NumberControl("bias", (bias) => change({ bias }), tell, limits.weight);
    this.relu = make("input", { type: "checkbox" });
    this.relu.addEventListener("change", () => change({ relu: this.relu.checked }));
    this.stride = countField("stride", { low: 1, high: limits.stride }, change, tell);
    this.padding = countField("padding", { low: 0, high: limits.padding }, change, tell);
    this.element = make("div", { class: "cnn-options" },
      make("div", { class: "cnn-option cnn-option-bias" },
        make("span", {}, "Bias"), this.bias.slider, this.bias.field),
      make("div", { class: "cnn-option" }, labelled("Stride", this.stride), this.stride),
      make("div", { class: "cnn-option" }, labelled("Padding", this.padding), this.padding),
      make("label", { class: "cnn-check" }, this.relu, "ReLU"));
  }

  update({ bias, relu, stride, padding }, biasLimit) {
    this.bias.update(bias, biasLimit);
    this.relu.checked = relu;
    updateCount(this.stride, stride);
    updateCount(this.padding, padding);
  }
}
