// Draws what Python computes, with the course's own store, view and canvas.

import { ArrayCanvas } from "./array_canvas.js";
import { greyScale } from "./colors.js";
import { make } from "./page.js";
import { NumberControl } from "./sliders.js";
import { WidgetStore } from "./store.js";
import { WidgetView, widgetPage } from "./view.js";

class ComputedStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["kernel"], preview: false });
  }
}

class ComputedView extends WidgetView {
  constructor(store) {
    super(store, "cnn-computed");
  }

  build() {
    this.map = new ArrayCanvas("output", "feature-map");
    this.controls = Array.from({ length: 9 }, (_, index) =>
      new NumberControl(`weight ${index}`, { low: -2, high: 2, step: 0.05, change: (value) => {
        const values = this.store.array("kernel").values.slice();
        values[index] = value;
        this.change({ kernel: { shape: [3, 3], values } });
      } }));
    this.root.append(make("div", {}, ...this.controls.map(({ element }) => element)), this.map.element);
  }

  draw() {
    const { values } = this.store.array("kernel");
    this.controls.forEach((control, index) => control.update(values[index]));
    const scale = greyScale("photo", this.palette, -2, 2);
    this.map.draw(this.store.array("feature_map"), { scale, palette: this.palette, cell: 4 });
  }
}

export default () => {
  return widgetPage(ComputedStore, ComputedView);
};
