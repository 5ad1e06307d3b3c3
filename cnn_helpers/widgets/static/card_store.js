// The card reader's state as the page has it: what is written on the card, and what Python made of it.

import { PainterStore } from "./painter_store.js";

const OWN_CARD = "own card";
const READ_FROM = ["image", "angle", "scale", "noise", "covered", "threshold"];

export class CardStore extends PainterStore {
  constructor(model) {
    super(model, { settings: READ_FROM, resets: [] });
    this.place = [62, 36]; // the keyboard's pixel: the middle of the first box
  }

  read() {
    this.image = greyOf(this.get("image"));
    this.name = this.get("image_name");
  }

  // A card has many pixels, so each travels as a byte; the page rounds as Python does.
  show(image, name = OWN_CARD) {
    const bytes = Uint8Array.from(image.values, (value) => Math.round(255 * value));
    this.image = { ...image, values: Float64Array.from(bytes, (byte) => byte / 255) };
    this.name = name;
    const packet = { shape: [image.rows, image.columns], data: new DataView(bytes.buffer) };
    this.change({ image: packet, image_name: name, prediction: null });
  }

  how() {
    return { tool: this.get("tool"), brush: this.get("brush"), soft: true };
  }

  mayStep() {
    return true;
  }

  pixel() {
    return this.place;
  }

  // The printed form with what is written on it.
  card() {
    const { rows, columns, values } = this.image;
    this.form ??= greyOf(this.get("_plan").form); // it comes a little later than the model
    return { rows, columns, values: values.map((ink, index) => Math.max(ink, this.form.values[index])) };
  }

  told() {
    return this.get("_told");
  }

  // One of Python's pictures; null where the card could not be laid straight.
  picture(name) {
    const packet = this.get("_pictures")[name];
    if (!packet) return null;
    const known = this.unpacked[name];
    if (known?.packet === packet) return known.grey;
    const grey = greyOf(packet);
    this.unpacked[name] = { packet, grey };
    return grey;
  }

  // The window of one line, out of a stack of them.
  windowOf(name, line) {
    const stack = this.picture(name);
    if (!stack) return null;
    const [, rows, columns] = stack.shape;
    const size = rows * columns;
    return { rows, columns, values: stack.values.subarray(line * size, (line + 1) * size) };
  }

  isOpen() {
    return this.get("predict") && this.get("prediction") === null;
  }
}

function greyOf({ shape, data }) {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const [rows, columns] = shape.slice(-2);
  return { shape, rows, columns, values: Float64Array.from(bytes, (byte) => byte / 255) };
}
