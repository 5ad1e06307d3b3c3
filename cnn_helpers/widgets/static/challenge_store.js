// The filter challenge's state as the page has it: each mark's largest response, hits and false alarms.

import { correlate } from "./correlate.js";
import { afterPause } from "./page.js";
import { WidgetStore, sameArray } from "./store.js";

const SAME = 1e-9; // as TOLERANCE in Python: rounding must not decide

export class ChallengeStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["task", "kernel", "threshold"], resets: ["kernel", "threshold"] });
    model.on("change:marks", () => {
      this.cut = null;
      this.preview = null;
    });
    this.offer = afterPause(250, () => this.sendOffer());
  }

  isSettled() {
    return super.isSettled() && !this.offer.isDue();
  }

  // The practice marks, one array each.
  marks() {
    const whole = this.array("marks");
    if (this.cut?.whole !== whole) {
      const [count, rows, columns] = whole.shape;
      const size = rows * columns;
      const marks = Array.from({ length: count }, (_, index) =>
        ({ rows, columns, values: whole.values.subarray(index * size, (index + 1) * size) }));
      this.cut = { whole, marks };
    }
    return this.cut.marks;
  }

  kernel() {
    return { rows: 3, columns: 3, values: this.get("kernel").flat() };
  }

  responseMap(mark) {
    return correlate(this.marks()[mark], this.kernel());
  }

  // Each mark's largest response, whether it counts as found, and the score.
  outcome() {
    if (!this.preview) {
      const kernel = this.kernel();
      const responses = this.marks().map((mark) => {
        let largest = -Infinity;
        for (const value of correlate(mark, kernel).values) if (value > largest) largest = value;
        return largest;
      });
      this.preview = this.judged(responses);
      this.remember(this.preview);
    }
    return this.preview;
  }

  judged(responses) {
    const threshold = this.get("threshold") + SAME;
    const found = Array.from(responses, (response) => response > threshold);
    const half = found.length / 2;
    const count = (part) => part.filter(Boolean).length;
    const hits = count(found.slice(0, half));
    const falseAlarms = count(found.slice(half));
    return { responses, found, hits, falseAlarms, targets: half, others: half, points: (100 * (hits - falseAlarms)) / half };
  }

  // The best of a drag may pass while Python sees only its end: it is offered when the drag rests.
  remember({ points }) {
    const known = this.get("best").points ?? 0;
    if (this.isAsking() || points <= Math.max(known, this.candidate?.points ?? 0)) return;
    const [task, kernel, threshold] = ["task", "kernel", "threshold"].map((name) => this.get(name));
    this.candidate = { task, kernel, threshold, points };
    this.offer();
  }

  sendOffer() {
    if (this.candidate) this.send("offer", this.candidate);
    this.candidate = null;
  }

  isAsking() {
    return this.get("predict") && this.get("prediction") === null;
  }

  // The task's marks come from Python: until they are here the old ones would be scored for the new task.
  chooseTask(task) {
    this.candidate = null;
    this.change({ task, kernel: [[0, 0, 0], [0, 0, 0], [0, 0, 0]], threshold: 1, mark: 0, prediction: null });
  }

  settingChanged() {
    this.preview = null;
    super.settingChanged();
  }

  // Python's numbers count where they differ from the preview.
  judge({ responses, counts }) {
    const ours = this.outcome();
    const table = { ...counts, values: [ours.hits, ours.falseAlarms, ours.points] };
    if (sameArray({ ...responses, values: ours.responses }, responses) && sameArray(table, counts)) return true;
    const [hits, falseAlarms, points] = counts.values;
    this.preview = { ...this.judged(responses.values), hits, falseAlarms, points };
    return false;
  }
}
