// The explorer's controls beside the picture and the weights: those of the operation.

import { make } from "./page.js";
import { CheckControl, CountControl, NumberControl } from "./sliders.js";

export function presetName(presets, kernel) {
  const wanted = JSON.stringify(kernel);
  return Object.keys(presets).find((name) => JSON.stringify(presets[name]) === wanted) ?? "";
}

// Bias, stride, padding, dilation, ReLU, and whether two kernels are compared.
export class OperationOptions {
  constructor(store, change, tell) {
    this.store = store;
    const limits = store.get("limits");
    const { weight } = limits;
    this.bias = new NumberControl("bias",
      { low: -weight, high: weight, change: (bias) => change({ bias }), tell });
    this.relu = new CheckControl("ReLU", (relu) => change({ relu }));
    this.stride = new CountControl("Stride",
      { name: "stride", low: 1, high: limits.stride, change: (stride) => change({ stride }), tell });
    // With less padding a wide window may not fit any more.
    this.padding = new CountControl("Padding", {
      name: "padding", low: 0, high: limits.padding, tell,
      change: (padding) => change({
        padding, dilation: Math.min(store.get("dilation"), store.largestDilation(padding)),
      }),
    });
    this.dilation = new CountControl("Dilation",
      { name: "dilation", low: 1, high: limits.dilation, change: (dilation) => change({ dilation }), tell });
    this.compare = new CheckControl("Compare with a second kernel",
      (on) => change({ second_kernel: on ? store.get("kernel") : null }));
    this.element = make("div", { class: "cnn-options" },
      make("div", { class: "cnn-option cnn-option-bias" },
        make("span", {}, "Bias"), this.bias.slider, this.bias.field),
      this.stride.element, this.padding.element, this.dilation.element, this.relu.element, this.compare.element);
  }

  update({ bias, relu, stride, padding }, biasLimit) {
    this.bias.update(bias, { low: -biasLimit, high: biasLimit });
    this.relu.update(relu);
    this.stride.update(stride);
    this.padding.update(padding);
    this.dilation.update(this.store.dilation(), { high: this.store.largestDilation() });
    this.compare.update(this.store.comparing());
  }
}
