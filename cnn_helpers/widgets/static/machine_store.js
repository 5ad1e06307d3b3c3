// The time machine's state on its page. All numbers are Python's; it sends the next picture when this one was drawn.

import { afterPause } from "./page.js";
import { WidgetStore, unpackArray } from "./store.js";

const SIGN_OF_LIFE = 4000; // milliseconds without a picture while training, before we ask

export class MachineStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["lr", "epochs", "digit", "moment"], preview: false });
    this.drawn = 0;
    this.listen = afterPause(SIGN_OF_LIFE, () => this.isTraining() && this.ask());
    model.on("change:frame", () => this.isTraining() && this.listen());
    model.on("change:status", () => this.isTraining() && this.listen());
  }

  state() {
    return this.get("status").state;
  }

  isTraining() {
    return this.state() === "training";
  }

  isBusy() {
    return this.isTraining() || this.state() === "paused";
  }

  // The arrays of a trait, unpacked once.
  unpack(name, change) {
    const packet = this.get(name);
    this.known ??= {};
    if (this.known[name]?.packet !== packet) this.known[name] = { packet, value: packet && change(packet) };
    return this.known[name].value;
  }

  about() {
    return this.unpack("about", (about) => ({ ...about, pictures: floatArray(about.pictures) }));
  }

  frame() {
    return this.unpack("frame", (frame) => ({
      ...frame,
      filters: floatArray(frame.filters),
      probabilities: floatArray(frame.probabilities),
      maps: frame.maps.map((map) => ({ name: map.name, ...floatArray(map) })),
    }));
  }

  measured() {
    return this.unpack("measured", (measured) => ({
      ...measured, mistakes: { ...measured.mistakes, pictures: floatArray(measured.mistakes.pictures) },
    }));
  }

  curves() {
    return this.unpack("curves", (curves) => curves.map((run) => ({
      ...run,
      ...Object.fromEntries(["steps", "low", "high", "smooth"].map((name) => [name, floatArray(run[name]).values])),
    })));
  }

  // Which of the kept moments is shown; the last where the present is.
  place() {
    const last = this.get("status").moments.length - 1;
    const moment = this.get("moment");
    return Math.max(0, moment === null ? last : Math.min(moment, last));
  }

  digit() {
    return Math.min(this.get("digit"), this.about().labels.length - 1 || this.frame().probabilities.shape[0] - 1);
  }

  // Python sends no further picture before it has heard of this one, so none waits in line.
  seen() {
    const { number } = this.get("frame");
    if (number === this.drawn) return;
    this.drawn = number;
    this.send("seen", { number });
  }

  notify() {
    super.notify();
    if (this.listeners.size === 0) this.seen(); // no view is open: there is nothing to draw
  }
}

function floatArray(packet) {
  return packet && unpackArray(packet, Float32Array);
}
