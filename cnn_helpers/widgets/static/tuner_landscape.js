// The loss seen from above, over two of the parameters: where we stand, where we came from, where the next step goes.

import { mixColors, parseColor } from "./colors.js";
import { extent, formatNumber } from "./numbers.js";
import { make, makeSvg } from "./page.js";
import { SelectControl } from "./sliders.js";
import { Chart, linePath, setAttributes } from "./svg.js";
import { evenlySpaced, lossSurface, windowAround } from "./tiny_network.js";

const GRID = 41;
const BANDS = 14;
const FINE = 4; // pixels of the picture for each cell of the grid
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] };
const WHITE_GROUND = [255, 255, 255];

export class LossLandscape {
  constructor(store, turn) {
    Object.assign(this, { store, turn });
    this.chart = new Chart({ label: "", xName: "", yName: "", margin: { left: 40, right: 12, top: 30, bottom: 42 } });
    this.picture = makeSvg("image", { preserveAspectRatio: "none" });
    this.halo = makeSvg("path", { class: "cnn-trail-halo" });
    this.trail = makeSvg("path", { class: "cnn-trail" });
    this.arrow = makeSvg("path", { class: "cnn-descent" });
    this.point = makeSvg("circle", { class: "cnn-standpoint", r: 7 });
    this.chart.inside.append(this.picture, this.halo, this.trail, this.arrow, this.point);
    this.canvas = document.createElement("canvas");
    this.area = make("div", {
      class: "cnn-pointer cnn-landscape-area", tabindex: 0, role: "application",
      "aria-label": "Loss landscape: arrow keys move our point by 0.1, with Shift by 1",
    }, this.chart.element);
    this.area.addEventListener("pointerdown", (event) => this.put(event));
    this.area.addEventListener("pointermove", (event) => event.buttons && this.put(event));
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.across = new SelectControl("Across", [], (axis) => this.choose(0, axis));
    this.up = new SelectControl("Up", [], (axis) => this.choose(1, axis));
    this.words = make("p", { class: "cnn-landscape-words" });
    this.element = make("div", { class: "cnn-landscape" }, this.area,
      make("div", { class: "cnn-landscape-side" }, this.across.element, this.up.element, this.words,
        make("p", { class: "cnn-key" }, "Pale is a small loss, deep blue a large one. The line is the way we came. "
          + "Click, or use arrow keys, to put our point elsewhere.")));
  }

  // Two different parameters: taking the other's place swaps them.
  choose(which, axis) {
    const axes = [...this.store.get("axes")];
    if (axes[1 - which] === axis) axes[1 - which] = axes[which];
    axes[which] = axis;
    this.store.change({ axes });
  }

  move(values) {
    if (this.store.isAsking()) return;
    const parameters = [...this.store.parameters()];
    this.store.get("axes").forEach((axis, which) => {
      parameters[axis] = Math.min(Math.max(Number(values[which].toFixed(2)), -10), 10);
    });
    this.turn(parameters);
  }

  put(event) {
    if (event.button > 0) return;
    const outline = this.chart.element.getBoundingClientRect();
    const { left, right, top, bottom } = this.chart.box;
    const x = (event.clientX - outline.left - left) / (right - left);
    const y = (bottom - (event.clientY - outline.top)) / (bottom - top);
    if (x < 0 || x > 1 || y < 0 || y > 1) return;
    this.move([["x", x], ["y", y]].map(([axis, share]) => {
      const [low, high] = this.chart.limits[axis];
      return low + share * (high - low);
    }));
  }

  key(event) {
    const step = KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const values = this.store.get("axes").map((axis) => this.store.parameters()[axis]);
    values[step[0]] += step[1] * (event.shiftKey ? 1 : 0.1);
    this.move(values);
  }

  update(width, height, deep) {
    const { store, chart } = this;
    const parameters = store.parameters();
    const names = store.get("names");
    const axes = store.get("axes");
    if (Math.max(...axes) >= parameters.length || names.length !== parameters.length) return; // Python is on its way
    const options = names.map((name, index) => [index, name]);
    [this.across, this.up].forEach((control, which) => {
      control.list(options);
      control.update(axes[which]);
    });
    if (this.size !== `${width} ${height}`) {
      this.size = `${width} ${height}`;
      chart.place(width, height);
    }
    const windows = axes.map((axis) => windowAround(parameters[axis]));
    chart.range({ x: windows[0], y: windows[1] });
    chart.xName.textContent = names[axes[0]];
    chart.yName.textContent = names[axes[1]];
    this.paint(parameters, axes, windows, deep);
    this.drawWay(parameters, axes);
  }

