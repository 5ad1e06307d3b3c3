// A widget's state as its page has it; one for each model, shared by all its views.
//
//   super(model, { settings: ["kernel", "stride"] })   // those that Python's numbers depend on
//   store.get("stride"); store.array("image")           // an array: {rows, columns, values}, or {shape, values}
//   store.change({ stride: 2, image: someArray })       // here at once, in Python as soon as it can: the last value wins
//   store.reset()                                       // back to the settings that the page opened with
//   store.listeners.add(redraw)                         // runs after every change, whoever made it
// store.answer tells whether Python's numbers for the settings shown are here: "waiting", "agrees", "differs" (from the
// preview: Python's are drawn then) or "silent" (busy or restarted; found out at any change). A store with a preview overrides settingChanged()
// and judge(arrays); one whose numbers all come from Python (as traits) passes preview: false and overrides nothing.

import { afterPause, paced } from "./page.js";

const REVISION = "_revision"; // counts the page's changes; Python's reply names the one it is for

export class WidgetStore {
  // resets: the settings that reset() takes back.
  constructor(model, { settings = [], resets = settings, preview = true, patience = 5000 } = {}) {
    this.model = model;
    this.settingNames = settings;
    this.listeners = new Set();
    this.answer = "waiting";
    this.number = 0;
    this.unsaved = {};
    this.unpacked = {};
    this.start = Object.fromEntries(resets.map((name) => [name, this.get(name)]));
    this.askSoon = afterPause(90, () => this.sendQuestion());
    this.ask = () => {
      this.isAnswered = false;
      this.askSoon();
    };
    this.waitForAnswer = afterPause(patience, () => this.setAnswer("silent"));
    const save = () => {
      this.unsaved = {};
      this.model.save_changes(); // sends one message at a time: what changes meanwhile is merged
    };
    // With a preview its pixels come first; without one nothing shows before Python has answered.
    this.save = preview ? paced(80, save) : soon(save);
    for (const name of settings) model.on(`change:${name}`, () => this.settingChanged());
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
    return Object.fromEntries(this.settingNames.map((name) => [name, this.get(name)]));
  }

  array(name) {
    const packet = this.get(name);
    const known = this.unpacked[name];
    if (known?.packet === packet) return known.array;
    const array = unpackArray(packet);
    this.unpacked[name] = { packet, array };
    return array;
  }

  change(values) {
    const changes = {};
    for (const [name, value] of Object.entries(values)) {
      changes[name] = ArrayBuffer.isView(value?.values) ? packArray(value) : value;
    }
    changes[REVISION] = this.get(REVISION) + 1;
    Object.assign(this.unsaved, changes);
    this.model.set(changes);
    this.save();
    this.ask();
  }

  reset(others = {}) {
    this.change({ ...this.start, ...others });
  }

  // For what is not a state: a button that makes Python do something (its handle() gets the command).
  send(command, content = {}, buffers = []) {
    if (command !== "ask") this.ask();
    try {
      this.model.send({ command, ...content }, undefined, buffers);
    } catch {
      this.setAnswer("silent"); // the kernel that this widget belonged to has gone
    }
  }

  settingChanged() {
    this.setAnswer("waiting");
    this.ask();
  }

  sendQuestion() {
    this.number += 1;
    this.send("ask", { number: this.number });
    this.waitForAnswer();
  }

  receive(content, buffers) {
    if (content.kind !== "answer" || content.number !== this.number) return;
    this.waitForAnswer.cancel();
    if (content.revision !== this.get(REVISION)) {
      this.ask(); // it has not seen the latest change yet
      return;
    }
    this.isAnswered = !this.askSoon.isDue();
    const arrays = {};
    content.arrays.forEach(([name, shape], index) => {
      arrays[name] = unpackArray({ shape, data: buffers[index] }, Float32Array);
    });
    this.setAnswer(this.judge(arrays) ? "agrees" : "differs");
  }

  // Whether the preview, if there is one, is what Python computed. arrays: what answer() in Python gave.
  judge() {
    return true;
  }

  // Whether Python has heard of all that was done here, and what it made of it has come.
  isSettled() {
    return this.isAnswered && this.answer !== "waiting";
  }

  setAnswer(answer) {
    this.answer = answer;
    this.notify();
  }

  notify() {
    for (const listener of this.listeners) listener();
  }
}

// Runs work right after what is going on, once however often it is asked for.
function soon(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => {
      asked = false;
      work();
    });
  };
}

// Two-dimensional arrays have rows and columns beside their shape.
export function unpackArray({ shape, rows, columns, data }, Numbers = Float64Array) {
  const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const values = new Numbers(bytes);
  const size = shape ?? [rows, columns];
  return size.length === 2 ? { shape: size, rows: size[0], columns: size[1], values } : { shape: size, values };
}

export function packArray({ shape, rows, columns, values }) {
  const data = new DataView(Float64Array.from(values).buffer);
  return { shape: shape ?? [rows, columns], data };
}

// Whether two arrays are equal but for rounding: 1e-5 of the larger of 1 and the number.
export function sameArray(first, second, tolerance = 1e-5) {
  const shapes = [first, second].map(({ shape, rows, columns }) => String(shape ?? [rows, columns]));
  if (shapes[0] !== shapes[1]) return false;
  return first.values.every((value, index) => {
    const other = second.values[index];
    return Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(other));
  });
}
