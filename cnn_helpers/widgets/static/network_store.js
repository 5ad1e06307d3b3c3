// The network explorer's state as the page has it: the painter's drawing, and every layer's numbers as Python sent them.

import { roundedLimit, extent } from "./numbers.js";
import { PainterStore } from "./painter_store.js";

const SOFT_FROM = 20; // pixels on a side: smaller paper is for crisp cells

export class NetworkStore extends PainterStore {
  constructor(model) {
    super(model, { settings: ["network", "image", "overlay", "label", "patch_size", "fill"], resets: [] });
    this.place = [0, 0]; // the keyboard's pixel
    this.overlayMap = null;
    this.look = { channel: 0, cursor: null }; // of the chosen unit: whose products are shown, the cell that keys are at
    model.on("change:network", () => { [this.past, this.future] = [[], []]; });
  }

  // The drawing as one plane; of several channels their mean.
  read() {
    const { shape: [channels, rows, columns], values } = this.array("image");
    const size = rows * columns;
    let plane = values;
    if (channels > 1) {
      plane = new Float64Array(size);
      values.forEach((value, index) => { plane[index % size] += value / channels; });
    }
    this.channels = channels;
    this.image = { rows, columns, values: plane };
    this.name = this.get("image_name");
  }

  show(image, name = "own drawing") {
    this.image = image;
    this.name = name;
    this.change({ image: { shape: [1, image.rows, image.columns], values: image.values }, image_name: name,
      prediction: null });
  }

  how() {
    return { tool: this.get("tool"), soft: this.image.rows >= SOFT_FROM };
  }

  mayStep() {
    return this.channels === 1;
  }

  pixel() {
    return [Math.min(this.place[0], this.image.rows - 1), Math.min(this.place[1], this.image.columns - 1)];
  }

  // Every array of the network, {name, kind, shape, count, rows, columns, values, limit}; from the images on.
  layers() {
    const [plan, stack] = [this.get("_plan"), this.get("_stack")];
    if (this.stack === stack && this.plan === plan) return this.unpackedLayers;
    if (plan.network !== stack.network) return this.unpackedLayers ?? []; // one of two messages is here
    Object.assign(this, { stack, plan });
    const { data } = stack;
    const numbers = new Float32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
    let start = 0;
    this.unpackedLayers = plan.layers.map((layer) => {
      const [count, rows = 1, columns = 1] = layer.shape;
      const values = numbers.subarray(start, start + count * rows * columns);
      start += values.length;
      const [low, high] = extent(values);
      return { ...layer, count, rows, columns, values, limit: roundedLimit(Math.max(-low, high)) };
    });
    return this.unpackedLayers;
  }

  layer(name) {
    return this.layers().find((layer) => layer.name === name);
  }

  classes() {
    return this.get("_plan").classes;
  }

  probabilities() {
    return this.array("probabilities").values;
  }

  winner() {
    const values = this.probabilities();
    return values.indexOf(Math.max(...values));
  }

  // The question that waits for its answer: "value", "class" or null.
  asked() {
    return this.get("predict") && this.get("prediction") === null ? this.get("question") : null;
  }

  choose(unit, path = []) {
    if (String(unit) !== String(this.get("unit"))) this.change({ unit, path, prediction: null });
  }

  // A click in a layer takes the cell, a key the strongest cell of the map.
  chooseIn(layer, [item, row, column]) {
    if (layer.shape.length === 1) return this.choose([layer.name, item]);
    if (row !== null) return this.choose([layer.name, item, row, column]);
    const size = layer.rows * layer.columns;
    const map = layer.values.subarray(item * size, (item + 1) * size);
    const at = map.indexOf(Math.max(...map));
    return this.choose([layer.name, item, Math.floor(at / layer.columns), at % layer.columns]);
  }

  // One layer back: the present unit joins the path.
  follow(unit) {
    if (unit[0] === "images") return;
    this.choose(unit, [...this.get("path"), this.get("unit")]);
  }

  valueOf([name, item, row = 0, column = 0]) {
    const layer = this.layer(name);
    return layer ? layer.values[(item * layer.rows + row) * layer.columns + column] : NaN;
  }

  settingChanged() {
    this.overlayMap = null;
    super.settingChanged();
  }

  judge({ overlay = null }) {
    this.overlayMap = overlay;
    return true;
  }
}

export function unitName([layer, ...place]) {
  return place.length === 1 ? `${layer}, unit ${place[0]}`
    : `${layer}, map ${place[0]}, row ${place[1]}, column ${place[2]}`;
}