  // The picture is made anew only if the ground itself has changed, not when our point moves on it.
  paint(parameters, axes, windows, deep) {
    const rest = parameters.map((value, index) => (axes.includes(index) ? 0 : value));
    const key = JSON.stringify([rest, axes, windows, deep, this.size]);
    if (this.painted === key) return;
    this.painted = key;
    const [across, up] = windows.map((window) => evenlySpaced(window, GRID));
    const surface = lossSurface(parameters, axes, across, up, this.store.days().train);
    const [low, high] = extent(surface.values);
    const floor = Math.log(low);
    const span = Math.log(Math.max(high, low * 1.0001)) - floor;
    const heights = Float64Array.from(surface.values, (loss) => (Math.log(loss) - floor) / span);
    const side = (GRID - 1) * FINE + 1;
    this.canvas.width = this.canvas.height = side;
    const context = this.canvas.getContext("2d");
    const image = context.createImageData(side, side);
    const colors = Array.from({ length: BANDS }, (_, band) =>
      mixColors(WHITE_GROUND, parseColor(deep), 0.92 * Math.sqrt((band + 0.25) / BANDS)));
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const height = between(heights, (side - 1 - row) / FINE, column / FINE);
        const color = colors[Math.min(Math.max(Math.floor(height * BANDS), 0), BANDS - 1)];
        image.data.set([...color, 255], 4 * (row * side + column));
      }
    }
    context.putImageData(image, 0, 0);
    const { left, right, top, bottom } = this.chart.box;
    setAttributes(this.picture, {
      x: left, y: top, width: right - left, height: bottom - top, href: this.canvas.toDataURL(),
    });
  }

  drawWay(parameters, axes) {
    const { chart, store } = this;
    const { columns, points } = store.path();
    const trail = [];
    for (let index = 0; index < points.length && columns === parameters.length; index += columns) {
      trail.push([chart.x(points[index + axes[0]]), chart.y(points[index + axes[1]])]);
    }
    const here = [chart.x(parameters[axes[0]]), chart.y(parameters[axes[1]])];
    for (const path of [this.halo, this.trail]) setAttributes(path, { d: linePath(trail) });
    setAttributes(this.point, { cx: here[0], cy: here[1] });
    const slopes = axes.map((axis) => store.numbers().gradient[axis]);
    const asking = store.isAsking();
    const length = Math.hypot(...slopes);
    const isFlat = length < 1e-6;
    this.arrow.style.display = asking || isFlat ? "none" : "";
    if (!asking && !isFlat) {
      const { left, right, top, bottom } = chart.box;
      const way = [-slopes[0] * (right - left), slopes[1] * (bottom - top)];
      const size = Math.hypot(...way);
      const reach = Math.min(26 + 26 * Math.log10(1 + 30 * length), 110); // longer where it is steeper
      setAttributes(this.arrow, { d: arrowPath(here, way.map((part) => part / size), reach) });
    }
    this.write(axes, slopes, asking, isFlat);
  }

  write(axes, slopes, asking, isFlat) {
    const names = this.store.get("names");
    const lr = this.store.get("lr");
    const moves = slopes.map((slope) => formatNumber(-lr * slope, 4));
    const signed = moves.map((move) => (move.startsWith("−") ? move : `+${move}`));
    this.words.textContent = asking
      ? "The arrow comes when the question is answered."
      : isFlat
        ? "It is flat here: in these two directions the next step stays where it is."
        : `The next step moves “${names[axes[0]]}” by ${signed[0]} and “${names[axes[1]]}” by ${signed[1]}.`;
    const place = axes.map((axis) => `${names[axis]} ${formatNumber(this.store.parameters()[axis], 2)}`).join(", ");
    setAttributes(this.chart.element, { "aria-label": `The loss over two parameters, pale where it is small. We stand at ${place}.` });
  }
}

// The height between four cells of the grid.
function between(heights, row, column) {
  const top = Math.min(Math.floor(row), GRID - 2);
  const left = Math.min(Math.floor(column), GRID - 2);
  const down = row - top;
  const right = column - left;
  const at = top * GRID + left;
  return (1 - down) * ((1 - right) * heights[at] + right * heights[at + 1])
    + down * ((1 - right) * heights[at + GRID] + right * heights[at + GRID + 1]);
}

function arrowPath([x, y], [right, down], reach) {
  const start = [x + 9 * right, y + 9 * down];
  const tip = [x + (9 + reach) * right, y + (9 + reach) * down];
  const barb = (side) => [tip[0] - 9 * right + side * 5 * down, tip[1] - 9 * down - side * 5 * right];
  return linePath([start, tip]) + linePath([barb(1), tip, barb(-1)]);
}
