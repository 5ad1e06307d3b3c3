// The explorer's state as the page has it: Python's traits, the preview, and Python's own answer.

import { correlate } from "./correlate.js";
import { extent } from "./numbers.js";
import { WidgetStore, sameArray } from "./store.js";

const OPERATION = ["kernel", "stride", "padding", "bias", "relu"];

export class ExplorerStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["image", ...OPERATION], resets: OPERATION });
  }

  choosePicture(name) {
    this.send("choose", { name });
  }

  upload(name, bytes) {
    this.send("upload", { name }, [bytes]);
  }

  image() {
    return this.array("image");
  }

  kernel() {
    return { rows: 3, columns: 3, values: this.get("kernel").flat() };
  }

  map() {
    this.preview ??= withExtent(correlate(this.image(), this.kernel(), this.settings()));
    return this.preview;
  }

  // The chosen cell; a map that has just shrunk may not hold it any more.
  cell() {
    const { rows, columns } = this.map();
    const [row, column] = this.get("cell");
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  settingChanged() {
    this.preview = null;
    super.settingChanged();
  }

  // Python's numbers count where they differ from the preview.
  judge({ feature_map: map }) {
    const same = sameArray(this.map(), map);
    if (!same) this.preview = withExtent(map);
    return same;
  }
}

function withExtent(map) {
  return { ...map, extent: extent(map.values) };
}
