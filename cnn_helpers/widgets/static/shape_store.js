// The shape explorer's state on its page: the layers, and what the preview or Python says of their sizes.

import { chainSizes } from "./shape_math.js";
import { WidgetStore } from "./store.js";

const KINDS = { conv: "convolution", max_pool: "max pooling", avg_pool: "average pooling" };
const NEW_LAYERS = {
  conv: { kind: "conv", filters: 8, kernel_size: 3, stride: 1, padding: 0, dilation: 1, bias: true },
  max_pool: { kind: "max_pool", kernel_size: 2, stride: 2 },
};

export class ShapeStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["input_shape", "layers"] });
  }

  settingChanged() {
    this.preview = null;
    super.settingChanged();
  }

  sizes() {
    this.preview ??= chainSizes(this.get("input_shape"), this.get("layers"));
    return this.preview;
  }

  // Python's sizes have arrived with the answer; where they differ from the preview they are drawn.
  judge() {
    const truth = this.get("sizes");
    const same = sameSizes(this.sizes(), truth);
    if (!same) this.preview = truth;
    return same;
  }

  selected() {
    return Math.min(this.get("selected"), this.get("layers").length - 1);
  }

  layer() {
    return this.get("layers")[this.selected()] ?? null;
  }

  isAsking() {
    return this.get("predict") && this.get("prediction") === null && this.layer() !== null;
  }

  edit(index, settings) {
    const layers = this.get("layers").map((layer, at) => (at === index ? { ...layer, ...settings } : layer));
    this.change({ layers, prediction: null });
  }

  setKind(index, kind) {
    const { kernel_size, stride } = this.get("layers")[index];
    const layers = this.get("layers").slice();
    layers[index] = kind === "conv" ? { ...NEW_LAYERS.conv, kernel_size, stride } : { kind, kernel_size, stride };
    this.change({ layers, prediction: null });
  }

  add(kind) {
    const layers = [...this.get("layers"), NEW_LAYERS[kind]];
    this.change({ layers, selected: layers.length - 1, prediction: null });
  }

  remove(index) {
    const layers = this.get("layers").filter((_, at) => at !== index);
    const selected = Math.max(0, Math.min(this.selected() - (index < this.selected() ? 1 : 0), layers.length - 1));
    this.change({ layers, selected, prediction: null });
  }

  move(index, to) {
    const layers = this.get("layers").slice();
    layers.splice(to, 0, ...layers.splice(index, 1));
    this.change({ layers, selected: to, prediction: null });
  }
}

function sameSizes(first, second) {
  if (first.length !== second.length) return false;
  return first.every((sizes, at) => Object.keys(sizes)
    .every((name) => JSON.stringify(sizes[name]) === JSON.stringify(second[at][name])));
}

export function kindName(kind) {
  return KINDS[kind];
}

export function kindChoices() {
  return Object.entries(KINDS);
}

export function timesWords(sizes) {
  return sizes === null ? "none" : sizes.join(" × ");
}

export function countWords(count) {
  return count === null ? "none" : count.toLocaleString("en-US");
}
