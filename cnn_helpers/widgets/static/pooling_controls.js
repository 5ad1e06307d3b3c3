// The pooling explorer's settings, and the legend of the signs that its arrays bear.

import { ArrayCanvas } from "./array_canvas.js";
import { legendSign } from "./cell_overlay.js";
import { presetName } from "./explorer_controls.js";
import { labelled, make } from "./page.js";
import { CheckControl, CountControl, SelectControl } from "./sliders.js";

const NO_KERNEL = "none: pool the image";
const SIGNS = {
  dots: "wins its window", rings: "first of equal cells", hatch: "no window reaches it",
  ghosts: "ink before the move", corners: "changed in place", frames: "border effect",
};

export class PoolingControls {
  constructor(store, change, tell) {
    this.store = store;
    const limits = store.get("limits");
    const presets = store.get("presets");
    this.images = make("select", { class: "cnn-select" });
    this.own = make("option", { hidden: true });
    this.images.append(this.own);
    for (const [group, names] of store.get("papers")) {
      this.images.append(make("optgroup", { label: group }, ...names.map((name) => make("option", { value: name }, name))));
    }
    this.images.addEventListener("change", () => {
      tell("");
      store.chooseImage(this.images.value);
    });
    this.kernels = new SelectControl("Kernel", [["", "own kernel"], [NO_KERNEL, NO_KERNEL], ...Object.keys(presets)],
      (name) => name && change({ kernel: name === NO_KERNEL ? null : presets[name] }));
    const count = (label, name, low, high) =>
      new CountControl(label, { name, low, high, tell, change: (value) => change({ [name]: value }) });
    this.padding = count("Padding", "padding", 0, limits.padding);
    this.relu = new CheckControl("ReLU", (relu) => change({ relu }));
    this.pooling = new SelectControl("Pooling", [["max", "max"], ["average", "average"]], (pooling) => change({ pooling }));
    this.size = count("Size", "kernel_size", 1, limits.window);
    this.stride = count("Stride", "stride", 1, limits.window);
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => change(store.start));
    this.element = make("div", { class: "cnn-settings" },
      make("div", { class: "cnn-controls" }, labelled("Image", this.images), this.images),
      this.kernels.element, this.padding.element, this.relu.element,
      this.pooling.element, this.size.element, this.stride.element, reset);
  }

  kernelName() {
    return presetName(this.store.get("presets"), this.store.get("kernel")) || "own kernel";
  }

  update() {
    const { store } = this;
    const operation = store.operation();
    const name = store.get("image_name");
    const known = store.get("papers").some(([, names]) => names.includes(name));
    this.own.hidden = known;
    if (!known) this.own.textContent = this.own.value = name;
    if (this.images.value !== name) this.images.value = name;
    this.kernels.update(operation.kernel === null ? NO_KERNEL : presetName(store.get("presets"), operation.kernel));
    this.padding.update(operation.padding);
    this.relu.update(operation.relu);
    this.relu.input.disabled = operation.kernel === null;
    this.pooling.update(operation.pooling);
    const { rows, columns } = store.maps().after.relu;
    this.size.update(operation.kernel_size, { high: Math.min(store.get("limits").window, rows, columns) });
    this.stride.update(operation.stride);
  }
}

export class SignLegend {
  constructor() {
    this.items = Object.entries(SIGNS).map(([kind, words]) => {
      const sign = legendSign(kind);
      return { kind, sign, element: make("li", {}, sign.element, words) };
    });
    this.element = make("ul", { class: "cnn-sign-legend", "aria-label": "Signs" },
      ...this.items.map(({ element }) => element));
  }

  // shown: which signs are there now.
  update(palette, shown) {
    for (const { kind, sign, element } of this.items) {
      element.hidden = !shown[kind];
      if (palette !== this.palette) sign.draw(palette);
    }
    this.palette = palette;
  }
}
