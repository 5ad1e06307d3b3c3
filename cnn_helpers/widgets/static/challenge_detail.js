// One mark looked at closely: where the kernel answers most, and whether that is enough.

import { ArrayCanvas } from "./array_canvas.js";
import { greyScale, signedScale } from "./colors.js";
import { outcomeOf } from "./challenge_gallery.js";
import { formatNumber, roundedLimit } from "./numbers.js";
import { make, setText } from "./page.js";

const SENTENCES = {
  found: "found, and rightly so", missed: "missed", alarm: "a false alarm", alone: "ignored, and rightly so",
};

export class MarkDetail {
  constructor(store) {
    this.store = store;
    this.mark = new ArrayCanvas("input", "detail-mark");
    this.map = new ArrayCanvas("output", "detail-map");
    this.title = make("h4", { class: "cnn-group-title" });
    this.words = make("p", { class: "cnn-detail-words" });
    const arrow = make("span", { class: "cnn-detail-arrow", "aria-hidden": "true" }, "→");
    this.element = make("div", { role: "group", class: "cnn-detail", "aria-label": "The chosen mark" },
      this.title, make("div", { class: "cnn-detail-body" }, this.mark.element, arrow, this.map.element), this.words);
  }

  draw(palette, cell) {
    const { store } = this;
    const index = store.get("mark");
    const asking = store.isAsking();
    const mark = store.marks()[index];
    const whole = store.responseMap(index);
    const map = asking ? { ...whole, values: new Float64Array(whole.values.length) } : whole;
    this.mark.draw(mark, { scale: greyScale("ink", palette), palette, cell });
    const limit = roundedLimit(Math.max(...map.values.map(Math.abs)));
    this.map.draw(map, { scale: signedScale("output", palette, limit, 1), palette, cell });
    const largest = Math.max(...map.values);
    const best = map.values.indexOf(largest);
    const [row, column] = [Math.floor(best / map.columns), best % map.columns];
    this.mark.mark("window", { row, column, rows: 3, columns: 3 });
    this.map.mark("chosen", { row, column });
    const flat = map.values.every((value) => value === largest);
    this.mark.window.hidden = this.map.chosen.hidden = asking || flat;
    this.best = { row, column, largest };
  }

  write() {
    const { store } = this;
    const index = store.get("mark");
    const { kinds } = store.get("task_words");
    const { found, targets } = store.outcome();
    const { row, column, largest } = this.best;
    const threshold = store.get("threshold");
    setText(this.title, `Mark ${index}: ${kinds[index]}`);
    const where = this.mark.window.hidden ? "everywhere" : `at row ${row}, column ${column}`;
    const answer = `${formatNumber(largest, 2)} ${where}`;
    const more = found[index] ? "more than" : "not more than";
    setText(this.words, store.isAsking() ? "What the kernel makes of it is hidden until you have answered."
      : `Largest response: ${answer}, ${more} the threshold ${formatNumber(threshold, 2)}: ${
        SENTENCES[outcomeOf(found[index], index < targets)]}.`);
    this.mark.canvas.setAttribute("aria-label", `Mark ${index}, ${kinds[index]}`);
    this.map.canvas.setAttribute("aria-label", store.isAsking() ? "Its responses, hidden"
      : `Its responses, the largest ${answer}`);
  }
}
