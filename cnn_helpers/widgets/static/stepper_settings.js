// The stepper's settings: picture, filters, geometry, bias, ReLU.

import { labelled, make } from "./page.js";
import { CheckControl, CountControl, NumberControl } from "./sliders.js";

const SMALLEST_BIAS_LIMIT = 4;

export class StepperSettings {
  constructor(store, change, tell) {
    this.store = store;
    const limits = store.get("limits");
    this.pictures = make("select", { class: "cnn-select" });
    this.ownPicture = make("option", { hidden: true });
    this.pictures.append(this.ownPicture);
    for (const [group, names] of store.get("picture_groups")) {
      const options = names.map((name) => make("option", { value: name }, name));
      this.pictures.append(make("optgroup", { label: group }, ...options));
    }
    this.pictures.addEventListener("change", () => store.send("choose", { name: this.pictures.value }));
    this.filters = make("select", { class: "cnn-select" });
    this.filters.addEventListener("change", () => store.send("filters", { name: this.filters.value }));
    const count = (label, name, low) => new CountControl(label, {
      name, low, high: limits[name], change: (value) => change({ [name]: value }), tell,
    });
    this.counts = {
      stride: count("Stride", "stride", 1),
      padding: count("Padding", "padding", 0),
      dilation: count("Dilation", "dilation", 1),
    };
    this.bias = new NumberControl("Bias", {
      low: -limits.weight, high: limits.weight, tell,
      change: (value) => {
        const bias = store.get("bias").slice();
        bias[store.filter()] = value; // each filter has its own
        change({ bias });
      },
    });
    this.relu = new CheckControl("ReLU", (relu) => change({ relu }));
    this.element = make("div", { class: "cnn-settings", role: "group", "aria-label": "Settings" },
      make("div", { class: "cnn-controls" }, labelled("Picture", this.pictures), this.pictures),
      make("div", { class: "cnn-controls" }, labelled("Filters", this.filters), this.filters),
      ...Object.values(this.counts).map(({ element }) => element),
      this.bias.element, this.relu.element);
  }

  update() {
    const { store } = this;
    const scene = store.scene();
    const known = store.get("picture_groups").some(([, names]) => names.includes(scene.image_name));
    this.ownPicture.hidden = known;
    if (!known) this.ownPicture.textContent = this.ownPicture.value = scene.image_name;
    this.pictures.value = scene.image_name;
    const names = scene.kernel_names.includes(scene.kernels_name)
      ? scene.kernel_names : [scene.kernels_name, ...scene.kernel_names];
    if (this.filterNames !== String(names)) {
      this.filterNames = String(names);
      this.filters.replaceChildren(...names.map((name) => make("option", { value: name }, name)));
    }
    this.filters.value = scene.kernels_name;
    for (const [name, control] of Object.entries(this.counts)) control.update(store.get(name));
    const bias = store.get("bias")[store.filter()] ?? 0;
    const limit = Math.max(SMALLEST_BIAS_LIMIT, 2 ** Math.ceil(Math.log2(Math.abs(bias) || 1)));
    this.bias.update(bias, { low: -limit, high: limit, step: limit / 16 });
    this.relu.update(store.get("relu"));
  }
}
