// The explorer's controls beside the picture and the nine weights.

import { make } from "./page.js";
import { CheckControl, CountControl, NumberControl } from "./sliders.js";

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

// Bias, ReLU, stride and padding: the settings of the operation below the kernel.
export class OperationOptions {
  constructor(limits, change, tell) {
    const { weight } = limits;
    this.bias = new NumberControl("bias",
      { low: -weight, high: weight, change: (bias) => change({ bias }), tell });
    this.relu = new CheckControl("ReLU", (relu) => change({ relu }));
    this.stride = new CountControl("Stride",
      { name: "stride", low: 1, high: limits.stride, change: (stride) => change({ stride }), tell });
    this.padding = new CountControl("Padding",
      { name: "padding", low: 0, high: limits.padding, change: (padding) => change({ padding }), tell });
    this.element = make("div", { class: "cnn-options" },
      make("div", { class: "cnn-option cnn-option-bias" },
        make("span", {}, "Bias"), this.bias.slider, this.bias.field),
      this.stride.element, this.padding.element, this.relu.element);
  }

  update({ bias, relu, stride, padding }, biasLimit) {
    this.bias.update(bias, { low: -biasLimit, high: biasLimit });
    this.relu.update(relu);
    this.stride.update(stride);
    this.padding.update(padding);
  }
}
