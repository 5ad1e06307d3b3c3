// The painter's page: a sheet to paint on, tools, the chosen pixel's address and number, questions.

import { ArrayCanvas } from "./array_canvas.js";
import { greyScale, readPalette } from "./colors.js";
import { fenceKeys, make, oncePerFrame, setText } from "./page.js";
import { AddressCard } from "./painter_card.js";
import { PainterTools } from "./painter_tools.js";
import { PainterStore } from "./painter_store.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const NARROW = 620; // CSS pixels
const LARGEST_SHEET = 360;

class PainterView {
  constructor(store) {
    this.store = store;
    this.build();
    this.redraw = oncePerFrame(() => this.draw());
    this.measure = () => this.fit();
    store.listeners.add(this.redraw);
    this.resizes = new ResizeObserver(this.measure);
    this.resizes.observe(this.root);
    this.themes = new MutationObserver(this.measure);
    this.themes.observe(document.body, { attributes: true });
    fenceKeys(this.root);
  }

  build() {
    const { store } = this;
    this.sheet = new ArrayCanvas("input", "sheet");
    this.tools = new PainterTools(store);
    this.card = new AddressCard(store, () => this.area.focus());
    this.rowNumbers = make("div", { class: "cnn-row-numbers", "aria-hidden": "true" });
    this.columnNumbers = make("div", { class: "cnn-column-numbers", "aria-hidden": "true" });
    this.alert = make("p", { class: "cnn-alert", role: "alert" });
    this.root = make("div", { class: "cnn-widget cnn-painter" },
      this.tools.element,
      make("div", { class: "cnn-paper" },
        make("div", { class: "cnn-corner", "aria-hidden": "true" }, "row ↓ column →"),
        this.columnNumbers, this.rowNumbers, this.buildArea()),
      this.card.element, this.alert);
    this.root.addEventListener("keydown", (event) => this.undoKey(event));
  }

  // The sheet takes the focus, so that arrows move the chosen pixel and Space paints it.
  buildArea() {
    this.area = make("div", { class: "cnn-pointer", tabindex: 0, role: "application" }, this.sheet.element);
    this.area.addEventListener("pointerdown", (event) => this.press(event));
    this.area.addEventListener("pointermove", (event) => this.move(event));
    for (const kind of ["pointerup", "pointercancel"]) {
      this.area.addEventListener(kind, () => { this.last = null; });
    }
    this.area.addEventListener("keydown", (event) => this.key(event));
    return this.area;
  }

  // Where a pointer is, in cells with fractions.
  place(event) {
    const box = this.sheet.canvas.getBoundingClientRect();
    const { rows, columns } = this.store.image;
    return [
      ((event.clientY - box.top) / box.height) * rows,
      ((event.clientX - box.left) / box.width) * columns,
    ];
  }

  press(event) {
    const { store } = this;
    const cell = this.sheet.cellAt(event, store.image);
    if (event.button !== 0 || !cell) return;
    if (store.get("predict")) {
      if (store.openQuestion()?.kind === "find") store.answer(cell);
      return;
    }
    this.area.setPointerCapture(event.pointerId);
    store.remember();
    this.last = this.place(event);
    this.choose(cell);
    store.paint(this.last, this.last);
  }

  move(event) {
    const { store } = this;
    if (store.get("predict")) return; // a passing pointer must neither paint nor tell
    const cell = this.sheet.cellAt(event, store.image);
    if (cell) this.choose(cell);
    if (!this.last) return;
    // The browser gathers the moves of a frame: one line through them all, and one message.
    const here = this.place(event);
    store.paint(this.last, here);
    this.last = here;
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { store } = this;
    const step = STEPS[event.key];
    const open = store.openQuestion();
    if (step && open?.kind !== "name") {
      const before = store.pixel();
      this.choose([before[0] + step[0], before[1] + step[1]]);
      if (event.shiftKey && !store.get("predict")) {
        store.remember();
        store.paint(before.map(middle), store.pixel().map(middle));
      }
    } else if (event.key === " " || event.key === "Enter") {
      const pixel = store.pixel();
      if (open?.kind === "find") store.answer(pixel);
      else if (!store.get("predict")) {
        store.remember();
        store.paint(pixel.map(middle), pixel.map(middle));
      }
    } else return;
    event.preventDefault();
  }

  undoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    if (!this.store.get("predict")) this.store.undo();
  }

  choose(cell) {
    const last = this.store.image.rows - 1;
    const pixel = cell.map((index) => Math.min(Math.max(index, 0), last));
    if (String(pixel) !== String(this.store.pixel())) this.store.change({ pixel });
  }

  // Chooses the layout and the size of the sheet; the palette may have changed with the theme.
  fit() {
    const width = this.root.clientWidth || NARROW;
    const layout = width < NARROW ? "narrow" : "wide";
    this.stage = Math.min(LARGEST_SHEET, width - 72);
    this.root.dataset.layout = layout;
    this.palette = readPalette(this.root);
    this.draw();
  }

  draw() {
    const { store } = this;
    const { rows } = store.image;
    const cell = Math.min(64, Math.floor(this.stage / rows));
    const scale = greyScale("ink", this.palette);
    this.sheet.draw(store.image, { scale, palette: this.palette, cell });
    const [row, column] = store.pixel();
    const question = store.openQuestion();
    this.sheet.mark("chosen", { row, column });
    this.markAnswer();
    this.number(cell, rows, question ? null : [row, column]);
    this.tools.update();
    this.card.update();
    const predict = store.get("predict");
    this.root.dataset.predict = predict;
    const paints = predict ? "Enter answers" : "Space paints, Shift with an arrow draws a line";
    this.area.setAttribute("aria-label", `Sheet: arrow keys choose a pixel, ${paints}`);
    const inked = store.image.values.filter((value) => value > 0).length;
    this.sheet.canvas.setAttribute("aria-label",
      `${store.name}, ${rows} by ${rows} pixels, ${inked} of them with ink`);
    setText(this.alert, store.get("error"));
  }

  // After an answer the pixel that was asked for is framed too.
  markAnswer() {
    const question = this.store.get("question");
    const shown = question !== null && this.store.get("prediction") !== null;
    this.sheet.mark("asked", question ?? { row: 0, column: 0 });
    this.sheet.asked.hidden = !shown;
  }

  // Row and column numbers beside the sheet; an open question hides them.
  number(cell, count, chosen) {
    const every = cell >= 16 ? 1 : 7;
    const key = `${cell} ${count} ${chosen}`;
    if (this.numbered === key) return;
    this.numbered = key;
    for (const [axis, element] of [this.rowNumbers, this.columnNumbers].entries()) {
      const labels = [];
      for (let index = 0; index < count && chosen; index++) {
        const isChosen = index === chosen[axis];
        const near = Math.abs(index - chosen[axis]) * cell < 16;
        if (!isChosen && (index % every || near)) continue;
        const label = make("span", isChosen ? { class: "cnn-chosen-number" } : {}, String(index));
        label.style[axis ? "left" : "top"] = `${(index + 0.5) * cell}px`;
        labels.push(label);
      }
      element.replaceChildren(...labels);
    }
  }

  remove() {
    this.redraw.cancel();
    this.store.listeners.delete(this.redraw);
    this.resizes.disconnect();
    this.themes.disconnect();
    this.root.remove();
  }
}

function middle(index) {
  return index + 0.5;
}

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new PainterStore(model);
    },
    render({ el }) {
      const view = new PainterView(store);
      el.append(view.root);
      view.fit();
      return () => view.remove();
    },
  };
};
