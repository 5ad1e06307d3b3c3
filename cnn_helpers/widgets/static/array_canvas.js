// An array as cells: a framed canvas, numbers where they fit, and boxes laid over it.

import { colorOf, cssColor, numberColor, packColors } from "./colors.js";
import { commonDecimals, fixedNumber } from "./numbers.js";
import { make } from "./page.js";

const NUMBERS_FROM = 22; // CSS pixels of a cell
const GRID_FROM = 10;
const EMPTY = "#F1EDE4"; // a cell that nothing has been computed for: warm, so that it isn't taken for a white 0

export class ArrayCanvas {
  constructor(role, className) {
    this.canvas = make("canvas", { class: className, role: "img" });
    this.marks = make("div", { class: "cnn-marks", "aria-hidden": "true" });
    this.element = make("div", { class: `cnn-array cnn-${role}` }, this.canvas, this.marks);
    this.shape = { rows: 0, columns: 0 };
  }

  // array: {rows, columns, values}; scale: see colors.js; cell: its side in CSS pixels;
  // ring: how many cells of padding surround it; hidden: index of a cell that shows a question mark;
  // filled: how many cells, in row order, are there already; numbers: false leaves them out.
  draw(array, { scale, palette, cell, ring = 0, hidden = -1, filled = Infinity, numbers = true }) {
    const { rows, columns } = array;
    this.cell = cell;
    this.shape = { rows, columns };
    const width = columns * cell;
    const height = rows * cell;
    const size = `${width}px ${height}px`;
    if (this.size !== size) {
      this.size = size;
      this.canvas.style.imageRendering = cell < 1 ? "auto" : "pixelated";
      this.canvas.style.width = this.marks.style.width = `${width}px`;
      this.canvas.style.height = this.marks.style.height = `${height}px`;
    }
    const how = { scale, palette, cell, ring, hidden, filled, numbers };
    if (cell >= GRID_FROM) this.drawCells(array, how);
    else this.drawPixels(array, how);
  }

  drawPixels({ rows, columns, values }, { scale, ring, hidden, filled }) {
    const context = this.resize(columns, rows);
    this.pixels ??= context.createImageData(columns, rows);
    const packed = new Uint32Array(this.pixels.data.buffer);
    packColors(values, scale, packed);
    if (ring) {
      for (let index = 0; index < packed.length; index++) {
        if (onRing(index, rows, columns, ring)) packed[index] = 0xfffaf1e4; // the input tint, ABGR
      }
    }
    if (filled < packed.length) packed.fill(0xffe4edf1, filled);
    if (hidden >= 0) packed[hidden] = 0xffffffff;
    context.putImageData(this.pixels, 0, 0);
  }

  drawCells({ rows, columns, values }, { scale, palette, cell, ring, hidden, filled, numbers }) {
    const ratio = globalThis.devicePixelRatio || 1;
    const context = this.resize(Math.round(columns * cell * ratio), Math.round(rows * cell * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const decimals = commonDecimals(values);
    const texts = Array.from(values, (value) => fixedNumber(value, decimals));
    const longest = Math.max(...texts.map((text) => text.length));
    const fontSize = Math.min(cell * 0.42, 20, (cell * 0.88) / (0.64 * longest));
    const written = numbers && cell >= NUMBERS_FROM && fontSize >= 8;
    context.font = `${fontSize}px "DejaVu Sans", Verdana, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let index = 0; index < values.length; index++) {
      const left = (index % columns) * cell;
      const top = Math.floor(index / columns) * cell;
      const outside = ring > 0 && onRing(index, rows, columns, ring);
      const ground = index === hidden ? [255, 255, 255] : colorOf(values[index], scale);
      const empty = index >= filled && index !== hidden;
      context.fillStyle = outside ? "#F1F7FB" : empty ? EMPTY : cssColor(ground);
      context.fillRect(left, top, cell, cell);
      context.strokeStyle = "#CFC8BC";
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
      if (empty || (!written && index !== hidden)) continue;
      context.fillStyle = outside ? "#6B7A86" : numberColor(ground, palette);
      context.fillText(index === hidden ? "?" : texts[index], left + cell / 2, top + cell / 2 + 1);
    }
    if (ring) {
      context.strokeStyle = "#0072B2";
      context.lineWidth = 1.5;
      context.setLineDash([5, 4]);
      const inset = ring * cell;
      context.strokeRect(inset, inset, columns * cell - 2 * inset, rows * cell - 2 * inset);
      context.setLineDash([]);
    }
  }

  // Setting a canvas's size clears it and costs time, so only where it differs.
  resize(width, height) {
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.pixels = null;
    }
    return this.canvas.getContext("2d");
  }

  // Lays a box over the cells; the same name moves it.
  mark(name, { row, column, rows = 1, columns = 1 }) {
    this[name] ??= this.marks.appendChild(make("div", { class: `cnn-mark cnn-mark-${name}` }));
    const style = this[name].style;
    style.transform = `translate(${column * this.cell}px, ${row * this.cell}px)`;
    style.width = `${columns * this.cell}px`;
    style.height = `${rows * this.cell}px`;
  }

  // The cell under a pointer event, as [row, column]; null outside.
  cellAt(event, { rows, columns }) {
    const box = this.canvas.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
    const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
    return row >= 0 && row < rows && column >= 0 && column < columns ? [row, column] : null;
  }
}

function onRing(index, rows, columns, ring) {
  const row = Math.floor(index / columns);
  const column = index % columns;
  return row < ring || row >= rows - ring || column < ring || column >= columns - ring;
}

// The image with its ring of zeros.
export function padded({ rows, columns, values }, padding) {
  if (padding === 0) return { rows, columns, values };
  const wide = columns + 2 * padding;
  const result = new Float64Array((rows + 2 * padding) * wide);
  for (let row = 0; row < rows; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    result.set(line, (row + padding) * wide + padding);
  }
  return { rows: rows + 2 * padding, columns: wide, values: result };
}
