// A layer as a grid of small pictures, one a map; a layer without maps as a grid of cells. All on one canvas.
//
//   const grid = new MapGrid({ label: () => "...", current: () => 3, choose: ([item, row, column], how) => ..., hover });
//   root.append(grid.element);  in draw(): grid.draw(layer, { scale, palette, size, across, chosen, window })
// layer: {count, rows, columns, values}; chosen: [item, row, column] or null; window: {item, row, column, rows, columns}.
// A click chooses a cell, arrow keys choose a map (row and column are then null).

import { cssColor, packColors } from "./colors.js";
import { make } from "./page.js";

const MAP_GAP = 4; // CSS pixels between maps
const UNIT_GAP = 1;
const STEP_KEYS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class MapGrid {
  constructor({ current, choose, hover }) {
    Object.assign(this, { current, choose, hover });
    this.canvas = make("canvas", { role: "img" });
    this.native = make("canvas");
    this.element = make("div", { class: "cnn-pointer cnn-map-grid", tabindex: 0, role: "application" }, this.canvas);
    this.element.addEventListener("pointermove", (event) => this.hover(this.placeAt(event)));
    this.element.addEventListener("pointerleave", () => this.hover(null));
    this.element.addEventListener("pointerdown", (event) => {
      const place = event.button === 0 ? this.placeAt(event) : null;
      if (place) this.choose(place, "press");
    });
    this.element.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const step = STEP_KEYS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const now = this.current();
    const next = now < 0 ? 0 : now + step[0] * this.across + step[1];
    if (next >= 0 && next < this.layer.count && next !== now) this.choose([next, null, null], "key");
  }

  // The cell under a pointer, as [item, row, column]; null between the maps.
  placeAt(event) {
    if (!this.layer) return null;
    const { count, rows, columns } = this.layer;
    const x = event.clientX - this.canvas.getBoundingClientRect().left;
    const y = event.clientY - this.canvas.getBoundingClientRect().top;
    const [across, down] = [Math.floor(x / this.stepX), Math.floor(y / this.stepY)];
    const item = down * this.across + across;
    const row = Math.floor(((y - down * this.stepY) / this.height) * rows);
    const column = Math.floor(((x - across * this.stepX) / this.size) * columns);
    const inside = across >= 0 && across < this.across && item >= 0 && item < count && row < rows && column < columns;
    return inside && row >= 0 && column >= 0 ? [item, row, column] : null;
  }

  draw(layer, { scale, palette, size, across, chosen, window: looks, label }) {
    const { count, rows, columns } = layer;
    const gap = rows * columns > 1 ? MAP_GAP : size > 6 ? UNIT_GAP : 0;
    this.layer = layer;
    this.across = across;
    this.size = size;
    this.height = (size * rows) / columns;
    this.stepX = size + gap;
    this.stepY = this.height + gap;
    const down = Math.ceil(count / across);
    const ratio = globalThis.devicePixelRatio || 1;
    const width = across * this.stepX - gap;
    const height = down * this.stepY - gap;
    if (this.element.getAttribute("aria-label") !== label) {
      this.element.setAttribute("aria-label", `${label}: arrow keys choose, a click takes the cell`);
      this.canvas.setAttribute("aria-label", label);
    }
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.imageSmoothingEnabled = false;
    if (gap === 0) {
      context.fillStyle = "#FFFFFF";
      context.fillRect(0, 0, width, height);
    }
    this.pack(layer, scale);
    context.strokeStyle = "#CFC8BC";
    context.lineWidth = 1;
    for (let item = 0; item < count; item++) {
      const [left, top] = this.corner(item);
      context.drawImage(this.native, 0, item * rows, columns, rows, left, top, this.size, this.height);
      if (size > 6) context.strokeRect(left + 0.5, top + 0.5, this.size - 1, this.height - 1);
    }
    if (looks) this.outline(context, looks, cssColor(palette.kernel));
    if (chosen) this.outline(context, { item: chosen[0], row: chosen[1], column: chosen[2], rows: 1, columns: 1 },
      cssColor(palette.gradient));
  }

  corner(item) {
    return [(item % this.across) * this.stepX, Math.floor(item / this.across) * this.stepY];
  }

  // All maps one below the other, a pixel a cell.
  pack({ count, rows, columns, values }, scale) {
    const { native } = this;
    if (native.width !== columns || native.height !== count * rows) {
      native.width = columns;
      native.height = count * rows;
      this.pixels = null;
    }
    const context = native.getContext("2d");
    this.pixels ??= context.createImageData(columns, count * rows);
    packColors(values, scale, new Uint32Array(this.pixels.data.buffer));
    context.putImageData(this.pixels, 0, 0);
  }

  // A frame round the whole map, and one round the cells meant, at least 5 pixels wide so that it can be seen.
  outline(context, { item, row, column, rows, columns }, color) {
    const items = item === null ? this.layer.count : 1;
    for (let at = 0; at < items; at++) {
      const [left, top] = this.corner(item ?? at);
      const side = this.size / this.layer.columns;
      const width = Math.max(5, columns * side);
      const height = Math.max(5, rows * side);
      context.strokeStyle = color;
      context.lineWidth = 2;
      if (item !== null) context.strokeRect(left, top, this.size, this.height);
      if (this.layer.rows * this.layer.columns === 1) continue;
      context.lineWidth = 1.5;
      const middle = [left + (column + columns / 2) * side, top + (row + rows / 2) * side];
      context.strokeRect(middle[0] - width / 2, middle[1] - height / 2, width, height);
    }
  }
}
