// Many small arrays side by side on one canvas: filters, feature maps, digits.

import { packColors } from "./colors.js";
import { make } from "./page.js";

export class PictureGrid {
  constructor(className) {
    this.canvas = make("canvas", { class: className, role: "img" });
    this.element = this.canvas;
    this.tile = document.createElement("canvas");
  }

  // array: {shape: [count, rows, columns], values}; side: of one picture in CSS pixels; frame: a CSS colour.
  draw({ shape: [count, rows, columns], values }, { scale, side, width, gap = 5, frame = null }) {
    const ratio = globalThis.devicePixelRatio || 1;
    const perRow = Math.max(1, Math.min(count, Math.floor((width + gap) / (side + gap))));
    const lines = Math.max(1, Math.ceil(count / perRow));
    const tall = (side * rows) / columns;
    this.resize(perRow * (side + gap) - gap, lines * (tall + gap) - gap, ratio);
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.imageSmoothingEnabled = false;
    if (this.tile.width !== columns || this.tile.height !== rows) {
      this.tile.width = columns;
      this.tile.height = rows;
    }
    const brush = this.tile.getContext("2d", { willReadFrequently: true });
    const pixels = brush.createImageData(columns, rows);
    const packed = new Uint32Array(pixels.data.buffer);
    for (let index = 0; index < count; index++) {
      packColors(values.subarray(index * rows * columns, (index + 1) * rows * columns), scale, packed);
      brush.putImageData(pixels, 0, 0);
      const left = (index % perRow) * (side + gap);
      const top = Math.floor(index / perRow) * (tall + gap);
      context.drawImage(this.tile, left, top, side, tall);
      if (frame) {
        context.strokeStyle = frame;
        context.lineWidth = 1;
        context.strokeRect(left + 0.5, top + 0.5, side - 1, tall - 1);
      }
    }
    this.shown = { count, perRow };
  }

  resize(width, height, ratio) {
    const [wide, tall] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.canvas.width === wide && this.canvas.height === tall) {
      this.canvas.getContext("2d").clearRect(0, 0, width, height);
      return;
    }
    this.canvas.width = wide;
    this.canvas.height = tall;
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }
}

