// The time machine's views of one moment: filters, digits and what is said of them, maps, mistakes, confusion.

import { greyScale, signedScale } from "./colors.js";
import { extent, roundedLimit } from "./numbers.js";
import { make, setText } from "./page.js";
import { PictureGrid } from "./picture_grid.js";

const GREY_FRAME = "#CFC8BC";

export function percent(share) {
  return `${Math.round(100 * share)} %`;
}

function limitOf({ values }) {
  const [low, high] = extent(values);
  return Math.max(Math.abs(low), Math.abs(high), 1e-6);
}

export class FiltersPanel {
  constructor() {
    this.grid = new PictureGrid("cnn-filters");
    this.words = make("p", { class: "cnn-key" });
    this.element = make("div", { class: "cnn-machine-part", role: "group", "aria-label": "Filters" },
      make("h3", { class: "cnn-caption-left cnn-kernel-words" }, "Filters of the first layer"), this.grid.element, this.words);
  }

  update({ filters, step }, palette, width) {
    this.element.hidden = !filters;
    if (!filters) return;
    const [count, rows] = filters.shape;
    const limit = roundedLimit(limitOf(filters));
    const side = rows > 10 ? 58 : Math.min(52, Math.max(38, 8 * rows));
    this.grid.draw(filters, { scale: signedScale("kernel", palette, limit), side, width, frame: GREY_FRAME });
    setText(this.words, `Orange is above 0, purple below, white is 0; full colour at ${limit}.`);
    this.grid.canvas.setAttribute("aria-label", `${count} filters after step ${step}, weights from ${-limit} to ${limit}`);
  }
}

// One button for each digit: its picture, what the model takes it for, and how sure it is.
export class DigitStrip {
  constructor(store) {
    this.store = store;
    this.list = make("div", { class: "cnn-digits", role: "group", "aria-label": "Digits: choose one to see its feature maps" });
    this.element = make("div", { class: "cnn-machine-part cnn-machine-wide", role: "group", "aria-label": "Answers" },
      make("h3", { class: "cnn-caption-left cnn-input-words" }, "What it says to these"), this.list);
    this.buttons = [];
  }

  build(count) {
    this.buttons = Array.from({ length: count }, (_, index) => {
      const grid = new PictureGrid("cnn-digit-picture");
      grid.canvas.setAttribute("role", "presentation");
      const words = make("span", { class: "cnn-digit-words" });
      const bar = make("span", { class: "cnn-digit-bar", "aria-hidden": "true" }, make("i"));
      const element = make("button", { type: "button", class: "cnn-digit" }, grid.element, words, bar);
      element.addEventListener("click", () => this.store.change({ digit: index }));
      return { element, grid, words, fill: bar.firstChild };
    });
    this.list.replaceChildren(...this.buttons.map(({ element }) => element));
  }

  update({ probabilities }, { pictures, labels, names }, palette) {
    const [count, classes] = probabilities.shape;
    if (this.buttons.length !== count) this.build(count);
    const scale = greyScale("ink", palette);
    this.buttons.forEach(({ element, grid, words, fill }, index) => {
      const shares = probabilities.values.subarray(index * classes, (index + 1) * classes);
      const best = shares.indexOf(Math.max(...shares));
      const isRight = labels[index] === best;
      const mark = labels.length === 0 ? "" : isRight ? "✓ " : "✗ ";
      setText(words, `${mark}${names[best]}: ${percent(shares[best])}`);
      element.dataset.right = labels.length === 0 ? "" : isRight;
      fill.style.width = `${100 * shares[best]}%`;
      element.setAttribute("aria-pressed", index === this.store.digit());
      const truth = labels.length === 0 ? `picture ${index + 1}` : `a ${names[labels[index]]}`;
      element.setAttribute("aria-label", `${truth}: the model says ${names[best]}, ${percent(shares[best])}`);
      if (!pictures) return;
      const [, rows, columns] = pictures.shape;
      const size = rows * columns;
      const picture = { shape: [1, rows, columns], values: pictures.values.subarray(index * size, (index + 1) * size) };
      if (grid.key !== `${index} ${palette.ink}`) grid.draw(picture, { scale, side: 48, width: 48 });
      grid.key = `${index} ${palette.ink}`;
    });
  }
}

export class MapsPanel {
  constructor() {
    this.element = make("div", { class: "cnn-machine-part cnn-machine-wide", role: "group", "aria-label": "Feature maps" });
    this.layers = [];
  }

