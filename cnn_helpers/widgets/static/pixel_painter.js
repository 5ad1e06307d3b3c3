// The painter's page: a sheet to paint on, tools, the chosen pixel's address and number, questions.

import { ArrayCanvas } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { greyScale } from "./colors.js";
import { make } from "./page.js";
import { AddressCard } from "./painter_card.js";
import { PainterTools } from "./painter_tools.js";
import { PainterStore } from "./painter_store.js";
import { StrokePad } from "./stroke_pad.js";
import { WidgetView, widgetPage } from "./view.js";

const LARGEST_SHEET = 360; // CSS pixels

class PainterView extends WidgetView {
  constructor(store) {
    super(store, "cnn-painter", { narrow: 620 });
  }

  build() {
    const { store } = this;
    this.sheet = new ArrayCanvas("input", "sheet");
    this.tools = new PainterTools(store);
    this.card = new AddressCard(store, () => this.area.focus());
    this.rowNumbers = make("div", { class: "cnn-row-numbers", "aria-hidden": "true" });
    this.columnNumbers = make("div", { class: "cnn-column-numbers", "aria-hidden": "true" });
    this.root.append(
      this.tools.element,
      make("div", { class: "cnn-paper" },
        make("div", { class: "cnn-corner", "aria-hidden": "true" }, "row ↓ column →"),
        this.columnNumbers, this.rowNumbers, this.buildArea()),
      this.card.element);
    this.root.addEventListener("keydown", (event) => this.undoKey(event));
  }

  // The sheet takes the focus, so that arrows move the chosen pixel and Space paints it.
  buildArea() {
    const { store } = this;
    this.area = new CellPointer(this.sheet, {
      label: "Sheet",
      far: 1, // Shift draws
      cell: () => store.pixel(),
      choose: (cell, how, event) => this.choose(cell, how, event),
      press: (cell) => this.press(cell),
    }).element;
    this.strokes = new StrokePad(this.area, this.sheet, store, () => !store.get("predict"));
    return this.area;
  }

  choose(pixel, how, event) {
    const { store } = this;
    const open = store.openQuestion();
    // A passing pointer must not tell the address that is asked for; nor may the arrows.
    if (store.get("predict") && how !== "key") {
      if (how === "press" && open?.kind === "find") store.reply(pixel);
      return;
    }
    if (open?.kind === "name") return;
    const before = store.pixel();
    store.change({ pixel });
    if (how === "key" && event.shiftKey && !store.get("predict")) {
      store.remember();
      store.paint(before.map(middle), pixel.map(middle));
    }
  }

  // Enter or Space on the chosen pixel.
  press(pixel) {
    const { store } = this;
    if (store.openQuestion()?.kind === "find") store.reply(pixel);
    else if (!store.get("predict")) {
      store.remember();
      store.paint(pixel.map(middle), pixel.map(middle));
    }
  }

  // Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z for the other way.
  undoKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.store.redo();
    else this.store.undo();
  }

  fitted() {
    this.stage = Math.min(LARGEST_SHEET, this.width - 72);
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
    const predict = store.get("predict");
    this.root.dataset.predict = predict;
    const paints = predict ? "Enter answers" : "Space paints, Shift with an arrow draws a line";
    this.area.setAttribute("aria-label", `Sheet: arrow keys choose a pixel, ${paints}`);
    const inked = store.image.values.filter((value) => value > 0).length;
    this.sheet.canvas.setAttribute("aria-label",
      `${store.name}, ${rows} by ${rows} pixels, ${inked} of them with ink`);
    this.tools.update();
    this.card.update();
    this.say(this.card.words);
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
}

function middle(index) {
  return index + 0.5;
}

export default () => {
  return widgetPage(PainterStore, PainterView);
};
