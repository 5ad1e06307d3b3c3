// The pooling explorer's state as the page has it, with all maps before and after the move.

import { correlate } from "./correlate.js";
import { movedArray, poolMap } from "./pooling.js";
import { LAYERS, MEASURES, measureMove } from "./shift_measures.js";
import { WidgetStore, sameArray } from "./store.js";

const OPERATION = ["kernel", "padding", "relu", "pooling", "kernel_size", "stride"];

export class PoolingStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["image", "shift", ...OPERATION], resets: [...OPERATION, "shift"] });
  }

  chooseImage(name) {
    this.send("choose", { name });
  }

  operation() {
    return Object.fromEntries(OPERATION.map((name) => [name, this.get(name)]));
  }

  // All layers of the image moved so far: {image, feature_map, relu, pooled}.
  layersAt(shift) {
    const { kernel, padding, relu, ...pooling } = this.operation();
    const image = movedArray(this.array("image"), shift);
    const weights = kernel && { rows: 3, columns: 3, values: kernel.flat() };
    const map = weights ? correlate(image, weights, { padding }) : image;
    const active = relu ? { ...map, values: map.values.map((value) => Math.max(value, 0)) } : map;
    return { image, feature_map: map, relu: active, pooled: poolMap(active, pooling) };
  }

  // {before, after, measures}, as a preview or as Python has answered.
  maps() {
    if (!this.preview) {
      const before = this.layersAt([0, 0]);
      const after = this.layersAt(this.get("shift"));
      const measures = measureMove(before, after, this.get("shift"), this.operation());
      this.preview = { before, after, measures };
    }
    return this.preview;
  }

  // The chosen cell; a map that has just shrunk may not hold it any more.
  cell() {
    const { rows, columns } = this.maps().after.pooled;
    const [row, column] = this.get("cell");
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  // What predict mode asks: a value cannot be asked as a winner of average pooling.
  question() {
    const question = this.get("question");
    return question === "winner" && this.get("pooling") === "average" ? "value" : question;
  }

  isAsking() {
    return this.get("predict") && this.get("prediction") === null;
  }

  // How many pooled cells change when the image moves one more pixel to the right.
  changesByStep() {
    const [down, right] = this.get("shift");
    const further = this.layersAt([down, right + 1]).pooled;
    const { pooled } = this.maps().after;
    return pooled.values.filter((value, index) => Math.abs(value - further.values[index]) > 1e-9).length;
  }

  settingChanged() {
    this.preview = null;
    super.settingChanged();
  }

  // Python's numbers count where they differ from the preview.
  judge({ feature_map: map, pooled, measures: table }) {
    const { after, measures } = this.maps();
    const ours = LAYERS.flatMap((layer) => MEASURES.map((name) => measures[layer][name]));
    const same = sameArray(after.feature_map, map) && sameArray(after.pooled, pooled)
      && sameArray({ ...table, values: ours }, table);
    if (same) return true;
    Object.assign(after.feature_map, { values: map.values });
    Object.assign(after.pooled, { values: pooled.values });
    LAYERS.forEach((layer, row) => MEASURES.forEach((name, column) => {
      measures[layer][name] = table.values[row * MEASURES.length + column];
    }));
    return false;
  }
}
