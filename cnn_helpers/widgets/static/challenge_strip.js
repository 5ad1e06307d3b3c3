// All largest responses on one line, and the threshold among them: drag it, or use its slider.

import { cssColor } from "./colors.js";
import { formatNumber, roundedLimit } from "./numbers.js";
import { make } from "./page.js";

const HEIGHT = 132;
const MIDDLE = 62; // targets stand above this line, the others hang below it
const SIDE = 14;

export class ResponseStrip {
  constructor(store, change) {
    this.store = store;
    this.change = change;
    this.canvas = make("canvas", { class: "cnn-strip-canvas", role: "img" });
    this.element = make("div", { class: "cnn-responses" }, this.canvas);
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || store.isAsking()) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.held = true;
      this.pull(event);
    });
    this.canvas.addEventListener("pointermove", (event) => this.held && this.pull(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      this.canvas.addEventListener(end, () => { this.held = false; this.range = null; });
    }
  }

  pull(event) {
    const box = this.canvas.getBoundingClientRect();
    const share = ((event.clientX - box.left) * (this.width / box.width) - SIDE) / (this.width - 2 * SIDE);
    const { low, high } = this.range;
    const value = low + Math.min(1, Math.max(0, share)) * (high - low);
    this.change({ threshold: Number(value.toFixed(2)) });
  }

  // The line's ends stay still while the threshold is dragged along it.
  ends(responses, threshold) {
    if (this.held && this.range) return this.range;
    const low = Math.min(0, ...responses, threshold);
    const high = Math.max(1, ...responses, threshold);
    this.range = { low: low < 0 ? -roundedLimit(-low) : 0, high: roundedLimit(high) };
    return this.range;
  }

  draw(width, palette, colors) {
    const { responses, found } = this.store.outcome();
    const asking = this.store.isAsking();
    const threshold = this.store.get("threshold");
    const ratio = globalThis.devicePixelRatio || 1;
    const { canvas } = this;
    this.width = width;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(HEIGHT * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${HEIGHT}px`;
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, HEIGHT);
    const { low, high } = this.ends(asking ? [] : responses, threshold);
    const place = (value) => SIDE + ((value - low) / (high - low)) * (width - 2 * SIDE);
    this.drawAxis(context, { low, high, place, colors, width });
    if (asking) {
      context.fillStyle = colors.muted;
      context.font = '19px "Patrick Hand", cursive';
      context.textAlign = "center";
      context.fillText("the responses are hidden until you have answered", width / 2, MIDDLE - 22);
    } else this.drawDots(context, responses, { place, palette, colors });
    const x = place(threshold);
    context.strokeStyle = cssColor(palette.gradient);
    context.lineWidth = 2.5;
    context.beginPath();
    context.moveTo(x, 4);
    context.lineTo(x, HEIGHT - 26);
    context.stroke();
    this.writeLabel(context, x, width, colors);
    const half = responses.length / 2;
    const above = (part) => part.filter(Boolean).length;
    canvas.setAttribute("aria-label", asking
      ? `Largest responses, hidden; threshold ${formatNumber(threshold)}`
      : `Largest responses: ${above(found.slice(0, half))} of ${half} marks to be found and ${
        above(found.slice(half))} of ${half} others lie beyond the threshold ${formatNumber(threshold)}`);
  }

  drawAxis(context, { low, high, place, colors, width }) {
    context.strokeStyle = colors.rule;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(4, MIDDLE);
    context.lineTo(width - 4, MIDDLE);
    context.stroke();
    context.fillStyle = colors.muted;
    context.font = "12px system-ui, sans-serif";
    context.textAlign = "center";
    for (const value of low < 0 ? [low, 0, high] : [low, high / 2, high]) {
      context.fillText(formatNumber(value, 2), place(value), HEIGHT - 4);
    }
  }

  // Each dot stands exactly at its response; those close to each other are stacked.
  drawDots(context, responses, { place, palette, colors }) {
    const half = responses.length / 2;
    const columns = [new Map(), new Map()];
    const columnOf = (value) => Math.round(place(value) / 7);
    responses.forEach((value, index) => {
      const stacks = columns[Number(index >= half)];
      stacks.set(columnOf(value), (stacks.get(columnOf(value)) ?? 0) + 1);
    });
    const heights = columns.map((stacks) => Math.min(7, 38 / Math.max(...stacks.values())));
    const seen = [new Map(), new Map()];
    responses.forEach((value, index) => {
      const side = Number(index >= half);
      const column = columnOf(value);
      const rank = seen[side].get(column) ?? 0;
      seen[side].set(column, rank + 1);
      const y = MIDDLE + (side ? 1 : -1) * (6 + rank * heights[side]);
      context.beginPath();
      const x = place(value);
      if (side) context.rect(x - 2.5, y - 2.5, 5, 5);
      else context.arc(x, y, 3.2, 0, 2 * Math.PI);
      context.lineWidth = 1.2;
      context.strokeStyle = side ? colors.muted : cssColor(palette.input);
      context.fillStyle = side ? colors.paper : cssColor(palette.input);
      context.fill();
      context.stroke();
    });
  }

  writeLabel(context, x, width, colors) {
    const right = x < width * 0.6;
    context.fillStyle = colors.attention;
    context.font = '16px "Patrick Hand", cursive';
    context.textAlign = right ? "left" : "right";
    context.fillText("threshold: found →", x + (right ? 7 : -7), 15);
  }
}
