// A panel with an array on it: image, feature map, or the difference of two maps.

import { ArrayCanvas } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { Legend, mapWords } from "./explorer_words.js";
import { make, setText } from "./page.js";

export function panel(title, className, ...children) {
  return make("div", { class: `cnn-panel ${className}`, role: "group", "aria-label": title },
    make("h3", { class: "cnn-title" }, title), ...children);
}

export function rename(element, title) {
  setText(element.querySelector(".cnn-title"), title);
  element.setAttribute("aria-label", title);
}

// In place of controls, so that arrays in a row stand in one line.
export function headRoom() {
  return make("div", { class: "cnn-head-room" });
}

export class MapPanel {
  // place: the class that lays it out; head: what stands above the array; pointing: see cell_pointer.js;
  // byKey: whether the Tab key comes here (of several arrays with one chosen cell one is enough).
  constructor(title, { role = "output", className, place, head = null, foot = null, pointing, byKey = true }) {
    this.array = new ArrayCanvas(role, className);
    this.pointer = new CellPointer(this.array, pointing);
    if (!byKey) {
      this.pointer.element.className = "cnn-pointed";
      for (const name of ["tabindex", "role", "aria-label"]) this.pointer.element.removeAttribute(name);
    }
    this.words = make("p", { class: `cnn-caption cnn-${role}-words` });
    this.legend = new Legend();
    this.element = panel(title, place, head,
      make("div", { class: "cnn-stage" }, this.pointer.element), this.words, this.legend.element, foot);
  }

  drawMap(map, { part, scale, palette, cell, hidden, chosen }) {
    this.array.draw(map, { scale, palette, cell, hidden });
    this.array.mark("chosen", { row: chosen[0] - part.row, column: chosen[1] - part.column });
    this.scale = scale;
  }

  // look: how the values are coloured; the legend of an array without negative numbers starts at 0.
  writeMap(map, hidden, look, seen) {
    const words = mapWords(map, hidden);
    setText(this.words, words);
    this.array.canvas.setAttribute("aria-label", `${this.element.getAttribute("aria-label")}, ${words}${seen ? `; ${seen}` : ""}`);
    const onlyPositive = look === "signed" && map.extent[0] >= 0;
    const { scale } = this;
    this.legend.update(scale, onlyPositive ? 0 : scale.low, scale.high, map.extent);
  }
}
