// Looking closer: which part of image and map is shown, and the buttons, keys, wheel and fingers that choose it.
//
//   this.zoom = new Zoom({ get: () => zoom, change: (zoom) => ..., moved: () => redraw });
//   const part = this.zoom.part({ image, map, cell, stride, reach, fewest });   // in every draw
//   root.append(this.zoom.element);  this.zoom.listen(pointer.element, { side: () => cell side, whole: () => map });

import { make, setText } from "./page.js";

const PINCHED = 1.4; // a change of the fingers' distance that counts as a step
const WHEEL_STEP = 60;

export class Zoom {
  constructor({ get, change, moved, largest }) {
    Object.assign(this, { get, change, moved, largest });
    this.first = [0, 0];
    this.count = [Infinity, Infinity];
    const button = (text, label, work) => {
      const element = make("button", { type: "button", class: "cnn-button cnn-zoom-button", "aria-label": label }, text);
      element.addEventListener("click", work);
      return element;
    };
    this.out = button("−", "zoom out", () => this.step(-1));
    this.in = button("+", "zoom in", () => this.step(1));
    this.words = make("span", { class: "cnn-zoom-words" });
    this.element = make("div", { class: "cnn-zoom", role: "group", "aria-label": "Zoom" },
      make("span", { class: "cnn-zoom-name" }, "Zoom"), this.out, this.words, this.in);
  }

  step(direction) {
    const zoom = this.get();
    const wanted = direction > 0 ? zoom * 2 : Math.floor(zoom / 2);
    const allowed = Math.min(this.largest, Math.max(1, wanted));
    if (direction > 0 && !this.canGrow) return;
    if (allowed !== zoom) this.change(allowed);
  }

  // image: the padded one's {rows, columns}; fewest: cells of it that are always shown along an axis.
  // Returns the map's part, and the image's part under its windows: {row, column, rows, columns} each.
  part({ image, map, cell, stride, reach, fewest }) {
    const zoom = this.get();
    const sizes = [[image.rows, map.rows], [image.columns, map.columns]];
    const largestSide = Math.max(image.rows, image.columns);
    this.canGrow = largestSide / zoom > Math.max(fewest, reach);
    if (zoom === 1) {
      this.first = [0, 0];
      this.count = [map.rows, map.columns];
      return { map: { row: 0, column: 0, ...shapeOf(map) }, image: { row: 0, column: 0, ...shapeOf(image) } };
    }
    const before = this.count;
    this.count = sizes.map(([pixels, cells]) => {
      const seen = Math.max(fewest, reach, Math.round(pixels / zoom));
      return Math.min(cells, Math.max(1, Math.floor((seen - reach) / stride) + 1));
    });
    this.first = this.first.map((first, axis) => {
      const count = this.count[axis];
      const last = sizes[axis][1] - count;
      // Closer or farther: the chosen cell stays where it was in the frame.
      const was = Number.isFinite(before[axis]) ? (cell[axis] - first) / before[axis] : 0.5;
      const share = count === before[axis] ? null : Math.min(1, Math.max(0, was));
      const start = share === null ? first : Math.round(cell[axis] - share * (count - 1));
      const held = Math.min(cell[axis], Math.max(cell[axis] - count + 1, start));
      return Math.min(last, Math.max(0, held));
    });
    const [row, column] = this.first;
    const [rows, columns] = this.count;
    return {
      map: { row, column, rows, columns },
      image: {
        row: row * stride, column: column * stride,
        rows: (rows - 1) * stride + reach, columns: (columns - 1) * stride + reach,
      },
    };
  }

  // Moves what is shown by so many cells; the chosen cell is drawn along if it would leave.
  pan(rows, columns, whole) {
    const limits = [whole.rows, whole.columns];
    const next = this.first.map((first, axis) =>
      Math.min(limits[axis] - this.count[axis], Math.max(0, first + [rows, columns][axis])));
    if (String(next) === String(this.first)) return;
    this.first = next;
    this.moved(next, this.count);
  }

  // Ctrl with the wheel, two fingers, + and - on an element; dragging moves what is shown.
  listen(element, { side, whole }) {
    element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    element.addEventListener("keydown", (event) => this.key(event));
    const touches = new Map();
    let drag = null;
    const distance = () => {
      const [one, other] = [...touches.values()];
      return Math.hypot(one[0] - other[0], one[1] - other[1]);
    };
    element.addEventListener("pointerdown", (event) => {
      touches.set(event.pointerId, [event.clientX, event.clientY]);
      if (touches.size === 2) this.span = distance();
      drag = touches.size === 1 && this.get() > 1 ? { at: [event.clientY, event.clientX] } : null;
      this.held = drag !== null || touches.size > 1; // a pointer that drags or pinches chooses no cell
    });
    element.addEventListener("pointermove", (event) => {
      if (!touches.has(event.pointerId)) return;
      touches.set(event.pointerId, [event.clientX, event.clientY]);
      if (touches.size === 2) this.pinch(distance());
      else if (drag) this.drag(drag, event, side(), whole());
    });
    for (const kind of ["pointerup", "pointercancel", "pointerleave"]) {
      element.addEventListener(kind, (event) => {
        touches.delete(event.pointerId);
        drag = null;
        this.held = false;
      });
    }
  }

  drag(drag, event, side, whole) {
    const steps = [drag.at[0] - event.clientY, drag.at[1] - event.clientX].map((way) => Math.trunc(way / side));
    if (steps[0] === 0 && steps[1] === 0) return;
    drag.at = [drag.at[0] - steps[0] * side, drag.at[1] - steps[1] * side];
    this.pan(steps[0], steps[1], whole);
  }

  pinch(span) {
    if (span > this.span * PINCHED) this.step(1);
    else if (span < this.span / PINCHED) this.step(-1);
    else return;
    this.span = span;
  }

  // Without Ctrl the wheel scrolls the page, as everywhere. A pinch on a touch pad comes as Ctrl and wheel.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.turned = (this.turned ?? 0) + event.deltaY;
    if (Math.abs(this.turned) < WHEEL_STEP) return;
    this.step(this.turned < 0 ? 1 : -1);
    this.turned = 0;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") this.step(1);
    else if (event.key === "-") this.step(-1);
    else if (event.key === "0" && this.get() > 1) this.change(1);
    else return;
    event.preventDefault();
  }

  write(part, whole) {
    const zoom = this.get();
    const all = part.rows === whole.rows && part.columns === whole.columns;
    setText(this.words, all ? "whole" : `${zoom}×`);
    // Not disabled: the keyboard's focus would fall off the button.
    this.in.setAttribute("aria-disabled", String(!this.canGrow || zoom >= this.largest));
    this.out.setAttribute("aria-disabled", String(zoom === 1));
    const rows = `rows ${part.row} to ${part.row + part.rows - 1}`;
    return all ? "" : `${rows}, columns ${part.column} to ${part.column + part.columns - 1} are shown`;
  }
}

function shapeOf({ rows, columns }) {
  return { rows, columns };
}
