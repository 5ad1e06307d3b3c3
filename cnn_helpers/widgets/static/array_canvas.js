// An array as cells: a framed canvas, numbers where they fit, and boxes laid over it.

import { colorOf, cssColor, numberColor, packColors, packPlanes } from "./colors.js";
import { commonDecimals, fixedNumber } from "./numbers.js";
import { make } from "./page.js";

const NUMBERS_FROM = 22; // CSS pixels of a cell
const GRID_FROM = 10;
const EMPTY = "#F1EDE4"; // a cell that nothing has been computed for: warm, so that it isn't taken for a white 0
const WHITE_GROUND = [255, 255, 255];

export const EVERY_CELL = "every cell";

export class ArrayCanvas {
  constructor(role, className) {
    this.canvas = make("canvas", { class: className, role: "img" });
    this.marks = make("div", { class: "cnn-marks", "aria-hidden": "true" });
    this.element = make("div", { class: `cnn-array cnn-${role}` }, this.canvas, this.marks);
    this.shape = { rows: 0, columns: 0 };
  }

  // array: {rows, columns, values}; scale: see colors.js; cell: its side in CSS pixels;
  // ring: how many cells of padding surround it; hidden: index of a cell that shows a question mark,
  // or EVERY_CELL; filled: how many cells, in row order, are there already; numbers: false leaves them out.
  // Of a part of an array inner tells where the picture without its padding lies: {row, column, rows, columns}.
  // A colour picture has planes, three arrays in place of values, and needs no scale.
  draw(array, {
    scale, palette, cell, ring = 0, inner = inside(array, ring), hidden = -1, filled = Infinity, numbers = true,
  }) {
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
    const how = { scale, palette, cell, inner, hidden, filled, numbers };
    if (cell >= GRID_FROM) this.drawCells(array, how);
    else this.drawPixels(array, how);
  }

  drawPixels({ rows, columns, values, planes }, { scale, inner, hidden, filled }) {
    const context = this.resize(columns, rows);
    this.pixels ??= context.createImageData(columns, rows);
    const packed = new Uint32Array(this.pixels.data.buffer);
    if (planes) packPlanes(planes, packed);
    else packColors(values, scale, packed);
    if (inner) {
      for (let index = 0; index < packed.length; index++) {
        if (liesOutside(index, columns, inner)) packed[index] = 0xfffaf1e4; // the input tint, ABGR
      }
    }
    if (filled < packed.length) packed.fill(0xffe4edf1, filled);
    if (hidden === EVERY_CELL) packed.fill(0xffffffff);
    else if (hidden >= 0) packed[hidden] = 0xffffffff;
    context.putImageData(this.pixels, 0, 0);
  }

  drawCells(array, { scale, palette, cell, inner, hidden, filled, numbers }) {
    const { rows, columns } = array;
    const ratio = globalThis.devicePixelRatio || 1;
    const context = this.resize(Math.round(columns * cell * ratio), Math.round(rows * cell * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const texts = cellTexts(array);
    const longest = Math.max(...texts.flat().map((text) => text.length));
    const tallest = array.planes ? 0.27 : 0.42; // three numbers below each other, or one
    const fontSize = Math.min(cell * tallest, 20, (cell * 0.88) / (0.64 * longest));
    const written = numbers && cell >= NUMBERS_FROM && fontSize >= 8;
    context.font = `${fontSize}px "DejaVu Sans", Verdana, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let index = 0; index < rows * columns; index++) {
      const left = (index % columns) * cell;
      const top = Math.floor(index / columns) * cell;
      const outside = inner && liesOutside(index, columns, inner);
      const secret = index === hidden || hidden === EVERY_CELL;
      const ground = secret ? WHITE_GROUND : groundOf(array, index, scale);
      const empty = index >= filled && !secret;
      context.fillStyle = outside ? "#F1F7FB" : empty ? EMPTY : cssColor(ground);
      context.fillRect(left, top, cell, cell);
      context.strokeStyle = cell < 16 ? "#E6E1D8" : "#CFC8BC";
      context.lineWidth = 1;
      context.strokeRect(left + 0.5, top + 0.5, cell - 1, cell - 1);
      if (empty || (!written && !secret)) continue;
      context.fillStyle = outside ? "#6B7A86" : numberColor(ground, palette);
      const shown = secret ? ["?"] : outside ? ["0"] : texts[index];
      shown.forEach((text, line) => {
        const down = (line - (shown.length - 1) / 2) * fontSize * 1.12;
        context.fillText(text, left + cell / 2, top + cell / 2 + 1 + down);
      });
    }
    if (inner) {
      context.strokeStyle = "#0072B2";
      context.lineWidth = 1.5;
      context.setLineDash([5, 4]);
      context.strokeRect(inner.column * cell, inner.row * cell, inner.columns * cell, inner.rows * cell);
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

// Where the picture lies in its ring of padding; null without one.
function inside({ rows, columns }, ring) {
  return ring ? { row: ring, column: ring, rows: rows - 2 * ring, columns: columns - 2 * ring } : null;
}

function liesOutside(index, columns, inner) {
  const row = Math.floor(index / columns) - inner.row;
  const column = (index % columns) - inner.column;
  return row < 0 || row >= inner.rows || column < 0 || column >= inner.columns;
}

function groundOf({ values, planes }, index, scale) {
  if (planes) return planes.map((plane) => Math.round(255 * plane.values[index]));
  return colorOf(values[index], scale);
}

// The numbers of each cell, one, or red, green and blue below each other.
function cellTexts({ values, planes }) {
  if (planes) {
    const texts = (index) => planes.map((plane) => fixedNumber(plane.values[index], 2));
    return Array.from(planes[0].values, (_, index) => texts(index));
  }
  const decimals = commonDecimals(values);
  return Array.from(values, (value) => [fixedNumber(value, decimals)]);
}

// The image with its ring of zeros.
export function padded({ rows, columns, values, planes }, padding) {
  if (padding === 0) return { rows, columns, values, planes };
  if (planes) {
    return { rows: rows + 2 * padding, columns: columns + 2 * padding,
      planes: planes.map((plane) => padded(plane, padding)) };
  }
  const wide = columns + 2 * padding;
  const result = new Float64Array((rows + 2 * padding) * wide);
  for (let row = 0; row < rows; row++) {
    const line = values.subarray(row * columns, (row + 1) * columns);
    result.set(line, (row + padding) * wide + padding);
  }
  return { rows: rows + 2 * padding, columns: wide, values: result };
}

// The rows and columns of an array from a cell on.
export function partOf(array, row, column, rows, columns) {
  if (rows === array.rows && columns === array.columns) return array;
  if (array.planes) {
    return { rows, columns, planes: array.planes.map((plane) => partOf(plane, row, column, rows, columns)) };
  }
  const values = new Float64Array(rows * columns);
  for (let line = 0; line < rows; line++) {
    const start = (row + line) * array.columns + column;
    values.set(array.values.subarray(start, start + columns), line * columns);
  }
  return { rows, columns, values };
}
