// Charts as SVG: crisp at any zoom, coloured by CSS.

import { makeSvg } from "./page.js";

export function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const text = String(value);
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}

// A line through points [[x, y], ...]; a point that isn't finite interrupts it.
export function linePath(points) {
  let pen = "M";
  let text = "";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    text += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = "L";
  }
  return text;
}

// Round numbers from low to high, about so many.
export function roundTicks(low, high, count = 5) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) * power;
  const ticks = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step) {
    ticks.push(Number(tick.toPrecision(10)));
  }
  return ticks;
}

// Axes with ticks and names. x() and y() turn data into places; what is drawn goes to .inside (clipped to the axes)
// or .over; place(width, height) and range({x, y}) lay it out anew. whole: only whole numbers across.
export class Chart {
  constructor({ label, xName, yName, margin = { left: 46, right: 14, top: 12, bottom: 42 }, ticks = {}, whole = false }) {
    Object.assign(this, { margin, whole, tickCounts: { x: 5, y: 4, ...ticks }, write: { x: String, y: String } });
    this.grid = makeSvg("g", { class: "cnn-chart-grid" });
    this.clip = makeSvg("rect");
    const clipName = `cnn-clip-${++lastClip}-${Date.now().toString(36)}`;
    this.inside = makeSvg("g", { "clip-path": `url(#${clipName})` });
    this.over = makeSvg("g");
    this.xName = makeSvg("text", { class: "cnn-chart-name", "text-anchor": "middle" }, xName);
    this.yName = makeSvg("text", { class: "cnn-chart-name", "text-anchor": "start" }, yName);
    this.element = makeSvg("svg", { class: "cnn-chart", role: "img", "aria-label": label },
      makeSvg("defs", {}, makeSvg("clipPath", { id: clipName }, this.clip)),
      this.grid, this.inside, this.over, this.xName, this.yName);
    this.limits = { x: [0, 1], y: [0, 1] };
  }

  place(width, height) {
    this.width = width;
    this.height = height;
    setAttributes(this.element, { width, height, viewBox: `0 0 ${width} ${height}` });
    const { left, right, top, bottom } = this.margin;
    this.box = { left, top, right: width - right, bottom: height - bottom };
    setAttributes(this.clip, { x: left, y: top, width: width - left - right, height: height - top - bottom });
    setAttributes(this.xName, { x: (left + width - right) / 2, y: height - 4 });
    setAttributes(this.yName, { x: 2, y: top - 11 });
    this.drawn = null;
  }

  x(value) {
    const [low, high] = this.limits.x;
    return this.box.left + ((value - low) / (high - low)) * (this.box.right - this.box.left);
  }

  y(value) {
    const [low, high] = this.limits.y;
    return this.box.bottom - ((value - low) / (high - low)) * (this.box.bottom - this.box.top);
  }

  // Lays out ticks for these limits; nothing is done where they are drawn already.
  range({ x = this.limits.x, y = this.limits.y }) {
    const wanted = JSON.stringify([x, y, this.width, this.height]);
    if (this.drawn === wanted) return false;
    this.drawn = wanted;
    this.limits = { x, y };
    const { left, right, top, bottom } = this.box;
    const parts = [];
    for (const tick of roundTicks(...x, this.tickCounts.x)) {
      if (this.whole && !Number.isInteger(tick)) continue;
      const at = this.x(tick);
      parts.push(makeSvg("line", { x1: at, x2: at, y1: top, y2: bottom }),
        makeSvg("text", { x: at, y: bottom + 16, "text-anchor": "middle" }, minus(this.write.x(tick))));
    }
    for (const tick of roundTicks(...y, this.tickCounts.y)) {
      const at = this.y(tick);
      parts.push(makeSvg("line", { x1: left, x2: right, y1: at, y2: at }),
        makeSvg("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, minus(this.write.y(tick))));
    }
    parts.push(makeSvg("path", { class: "cnn-chart-axes", d: `M${left} ${top}V${bottom}H${right}` }));
    this.grid.replaceChildren(...parts);
    return true;
  }
}

let lastClip = 0;

function minus(text) {
  return text.replace("-", "−");
}