  update({ maps }, name, palette, width) {
    this.element.hidden = maps.length === 0;
    if (this.layers.length !== maps.length) {
      this.layers = maps.map(() => {
        const title = make("h3", { class: "cnn-caption-left cnn-output-words" });
        const grid = new PictureGrid("cnn-maps");
        return { title, grid, element: make("div", { class: "cnn-map-layer" }, title, grid.element) };
      });
      this.element.replaceChildren(...this.layers.map(({ element }) => element));
    }
    const room = maps.length === 2 && width > 700 ? (width - 24) / 2 : width;
    maps.forEach((map, index) => {
      const { title, grid } = this.layers[index];
      const [count, rows] = map.shape;
      // Eight in a row, so that the last row is seldom a lonely one.
      const side = Math.min(rows >= 20 ? 60 : 44, Math.max(24, Math.floor((room + 5) / 8) - 5));
      const heading = `${name}: its ${count} feature maps, ${map.name}`;
      setText(title, heading);
      grid.draw(map, { scale: signedScale("output", palette, limitOf(map)), side, width: 8 * (side + 5) - 5, frame: GREY_FRAME });
      grid.canvas.setAttribute("aria-label", heading);
    });
  }
}

export class MistakesPanel {
  constructor() {
    this.words = make("p", { class: "cnn-key" });
    this.list = make("ul", { class: "cnn-mistakes" });
    this.element = make("div", { class: "cnn-machine-part", role: "group", "aria-label": "Worst mistakes" },
      make("h3", { class: "cnn-caption-left cnn-gradient-words" }, "Worst mistakes"), this.words, this.list);
    this.items = [];
  }

  update(measured, names, measures, palette) {
    if (this.measured === measured && this.ink === String(palette.ink)) return;
    Object.assign(this, { measured, ink: String(palette.ink) });
    if (!measured) {
      setText(this.words, "They come when your prediction is typed.");
      this.list.replaceChildren();
      return;
    }
    const { pictures, labels, guesses, shares } = measured.mistakes;
    const wrong = Math.round((1 - measured.accuracy) * measured.count);
    setText(this.words, `After step ${measured.step}: ${wrong} of ${measured.count} ${measures} images are wrong; `
      + `those it was surest of come first.`);
    const scale = greyScale("ink", palette);
    while (this.items.length < labels.length) {
      const grid = new PictureGrid("cnn-mistake-picture");
      grid.canvas.setAttribute("role", "presentation");
      const words = make("span");
      this.items.push({ grid, words, element: make("li", {}, grid.element, words) });
    }
    labels.forEach((label, index) => {
      const { grid, words } = this.items[index];
      setText(words, `is ${names[label]}, says ${names[guesses[index]]} (${percent(shares[index])})`);
      if (!pictures) return;
      const [, rows, columns] = pictures.shape;
      const values = pictures.values.subarray(index * rows * columns, (index + 1) * rows * columns);
      grid.draw({ shape: [1, rows, columns], values }, { scale, side: 52, width: 52 });
    });
    this.list.replaceChildren(...this.items.slice(0, labels.length).map(({ element }) => element));
  }
}

export class ConfusionTable {
  constructor() {
    this.table = make("table", { class: "cnn-confusion" });
    this.element = make("div", { class: "cnn-machine-part", role: "group", "aria-label": "Confusion matrix" },
      make("h3", { class: "cnn-caption-left cnn-gradient-words" }, "What is taken for what"),
      make("p", { class: "cnn-key" }, "Rows: what it is. Columns: what the model says. Empty is 0."),
      make("div", { class: "cnn-confusion-frame", tabindex: 0, role: "group", "aria-label": "Confusion matrix, scrolls" }, this.table));
  }

  build(names) {
    this.built = String(names);
    this.cells = names.map(() => names.map(() => make("td")));
    this.table.replaceChildren(
      make("caption", { class: "cnn-hidden" }, "Confusion matrix: rows are true classes, columns the model's answers"),
      make("thead", {}, make("tr", {}, make("td", { class: "cnn-corner" }), ...names.map((name) => make("th", { scope: "col" }, name)))),
      make("tbody", {}, ...names.map((name, row) =>
        make("tr", {}, make("th", { scope: "row" }, name), ...this.cells[row]))));
  }

  update(measured, names) {
    if (this.built !== String(names)) this.build(names);
    if (this.measured === measured) return;
    this.measured = measured;
    const counts = measured?.confusion ?? names.map(() => names.map(() => 0));
    counts.forEach((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0) || 1;
      row.forEach((count, guess) => {
        const cell = this.cells[label][guess];
        setText(cell, count ? String(count) : "");
        cell.dataset.kind = count === 0 ? "" : label === guess ? "right" : "wrong";
        cell.style.setProperty("--share", label === guess ? count / total : Math.min(1, (4 * count) / total));
      });
    });
  }
}
