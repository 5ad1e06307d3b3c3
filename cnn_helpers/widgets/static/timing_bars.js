// The designs' times as bars, on a scale where each line is ten times the one before, and what is copied.

import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { decadeWords, decadesOf, sizeWords } from "./timing_numbers.js";

const WHAT = {
  loops: "one multiplication at a time",
  windows: "one place of the window at a time",
  slices: "one cell of the kernel at a time",
  im2col: "all windows copied, one product",
  "batch last": "rows stacked, then only looked at",
  conv2d: "what this package uses",
};

export class TimeBars {
  constructor(store) {
    this.store = store;
    this.rows = store.get("about").designs.map((name) => {
      const fill = make("div", { class: "cnn-timing-fill" });
      const time = make("span", { class: "cnn-timing-time" });
      const ratio = make("span", { class: "cnn-timing-ratio" });
      const element = make("div", { class: "cnn-timing-row", role: "listitem" },
        make("div", { class: "cnn-timing-name" }, make("b", {}, name),
          make("span", { class: "cnn-timing-what" }, WHAT[name] ?? "your own")),
        make("div", { class: "cnn-timing-track", "aria-hidden": "true" }, fill), time, ratio);
      return { name, fill, time, ratio, element };
    });
    this.scale = make("div", { class: "cnn-timing-scale", "aria-hidden": "true" });
    this.list = make("div", { class: "cnn-timing-list", role: "list", "aria-label": "Time of each design" },
      ...this.rows.map(({ element }) => element));
    this.note = make("p", { class: "cnn-timing-note" });
    this.element = make("div", { class: "cnn-timing-bars", role: "group", "aria-label": "Times" },
      make("h3", { class: "cnn-title" }, "How long the forward pass takes"), this.list, this.scale, this.note);
  }

  update() {
    const { store } = this;
    const secret = store.asking() === "fastest";
    const shown = secret ? null : store.measured();
    const old = secret ? null : store.get("measured"); // of other settings: pale, until new ones are here
    const seconds = shown?.seconds ?? [];
    const lasting = (old?.seconds ?? []).map((value, at) => seconds[at] ?? value);
    const [low, high] = secret ? [-5, 1] : this.decades(shown, lasting);
    const best = shown?.done ? Math.min(...seconds) : null;
    this.rows.forEach((row, at) => {
      const value = seconds[at] ?? null;
      const length = (number) => (Math.log10(number) - low) / (high - low);
      const drawn = value ?? lasting[at] ?? null;
      row.fill.style.transform = `scaleX(${drawn === null ? 0 : Math.min(1, Math.max(0.004, length(drawn)))})`;
      row.element.classList.toggle("cnn-timing-old", value === null);
      row.element.classList.toggle("cnn-timing-best", best !== null && value === best);
      const about = shown?.shares[at] < 1 ? "≈ " : "";
      setText(row.time, secret ? "?" : value === null ? "…" : `${about}${shown.words[at]}`);
      const times = best === null ? null : value / best;
      setText(row.ratio, times === null ? "" : times === 1 ? "fastest ✓"
        : `${times < 10 ? times.toFixed(1) : Math.round(times).toLocaleString("en-US")} ×`);
    });
    this.drawScale(low, high);
    setText(this.note, this.words(secret, shown));
  }

  // The scale stays while times arrive, and is laid out anew when all are there.
  decades(shown, seconds) {
    if (!this.limits || shown?.done) this.limits = decadesOf(seconds);
    return this.limits;
  }

  words(secret, shown) {
    if (secret) return "Measured, and hidden until you have answered.";
    if (!shown?.done) return "Measuring …";
    const part = shown.shares.some((share) => share < 1);
    const start = "Fastest of several runs, in this kernel. Each line of the scale is ten times the one before.";
    return part ? `${start} ≈ is timed on a part of the work and multiplied up.` : start;
  }

  drawScale(low, high) {
    const key = `${low} ${high}`;
    if (this.drawn === key) return;
    this.drawn = key;
    this.element.style.setProperty("--decades", high - low);
    const marks = [];
    for (let decade = low; decade <= high; decade++) {
      const mark = make("span", {}, decadeWords(decade));
      mark.style.left = `${(100 * (decade - low)) / (high - low)}%`;
      marks.push(mark);
    }
    this.scale.replaceChildren(make("div", { class: "cnn-timing-marks" }, ...marks));
  }
}

const MEMORY = [
  ["images", "the images", "input", "imageBytes", null],
  ["stacks", "batch last's stacks", "output", "stackBytes", "stacked"],
  ["rows", "im2col's rows", "gradient", "columnBytes", "copies"],
];

export class MemoryBars {
  constructor(store) {
    this.store = store;
    this.rows = MEMORY.map(([, words, role, bytes, ratio]) => {
      const fill = make("div", { class: "cnn-timing-fill" });
      const size = make("span", { class: "cnn-timing-time" });
      const times = make("span", { class: "cnn-timing-ratio" });
      const element = make("div", { class: `cnn-timing-row cnn-timing-${role}`, role: "listitem" },
        make("div", { class: "cnn-timing-name" }, make("b", {}, words)),
        make("div", { class: "cnn-timing-track cnn-timing-plain", "aria-hidden": "true" }, fill), size, times);
      return { fill, size, times, element, bytes, ratio };
    });
    this.sums = make("p", { class: "cnn-timing-note" });
    this.element = make("div", { class: "cnn-timing-memory", role: "group", "aria-label": "What is copied" },
      make("h3", { class: "cnn-title" }, "What is copied on the way"),
      make("div", { role: "list", "aria-label": "Size of each array" }, ...this.rows.map(({ element }) => element)),
      this.sums);
  }

  update() {
    const work = this.store.work();
    const secret = this.store.asking() === "copies";
    const largest = secret ? 4 * work.imageBytes : Math.max(work.columnBytes, work.imageBytes);
    for (const row of this.rows) {
      const hidden = secret && row.ratio !== null;
      row.fill.style.transform = `scaleX(${hidden ? 0 : work[row.bytes] / largest})`;
      setText(row.size, hidden ? "?" : sizeWords(work[row.bytes]));
      setText(row.times, row.ratio === null ? "" : hidden ? "? ×" : `${formatNumber(work[row.ratio], 1)} ×`);
    }
    const { multiplyAdds, side } = work;
    setText(this.sums, `Each feature map has ${side} × ${side} cells; ${multiplyAdds.toLocaleString("en-US")} `
      + "multiplications, the same for every design.");
  }
}
