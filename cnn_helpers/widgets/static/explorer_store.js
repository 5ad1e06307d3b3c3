// The explorer's state as the page has it: Python's traits, the preview, and Python's own answer.

import { correlate } from "./correlate.js";
import { extent } from "./numbers.js";
import { afterPause, paced } from "./page.js";

const SETTINGS = ["image", "kernel", "stride", "padding", "bias", "relu"];
const TOLERANCE = 1e-5;

export class ExplorerStore {
  constructor(model) {
    this.model = model;
    this.listeners = new Set();
    this.answer = "waiting"; // then "agrees" or "differs"; "silent" where Python says nothing
    this.number = 0;
    this.unsaved = {};
    this.start = this.settings();
    this.ask = afterPause(90, () => this.sendQuestion());
    this.save = paced(50, () => {
      this.unsaved = {};
      this.model.save_changes();
    });
    this.waitForAnswer = afterPause(5000, () => this.setAnswer("silent"));
    for (const name of SETTINGS) model.on(`change:${name}`, () => this.settingChanged());
    model.on("change", () => {
      this.model.set(this.unsaved); // Python's echo of an earlier value must not undo a later one
      this.notify();
    });
    model.on("msg:custom", (content, buffers) => this.receive(content, buffers));
    this.ask();
  }

  get(name) {
    return this.model.get(name);
  }

  settings() {
    const names = ["kernel", "stride", "padding", "bias", "relu"];
    return Object.fromEntries(names.map((name) => [name, this.model.get(name)]));
  }

  // Changes traits here at once and in Python as soon as it can take them; the last value wins.
  change(values) {
    Object.assign(this.unsaved, values);
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.save();
  }

  choosePicture(name) {
    this.send({ command: "choose", name });
  }

  upload(name, bytes) {
    this.send({ command: "upload", name }, [bytes]);
  }

  send(content, buffers = []) {
    try {
      this.model.send(content, undefined, buffers);
    } catch {
      this.setAnswer("silent"); // the kernel that this widget belonged to has gone
    }
  }

  image() {
    const packet = this.model.get("image");
    if (this.packet !== packet) {
      this.packet = packet;
      const { rows, columns, data } = packet;
      const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
      this.pixels = { rows, columns, values: new Float64Array(bytes) };
    }
    return this.pixels;
  }

  kernel() {
    return { rows: 3, columns: 3, values: this.model.get("kernel").flat() };
  }

  map() {
    this.preview ??= withExtent(correlate(this.image(), this.kernel(), this.settings()));
    return this.preview;
  }

  // The chosen cell; a map that has just shrunk may not hold it any more.
  cell() {
    const { rows, columns } = this.map();
    const [row, column] = this.model.get("cell");
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  isHidden() {
    return this.get("predict") && this.get("prediction") === null;
  }

  settingChanged() {
    this.preview = null;
    this.setAnswer("waiting");
    this.ask();
  }

  sendQuestion() {
    this.number += 1;
    this.send({ command: "answer", number: this.number });
    this.waitForAnswer();
  }

  // Python's numbers for the settings that it has: they count where they differ from the preview.
  receive(content, buffers) {
    if (content.kind !== "answer" || content.number !== this.number) return;
    this.waitForAnswer.cancel();
    if (!sameSettings(this.settings(), content.settings)) {
      this.ask(); // it has not seen the latest change yet
      return;
    }
    const bytes = buffers[0].buffer.slice(
      buffers[0].byteOffset,
      buffers[0].byteOffset + buffers[0].byteLength,
    );
    const answer = { rows: content.rows, columns: content.columns, values: new Float32Array(bytes) };
    const same = sameNumbers(this.map(), answer);
    if (!same) this.preview = withExtent(answer);
    this.setAnswer(same ? "agrees" : "differs");
  }

  setAnswer(answer) {
    this.answer = answer;
    this.notify();
  }

  notify() {
    for (const listener of this.listeners) listener();
  }
}

function withExtent(map) {
  return { ...map, extent: extent(map.values) };
}

function sameSettings(ours, theirs) {
  return Object.keys(ours).every((name) => JSON.stringify(ours[name]) === JSON.stringify(theirs[name]));
}

function sameNumbers(first, second) {
  if (first.rows !== second.rows || first.columns !== second.columns) return false;
  return first.values.every((value, index) => {
    const other = second.values[index];
    return Math.abs(value - other) <= TOLERANCE * Math.max(1, Math.abs(other));
  });
}
