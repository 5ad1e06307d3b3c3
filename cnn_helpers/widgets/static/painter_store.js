// The painter's state as the page has it: Python's traits, and the drawings that undo and redo go to.

import { paintStroke } from "./painter_stroke.js";
import { WidgetStore, sameArray } from "./store.js";

const MOST_STEPS_BACK = 100;
const OWN = "own drawing";
const SOFT_SIZE = 28;

export class PainterStore extends WidgetStore {
  // What the page paints is the drawing: nothing is computed in it.
  constructor(model, options = {}) {
    super(model, { preview: false, ...options });
    this.past = [];
    this.future = []; // what has been taken back
    this.read();
    model.on("change:image", () => this.imageCame());
    model.on("change:image_name", () => { this.name = model.get("image_name"); });
  }

  read() {
    this.image = this.array("image");
    this.name = this.get("image_name");
  }

  // A sheet that Python laid can be taken back too; what the page itself sent is no news.
  imageCame() {
    const { image, name } = this;
    this.read();
    if (!sameArray(image, this.image, 0)) this.remember(image, name);
  }

  remember(image = this.image, name = this.name) {
    this.past.push([image, name]);
    if (this.past.length > MOST_STEPS_BACK) this.past.shift();
    this.future = [];
  }

  show(image, name = OWN) {
    this.image = image;
    this.name = name;
    this.change({ image, image_name: name });
  }

  paint(from, to) {
    this.show(paintStroke(this.image, from, to, this.how()));
  }

  how() {
    return { tool: this.get("tool"), brush: this.get("brush"), soft: this.get("soft") };
  }

  mayStep() {
    return !this.get("predict");
  }

  clear() {
    this.remember();
    this.show({ ...this.image, values: new Float64Array(this.image.values.length) }, "empty");
  }

  undo() {
    this.step(this.past, this.future);
  }

  redo() {
    this.step(this.future, this.past);
  }

  step(from, to) {
    if (!from.length || !this.mayStep()) return;
    const { rows } = this.image;
    to.push([this.image, this.name]);
    this.show(...from.pop());
    if (this.image.rows !== rows) this.change({ soft: this.image.rows === SOFT_SIZE }); // as Python does for a new sheet
  }

  // The chosen pixel; a sheet that has just shrunk may not hold it any more.
  pixel() {
    return this.get("pixel").map((index) => Math.min(index, this.image.rows - 1));
  }

  // An open question is one that waits for its answer.
  openQuestion() {
    return this.get("prediction") === null ? this.get("question") : null;
  }

  reply(place) {
    if (this.openQuestion()) this.change({ prediction: place, pixel: place });
  }
}
