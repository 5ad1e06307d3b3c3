// Loss and accuracy of the present run, and of one that it is compared with.

import { extent, formatNumber } from "./numbers.js";
import { makeSvg, setText } from "./page.js";
import { Chart, linePath, setAttributes } from "./svg.js";

const LARGEST_LOSS = 5;
const NAME_HEIGHT = 17;

export function runName({ name, lr }) {
  return `${name}, lr ${formatNumber(lr, 5)}`;
}

// The last run is the present one; the one before it, if there is any, is drawn dashed.
class RunChart {
  constructor(options) {
    this.chart = new Chart(options);
    this.element = this.chart.element;
    this.lines = ["other", "present"].map((name) => ({
      band: makeSvg("path", { class: `cnn-run-band cnn-run-band-${name}` }),
      line: makeSvg("path", { class: `cnn-run cnn-run-${name}` }),
      dots: makeSvg("path", { class: `cnn-run-dots cnn-run-dots-${name}` }),
    }));
    for (const { band, line, dots } of this.lines) this.chart.inside.append(band, line, dots);
    this.names = ["other", "present", "third"].map((name) => makeSvg("text", { class: `cnn-run-name cnn-run-name-${name}` }));
    this.chart.over.append(...this.names);
  }

  place(width, height) {
    if (this.size === `${width} ${height}`) return;
    this.size = `${width} ${height}`;
    this.chart.place(width, height);
  }

  // ends: [[which of the names, text, height]]: names stand at the right, apart from each other.
  nameEnds(ends) {
    const { top, bottom, right } = this.chart.box;
    ends.sort((first, second) => first[2] - second[2]);
    let free = top + 4;
    ends.forEach((end, place) => {
      const room = bottom - NAME_HEIGHT * (ends.length - place - 1);
      end[2] = Math.min(Math.max(end[2], free), room);
      free = end[2] + NAME_HEIGHT;
    });
    this.names.forEach((name, which) => {
      const end = ends.find(([one]) => one === which);
      name.style.display = end ? "" : "none";
      if (!end) return;
      setText(name, end[1]);
      setAttributes(name, { x: right + 6, y: end[2].toFixed(1) });
    });
  }

  clear(which) {
    for (const part of Object.values(this.lines[which])) part.removeAttribute("d");
  }
}

export class LossChart extends RunChart {
  constructor() {
    super({
      label: "", xName: "step", yName: "loss: each step pale, smoothed strong",
      margin: { left: 42, right: 104, top: 30, bottom: 40 },
    });
    this.edges = makeSvg("path", { class: "cnn-epoch-edges" });
    this.cursor = makeSvg("line", { class: "cnn-moment" });
    this.chart.inside.prepend(this.edges);
    this.chart.inside.append(this.cursor);
  }

  update(runs, total, step) {
    const { chart } = this;
    const last = (run) => run.steps[run.steps.length - 1] ?? 0;
    const tops = runs.map((run) => extent(run.smooth)[1]).filter(Number.isFinite);
    const top = Math.min(Math.max(...tops, 0.1) * 1.15, LARGEST_LOSS);
    chart.range({ x: [0, Math.max(total, ...runs.map(last), 10)], y: [0, roundTop(top)] });
    const ends = [];
    for (const which of [0, 1]) {
      const run = runs[runs.length - 2 + which];
      if (!run || run.steps.length === 0) {
        this.clear(which);
        continue;
      }
      const along = (values) => Array.from(run.steps, (at, index) => [chart.x(at), chart.y(values[index])]);
      const smooth = along(run.smooth);
      const band = `${linePath(along(run.high))}${linePath(along(run.low).reverse()).replace("M", "L")}Z`;
      setAttributes(this.lines[which].line, { d: linePath(smooth) });
      setAttributes(this.lines[which].band, { d: band });
      ends.push([which, runName(run), smooth[smooth.length - 1][1]]);
    }
    this.nameEnds(ends);
    const present = runs[runs.length - 1];
    const { top: upper, bottom } = chart.box;
    const edges = (present?.edges ?? []).map((edge) => `M${chart.x(edge).toFixed(1)} ${upper}V${bottom}`);
    setAttributes(this.edges, { d: edges.join("") });
    this.cursor.style.display = present ? "" : "none";
    setAttributes(this.cursor, { x1: chart.x(step), x2: chart.x(step), y1: upper, y2: bottom });
    const words = runs.map((run) => `${runName(run)}: ${formatNumber(run.smooth[run.smooth.length - 1] ?? NaN, 3)}`);
    setAttributes(this.element, { "aria-label": `Loss of each step, smoothed, at the end of ${words.join("; ") || "no run yet"}` });
  }
}

export class AccuracyChart extends RunChart {
  constructor() {
    super({
      label: "", xName: "epoch", yName: "accuracy",
      margin: { left: 48, right: 104, top: 30, bottom: 40 }, ticks: { x: 4, y: 4 }, whole: true,
    });
    this.training = makeSvg("path", { class: "cnn-run-training" });
    this.chart.inside.append(this.training);
    this.chart.write.y = (share) => `${formatNumber(100 * share, 1)} %`;
  }

  update(runs, epochs, measures) {
    const { chart } = this;
    setText(chart.yName, `${measures} accuracy`);
    const all = runs.flatMap((run) => [...run[measures === "validation" ? "validation" : "train"], ...run.train]);
    const lowest = all.length ? Math.min(...all) : 0;
    const bottom = Math.max(0, Math.floor(20 * (lowest - 0.03)) / 20);
    const longest = Math.max(epochs, 2, ...runs.map((run) => run.train.length));
    chart.range({ x: [0.6, longest + 0.4], y: [bottom, 1] });
    const ends = [];
    const words = [];
    for (const which of [0, 1]) {
      const run = runs[runs.length - 2 + which];
      const values = run ? (measures === "validation" ? run.validation : run.train) : [];
      if (values.length === 0) {
        this.clear(which);
        continue;
      }
      const points = values.map((value, index) => [chart.x(index + 1), chart.y(value)]);
      setAttributes(this.lines[which].line, { d: linePath(points) });
      const mark = which ? "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0" : "m-4 -4h8v8h-8z"; // a disc, a square
      setAttributes(this.lines[which].dots, { d: points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}${mark}`).join("") });
      ends.push([which, runName(run), points[points.length - 1][1]]);
      words.push(`${runName(run)}: ${formatNumber(100 * values[values.length - 1], 1)} % after epoch ${values.length}`);
    }
    const present = runs[runs.length - 1];
    const shown = measures === "validation" && present ? present.train : [];
    const training = shown.map((value, index) => [chart.x(index + 1), chart.y(value)]);
    setAttributes(this.training, { d: linePath(training) });
    if (training.length) ends.push([2, "in training", training[training.length - 1][1]]);
    this.nameEnds(ends);
    setAttributes(this.element, { "aria-label": `${measures} accuracy: ${words.join("; ") || "nothing measured yet"}` });
  }
}

function roundTop(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number(([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value * 0.999) * power).toPrecision(2));
}
