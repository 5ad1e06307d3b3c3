// The timing explorer's state on its page. Python measures one turn when it is asked to; the next one is asked for when
// the last is on the screen, so nothing queues, other cells get their turn, and a change of settings begins anew.

import { afterPause } from "./page.js";
import { WidgetStore, sameArray } from "./store.js";
import { workOf } from "./timing_numbers.js";

const SIZES = ["batch", "channels", "filters", "size", "kernel_size"];
const REST = 250; // milliseconds without a change, before measuring begins
const PATIENCE = 6000;

export class TimingStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: [...SIZES, "memory"] });
    this.isWaiting = false;
    this.begin = afterPause(REST, () => this.askForTurn());
    this.giveUp = afterPause(PATIENCE, () => {
      this.isWaiting = false;
      this.setAnswer("silent");
    });
    model.on("change:measured", () => this.arrived());
    this.begin();
  }

  settingChanged() {
    this.preview = null;
    this.begin?.(); // not yet there while the base class is made
    super.settingChanged();
  }

  change(values) {
    super.change(values);
    this.begin();
  }

  work() {
    this.preview ??= workOf(this.settings());
    return this.preview;
  }

  judge({ work }) {
    const ours = Object.values(this.work());
    const same = sameArray({ shape: [ours.length], values: ours }, work);
    if (!same) {
      const names = Object.keys(this.preview);
      this.preview = Object.fromEntries(names.map((name, at) => [name, work.values[at]]));
    }
    return same;
  }

  // What was measured for the settings shown; null while they are newer.
  measured() {
    const measured = this.get("measured");
    return String(measured.settings) === String(Object.values(this.settings())) ? measured : null;
  }

  isMeasuring() {
    return !this.measured()?.done;
  }

  // "waiting" lasts until all designs are timed.
  setAnswer(answer) {
    const waits = answer !== "silent" && this.isMeasuring() && this.listeners.size > 0 && !this.get("error");
    super.setAnswer(waits ? "waiting" : answer);
  }

  asking() {
    return this.get("predict") && this.get("prediction") === null ? this.get("question") : null;
  }

  arrived() {
    this.isWaiting = false;
    this.giveUp.cancel();
    if (this.isMeasuring()) requestAnimationFrame(() => this.askForTurn());
    else this.ask();
  }

  askForTurn() {
    if (this.isWaiting || !this.isMeasuring() || this.listeners.size === 0) return;
    this.isWaiting = true;
    this.giveUp();
    this.send("measure");
  }
}
