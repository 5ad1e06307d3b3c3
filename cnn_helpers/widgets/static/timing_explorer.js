// The timing explorer's page: sizes on sliders, the designs' times as bars, and what they copy.

import { make } from "./page.js";
import { NumberControl, RadioControl } from "./sliders.js";
import { MemoryBars, TimeBars } from "./timing_bars.js";
import { TimingQuestion } from "./timing_question.js";
import { TimingStore } from "./timing_store.js";
import { WidgetView, widgetPage } from "./view.js";

const SLIDERS = {
  batch: "images in the batch", channels: "channels", filters: "filters",
  size: "image size", kernel_size: "kernel size",
};

class TimingView extends WidgetView {
  constructor(store) {
    super(store, "cnn-timing", { narrow: 700 });
  }

  build() {
    const { store, tell } = this;
    const { limits, orders } = store.get("about");
    this.sliders = Object.entries(SLIDERS).map(([name, label]) => {
      const [low, high] = limits[name];
      const change = (value) => this.change({ [name]: value });
      return [name, new NumberControl(label, { low, high, whole: true, change, tell })];
    });
    this.order = new RadioControl("How the images lie in memory", orders, (memory) => this.change({ memory }));
    this.question = new TimingQuestion(store);
    this.times = new TimeBars(store);
    this.copied = new MemoryBars(store);
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => store.reset({ prediction: null }));
    this.root.append(
      make("div", { class: "cnn-timing-settings", role: "group", "aria-label": "The convolution" },
        ...this.sliders.map(([, control]) => control.element),
        make("div", { class: "cnn-timing-order" },
          make("span", { class: "cnn-control-name", "aria-hidden": "true" }, "memory"), this.order.element),
        reset),
      make("div", { class: "cnn-timing-results" }, this.question.element, this.times.element, this.copied.element));
  }

  draw() {
    const { store } = this;
    for (const [name, control] of this.sliders) control.update(store.get(name));
    this.order.update(store.get("memory"));
    this.times.update();
    this.copied.update();
  }

  write() {
    const { store } = this;
    this.question.update();
    const shown = store.measured();
    if (store.asking() === "fastest") this.say("Which design is the fastest? Times are hidden.");
    else if (shown?.done) {
      const best = shown.seconds.indexOf(Math.min(...shown.seconds));
      this.say(`${this.question.words} Fastest: ${store.get("about").designs[best]}, ${shown.words[best]}.`.trim());
    }
  }
}

export default () => {
  return widgetPage(TimingStore, TimingView);
};
