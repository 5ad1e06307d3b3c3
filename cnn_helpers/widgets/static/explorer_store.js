// The explorer's state as the page has it: Python's traits, the preview, and Python's own answer.

import { correlate, reachOf } from "./correlate.js";
import { planesOf, planesFor, shiftedPlanes, shownPlane } from "./kernel_planes.js";
import { extent } from "./numbers.js";
import { WidgetStore, sameArray } from "./store.js";

const OPERATION = ["kernel", "second_kernel", "stride", "padding", "dilation", "bias", "relu"];
const KERNEL_SIDE = 3;

export class ExplorerStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["image", "channels", ...OPERATION], resets: OPERATION });
    this.maps = {};
  }

  choosePicture(name) {
    this.send("choose", { name });
  }

  upload(name, bytes) {
    this.send("upload", { name }, [bytes]);
  }

  // Grey {rows, columns, values}, or in colour {rows, columns, planes}.
  image() {
    const array = this.array("image");
    if (this.known?.array !== array) this.known = { array, image: planesOf(array) };
    return this.known.image;
  }

  channelCount() {
    return this.image().planes?.length ?? 1;
  }

  // The planes of a kernel, one a channel of the image shown: Python may be about to follow with image or kernel.
  planes(name = "kernel") {
    return planesFor(this.get(name), this.channelCount());
  }

  // The nine weights that one's hand is on: of the channel chosen, or the mean of all.
  weights(name, channel) {
    return shownPlane(this.planes(name), channel);
  }

  changeWeights(change, name, channel, weights) {
    const planes = shiftedPlanes(this.planes(name), channel, weights);
    change({ [name]: planes.length === 1 ? planes[0] : planes });
  }

  comparing() {
    return this.get("second_kernel") !== null;
  }

  map(name = "kernel") {
    this.maps[name] ??= withExtent(this.computed(name));
    return this.maps[name];
  }

  computed(name) {
    const image = this.image();
    const kernels = this.planes(name).map((rows) => ({
      rows: KERNEL_SIDE, columns: KERNEL_SIDE, values: rows.flat(),
    }));
    return correlate(image.planes ?? image, kernels, { ...this.settings(), dilation: this.dilation() });
  }

  // A minus B, for the comparison.
  difference() {
    const [first, second] = [this.map("kernel"), this.map("second_kernel")];
    if (this.subtracted?.first !== first || this.subtracted.second !== second) {
      const values = first.values.map((value, index) => value - second.values[index]);
      this.subtracted = { first, second, array: withExtent({ ...first, values }) };
    }
    return this.subtracted.array;
  }

  // The largest dilation whose window fits.
  largestDilation(padding = this.get("padding")) {
    const { rows, columns } = this.image();
    const room = Math.floor((Math.min(rows, columns) + 2 * padding - 1) / (KERNEL_SIDE - 1));
    return Math.min(this.get("limits").dilation, room);
  }

  // A picture may just have shrunk.
  dilation() {
    return Math.min(this.get("dilation"), this.largestDilation());
  }

  reach() {
    return reachOf(KERNEL_SIDE, this.dilation());
  }

  // The chosen cell; a map that has just shrunk may not hold it any more.
  cell() {
    const { rows, columns } = this.map();
    const [row, column] = this.get("cell");
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  // The settings that the page opened with, in the form that the picture shown now needs.
  opening() {
    const start = { ...this.start };
    for (const name of ["kernel", "second_kernel"]) {
      if (start[name] === null) continue;
      const planes = planesFor(start[name], this.channelCount());
      start[name] = planes.length === 1 ? planes[0] : planes;
    }
    return { ...start, dilation: Math.min(start.dilation, this.largestDilation(start.padding)) };
  }

  settingChanged() {
    this.maps = {};
    super.settingChanged();
  }

  // Python's numbers count where they differ from the preview.
  judge({ feature_map: first, second_map: second }) {
    const answers = { kernel: first, ...(second && this.comparing() ? { second_kernel: second } : {}) };
    let same = true;
    for (const [name, map] of Object.entries(answers)) {
      if (sameArray(this.map(name), map)) continue;
      this.maps[name] = withExtent(map);
      same = false;
    }
    return same;
  }
}

function withExtent(map) {
  return { ...map, extent: extent(map.values) };
}
