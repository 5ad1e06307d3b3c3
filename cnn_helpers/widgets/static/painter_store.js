// The painter's state as the page has it: Python's traits, and the drawings that undo goes back to.

import { afterPause } from "./page.js";
import { paintStroke } from "./painter_stroke.js";

const MOST_STEPS_BACK = 100;
const OWN = "own drawing";

export class PainterStore {
  constructor(model) {
    this.model = model;
    this.listeners = new Set();
    this.past = [];
    this.read();
    this.save = afterPause(0, () => this.model.save_changes());
    model.on("change:image", () => this.imageCame());
    model.on("change:image_name", () => { this.name = model.get("image_name"); });
    model.on("change", () => this.notify());
  }

  get(name) {
    return this.model.get(name);
  }

  // Changes traits here at once and in Python as soon as it can take them; the last value wins.
  change(values) {
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.save();
  }

  send(command, content = {}) {
    this.model.send({ command, ...content });
  }

  read() {
    const { rows, columns, data } = this.model.get("image");
    const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
    this.image = { rows, columns, values: new Float64Array(bytes) };
    this.name = this.model.get("image_name");
  }

  // A sheet that Python laid can be taken back too; what the page itself sent is no news.
  imageCame() {
    const { image, name } = this;
    this.read();
    if (!sameImage(image, this.image)) this.remember(image, name);
  }

  remember(image = this.image, name = this.name) {
    this.past.push([image, name]);
    if (this.past.length > MOST_STEPS_BACK) this.past.shift();
  }

  // The image is saved in the same breath: an echo of an older one must not slip in between.
  show(image, name = OWN) {
    this.image = image;
    this.name = name;
    const { rows, columns, values } = image;
    const data = new DataView(Float64Array.from(values).buffer);
    this.model.set("image", { rows, columns, data });
    this.model.set("image_name", name);
    this.model.save_changes();
    this.notify();
  }

  paint(from, to) {
    this.show(paintStroke(this.image, from, to, this.get("tool")));
  }

  clear() {
    this.remember();
    this.show({ ...this.image, values: new Float64Array(this.image.values.length) }, "empty");
  }

  undo() {
    if (this.past.length) this.show(...this.past.pop());
  }

  // The chosen pixel; a sheet that has just shrunk may not hold it any more.
  pixel() {
    return this.get("pixel").map((index) => Math.min(index, this.image.rows - 1));
  }

  // An open question is one that waits for its answer.
  openQuestion() {
    return this.get("prediction") === null ? this.get("question") : null;
  }

  answer(place) {
    if (this.openQuestion()) this.change({ prediction: place, pixel: place });
  }

  notify() {
    for (const listener of this.listeners) listener();
  }
}

function sameImage(first, second) {
  return (
    first.rows === second.rows && first.values.every((value, index) => value === second.values[index])
  );
}
