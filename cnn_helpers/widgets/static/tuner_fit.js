// The days of the shop, what the network says about them, and what each neuron adds to it.

import { formatNumber } from "./numbers.js";
import { makeSvg, setText } from "./page.js";
import { Chart, linePath, setAttributes } from "./svg.js";
import { evenlySpaced, hiddenCount, networkAnswer, neuronShares } from "./tiny_network.js";

const TEMPERATURES = [-5, 37];
const REVENUES = [-120, 640];
const DOT = "h0.01";
const NEURON_NAMES = ["neuron 1 adds", "neuron 2 adds"];

export class FitChart {
  constructor(store) {
    this.store = store;
    this.chart = new Chart({
      label: "Revenue over temperature", xName: "temperature, °C", yName: "revenue, €",
      margin: { left: 46, right: 84, top: 30, bottom: 42 },
    });
    const path = (name) => makeSvg("path", { class: `cnn-fit-${name}` });
    this.weekdays = path("weekdays");
    this.weekends = path("weekends");
    this.shares = NEURON_NAMES.map((_, index) => path(`share-${index + 1}`));
    this.curves = [path("weekday-curve"), path("weekend-curve")];
    this.here = makeSvg("line", { class: "cnn-fit-here" });
    this.dot = makeSvg("circle", { class: "cnn-fit-dot", r: 6 });
    this.chart.inside.append(this.weekdays, this.weekends, ...this.shares, ...this.curves, this.here, this.dot);
    this.names = ["weekend", "weekday", ...NEURON_NAMES].map((name, index) =>
      makeSvg("text", { class: `cnn-fit-name cnn-fit-name-${index}` }, name));
    this.chart.over.append(...this.names);
    this.element = this.chart.element;
    this.element.addEventListener("pointerdown", (event) => this.point(event));
    this.element.addEventListener("pointermove", (event) => event.buttons && this.point(event));
  }

  // A click chooses the day that the diagram shows; the slider below it does the same by keyboard.
  point(event) {
    const { left, right } = this.chart.box;
    const x = event.clientX - this.element.getBoundingClientRect().left;
    if (x < left || x > right || this.store.isAsking()) return;
    const [low, high] = this.chart.limits.x;
    const degrees = low + ((x - left) / (right - left)) * (high - low);
    this.store.change({ temperature: Math.round(Math.min(Math.max(degrees, -10), 40)) });
  }

  update(width, height) {
    if (this.size !== `${width} ${height}`) {
      this.size = `${width} ${height}`;
      this.chart.place(width, height);
      this.chart.range({ x: TEMPERATURES, y: REVENUES });
      this.drawDays();
    }
    this.drawCurves();
  }

  drawDays() {
    const { inputs, targets } = this.store.days().train;
    const marks = ["", ""];
    for (let day = 0; day < targets.length; day++) {
      const x = this.chart.x(10 * inputs[2 * day]).toFixed(1);
      const y = this.chart.y(100 * targets[day]).toFixed(1);
      if (inputs[2 * day + 1]) marks[1] += `M${x - 3} ${y}h6m-3 -3v6`;
      else marks[0] += `M${x} ${y}${DOT}`;
    }
    setAttributes(this.weekdays, { d: marks[0] });
    setAttributes(this.weekends, { d: marks[1] });
  }

  drawCurves() {
    const { chart, store } = this;
    const parameters = store.parameters();
    const [temperature, weekend] = store.day();
    const places = evenlySpaced(TEMPERATURES, 127);
    const question = store.isAsking() ? store.get("question") : null;
    const veiled = question?.kind === "neuron";
    const curve = (height) => places.map((degrees) => [chart.x(degrees), chart.y(100 * height(degrees / 10))]);
    const lines = [1, 0].map((kind) => curve((warmth) => networkAnswer(parameters, warmth, kind)));
    setAttributes(this.curves[1], { d: linePath(lines[0]) });
    setAttributes(this.curves[0], { d: linePath(lines[1]) });
    const count = hiddenCount(parameters);
    this.shares.forEach((path, neuron) => {
      const isShown = neuron < count && !veiled;
      path.style.display = isShown ? "" : "none";
      if (!isShown) return;
      const line = curve((warmth) => neuronShares(parameters, warmth, weekend)[neuron]);
      lines.push(line);
      setAttributes(path, { d: linePath(line) });
    });
    this.nameEnds(lines);
    const x = chart.x(10 * temperature);
    setAttributes(this.here, { x1: x, x2: x, y1: chart.box.top, y2: chart.box.bottom });
    setAttributes(this.dot, { cx: x, cy: chart.y(store.numbers().revenue[0]) });
    this.dot.style.display = veiled ? "none" : "";
    const ends = [0, 1].map((kind) => formatNumber(100 * networkAnswer(parameters, 2, kind), 0));
    setAttributes(this.element, {
      "aria-label": `Revenue over temperature: ${store.days().train.targets.length} days as marks, and the network's curves. `
        + `At 20 degrees they say ${ends[0]} euros on a weekday and ${ends[1]} on a weekend.`,
    });
  }

  // Each curve's name stands at its right end, apart from the others.
  nameEnds(lines) {
    const { top, bottom, right } = this.chart.box;
    const ends = lines.map((line, index) => ({ index, y: line[line.length - 1][1] }));
    ends.sort((first, second) => first.y - second.y);
    let free = top;
    ends.forEach((end, place) => {
      const room = bottom - 17 * (ends.length - place - 1);
      end.y = Math.min(Math.max(end.y, free), room);
      free = end.y + 17;
    });
    this.names.forEach((name, index) => {
      const end = ends.find((one) => one.index === index);
      name.style.display = end ? "" : "none";
      if (end) setAttributes(name, { x: right + 5, y: end.y.toFixed(1) });
    });
    setText(this.names[0], "weekend");
  }
}
