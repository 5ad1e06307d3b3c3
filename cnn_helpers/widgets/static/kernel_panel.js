// One kernel's panel: preset, nine weights, and what can be done to all of them: divide, draw at random.

import { ChannelPicker } from "./channel_picker.js";
import { presetName } from "./explorer_controls.js";
import { KernelEditor } from "./kernel_editor.js";
import { ALL_CHANNELS, CHANNELS, dividedPlanes, randomWeights } from "./kernel_planes.js";
import { formatNumber } from "./numbers.js";
import { labelled, make, setHidden, setText } from "./page.js";

export function button(text, title, work) {
  const element = make("button", { type: "button", class: "cnn-button", title }, text);
  element.addEventListener("click", work);
  return element;
}

export class KernelPanel {
  // name: the trait; letter: "" or, of two kernels, "B"; extra: what stands beside the preset.
  constructor(store, { name, letter = "", change, tell, extra = [] }) {
    Object.assign(this, { store, name, change, tell });
    this.channel = ALL_CHANNELS;
    const suffix = letter ? ` of kernel ${letter}` : "";
    this.presets = this.buildPresets();
    if (letter) this.presets.setAttribute("aria-label", `Preset${suffix}`);
    this.channels = new ChannelPicker(`Channel that the sliders${suffix} move`, (channel) => {
      this.channel = channel;
      this.onChannel?.(channel);
    });
    this.editor = new KernelEditor((rows) => this.changeTo(rows.flat()), tell, store.get("limits").weight,
      { read: () => this.weights(), label: letter ? `kernel ${letter},` : "weight" });
    this.sums = make("p", { class: "cnn-sums" });
    this.actions = make("div", { class: "cnn-actions", role: "group", "aria-label": `The whole kernel${suffix}` },
      button("÷ sum", "Divide by the sum of the weights: then they add up to 1", () => this.divide(false)),
      button("÷ sizes", "Divide by the sum of the weights' sizes: then no answer is larger than 1",
        () => this.divide(true)),
      button("Random", "Nine weights at random, from −1 to 1", () => this.changeTo(randomWeights())));
    this.head = make("div", { class: "cnn-controls" }, labelled("Preset", this.presets), this.presets, ...extra);
    this.element = make("div", { class: "cnn-kernel-panel" },
      this.head,
      make("div", { class: "cnn-stage" }, this.editor.element, this.channels.element),
      this.sums, this.actions);
  }

  weights() {
    return this.store.weights(this.name, this.channel);
  }

  changeTo(weights) {
    this.store.changeWeights(this.change, this.name, this.channel, weights);
  }

  divide(bySize) {
    const planes = this.store.planes(this.name);
    const divided = dividedPlanes(planes, bySize);
    if (divided) this.change({ [this.name]: planes.length === 1 ? divided[0] : divided });
    else this.tell(planes.flat(2).every((weight) => weight === 0)
      ? "All weights are 0: there is nothing to divide."
      : "The weights add up to 0, or nearly: nothing can be divided by that. Divide by their sizes.");
  }

  // Those of one grid, then those with three planes.
  buildPresets() {
    const presets = Object.entries(this.store.get("presets"));
    const isColor = ([, kernel]) => Array.isArray(kernel[0][0]);
    const option = ([name]) => make("option", { value: name }, name);
    this.colorGroup = make("optgroup", { label: "Colour" }, ...presets.filter(isColor).map(option));
    const select = make("select", { class: "cnn-select" },
      make("option", { value: "" }, "own kernel"),
      ...presets.filter((preset) => !isColor(preset)).map(option));
    select.addEventListener("change", () => {
      const kernel = this.store.get("presets")[select.value];
      if (!kernel) return;
      if (isColor([, kernel])) this.change({ [this.name]: kernel });
      else this.changeTo(kernel.flat());
    });
    return select;
  }

  shownPreset() {
    const planes = this.store.planes(this.name);
    const presets = this.store.get("presets");
    const alike = planes.every((plane) => String(plane) === String(planes[0]));
    const whole = planes.length === 1 || this.channel === ALL_CHANNELS;
    const one = planes[whole ? 0 : CHANNELS.indexOf(this.channel)];
    return (whole && presetName(presets, planes)) || (whole && !alike ? "" : presetName(presets, one));
  }

  // In every frame of a drag.
  draw(palette) {
    this.editor.update(this.weights(), palette);
  }

  write(palette) {
    const planes = this.store.planes(this.name);
    const weights = planes.flat(2);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const sizes = weights.reduce((total, weight) => total + Math.abs(weight), 0);
    const colored = planes.length > 1;
    const mean = colored && this.channel === ALL_CHANNELS && planes.some((plane) => String(plane) !== String(planes[0]));
    setText(this.sums, `${mean ? "Shown: the mean of three channels. " : ""}${weights.length} weights: `
      + `sum ${formatNumber(sum)}, sum of their sizes ${formatNumber(sizes)}`);
    setHidden(this.channels.element, !colored);
    if (colored) this.channels.update(this.channel, planes, palette);
    if (colored !== this.presets.contains(this.colorGroup)) {
      if (colored) this.presets.append(this.colorGroup);
      else this.colorGroup.remove();
    }
    const preset = this.shownPreset();
    if (this.presets.value !== preset) this.presets.value = preset;
  }
}
