// The settings of the selected layer: kind, filters, kernel, stride, padding, dilation, bias.

import { make, setText } from "./page.js";
import { kindChoices } from "./shape_store.js";
import { CheckControl, NumberControl, SelectControl } from "./sliders.js";

const NAMES = { filters: "Filters", kernel_size: "Kernel", stride: "Stride", padding: "Padding", dilation: "Dilation" };
// Where the sliders end at first; a larger number, typed, stretches them.
const COMFORT = { filters: 32, kernel_size: 7, stride: 4, padding: 4, dilation: 4 };

export class LayerControls {
  constructor(store, tell) {
    this.store = store;
    this.limits = store.get("limits");
    this.title = make("h3", { class: "cnn-title" });
    this.kind = new SelectControl("Kind", kindChoices(), (kind) => store.setKind(store.selected(), kind));
    this.numbers = {};
    for (const [name, label] of Object.entries(NAMES)) {
      const [low, high] = this.limits[name];
      this.numbers[name] = new NumberControl(label, {
        low, high, whole: true, tell,
        change: (value) => store.edit(store.selected(), { [name]: value }),
      });
    }
    this.bias = new CheckControl("Bias", (bias) => store.edit(store.selected(), { bias }));
    this.element = make("div", { class: "cnn-layer", role: "group", "aria-label": "The selected layer" },
      this.title, this.kind.element, ...Object.values(this.numbers).map(({ element }) => element), this.bias.element);
  }

  update() {
    const layer = this.store.layer();
    this.element.hidden = layer === null;
    if (layer === null) return;
    setText(this.title, `Layer ${this.store.selected() + 1} of ${this.store.get("layers").length}`);
    this.kind.update(layer.kind);
    for (const [name, control] of Object.entries(this.numbers)) {
      control.element.hidden = !(name in layer);
      if (!(name in layer)) continue;
      const [low, highest] = this.limits[name];
      let high = COMFORT[name];
      while (layer[name] > high) high = Math.min(highest, 2 * high);
      control.update(layer[name], { low, high, step: 1 });
    }
    this.bias.element.hidden = !("bias" in layer);
    this.bias.update(layer.bias ?? false);
  }
}
