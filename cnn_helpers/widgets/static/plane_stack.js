// The channels of an array as overlapping planes, one of them in front; the window is marked on all.

import { ArrayCanvas } from "./array_canvas.js";
import { make } from "./page.js";

const DEPTH = 40; // CSS pixels by which the last plane stands out at most
const STEP = 13;

export class PlaneStack {
  // wrap: gives the element for the plane in front, for example a CellPointer's.
  constructor(role, className, wrap = (array) => array.element) {
    this.role = role;
    this.front = new ArrayCanvas(role, className);
    this.behind = [];
    this.place = make("div", { class: "cnn-plane" }, wrap(this.front));
    this.element = make("div", { class: "cnn-planes" }, this.place);
  }

  static depth(count) {
    return Math.min(STEP * (count - 1), DEPTH);
  }

  // planes: arrays of equal size; chosen: index of the one in front; how: see ArrayCanvas.draw.
  draw(planes, chosen, how) {
    while (this.behind.length < planes.length - 1) {
      const array = new ArrayCanvas(this.role, "behind");
      array.canvas.setAttribute("aria-label", "a plane behind");
      array.place = make("div", { class: "cnn-plane", "aria-hidden": "true" }, array.element);
      this.element.prepend(array.place);
      this.behind.unshift(array);
    }
    while (this.behind.length > planes.length - 1) this.behind.shift().place.remove();
    const others = planes.filter((_, index) => index !== chosen);
    const depth = PlaneStack.depth(planes.length);
    const step = planes.length > 1 ? depth / (planes.length - 1) : 0;
    this.front.draw(planes[chosen], how);
    this.place.style.top = `${depth}px`;
    // The last of the behind lies nearest to the front.
    this.behind.forEach((array, index) => {
      const back = this.behind.length - index;
      array.draw(others[back - 1], { ...how, numbers: false });
      array.place.style.left = `${back * step}px`;
      array.place.style.top = `${depth - back * step}px`;
    });
    const { rows, columns } = planes[chosen];
    const frame = 6;
    this.element.style.width = `${columns * how.cell + depth + frame}px`;
    this.element.style.height = `${rows * how.cell + depth + frame}px`;
  }

  // Lays the window over every plane; null takes it away. Dilated windows show each weight's cell.
  frame(window) {
    for (const array of [this.front, ...this.behind]) {
      if (window === null) {
        if (array.window) array.window.hidden = true;
        continue;
      }
      const { row, column, kernelRows, kernelColumns, dilation } = window;
      const rows = (kernelRows - 1) * dilation + 1;
      const columns = (kernelColumns - 1) * dilation + 1;
      array.mark("window", { row, column, rows, columns });
      array.window.hidden = false;
      this.mesh(array.window, { rows, columns, kernelRows, kernelColumns, dilation });
    }
  }

  mesh(element, { rows, columns, kernelRows, kernelColumns, dilation }) {
    const key = [kernelRows, kernelColumns, dilation].join();
    if (element.dataset.mesh === key) return;
    element.dataset.mesh = key;
    element.replaceChildren();
    if (dilation === 1) return;
    for (let row = 0; row < kernelRows; row++) {
      for (let column = 0; column < kernelColumns; column++) {
        const place = make("div", { class: "cnn-tap" });
        place.style.left = `${(100 * column * dilation) / columns}%`;
        place.style.top = `${(100 * row * dilation) / rows}%`;
        place.style.width = `${100 / columns}%`;
        place.style.height = `${100 / rows}%`;
        element.append(place);
      }
    }
  }
}
