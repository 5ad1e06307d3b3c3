// The card to write on: pen, finger or keyboard; or marks and numbers chosen from lists.

import { ArrayCanvas } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { greyScale } from "./colors.js";
import { make, setText } from "./page.js";
import { RadioControl, SelectControl } from "./sliders.js";
import { StrokePad } from "./stroke_pad.js";

const CARD_PENS = [["pen", "Pen"], ["eraser", "Eraser"]];
const CARD_BRUSHES = [[1, "thin"], [2, "medium"], [3, "thick"], [4, "very thick"]];
const MARKS = [["empty", "nothing"], "X", "O", "tick", "scribble", "V", "crossed out"];

export class CardPad {
  constructor(store) {
    this.store = store;
    this.sheet = new ArrayCanvas("input", "card-sheet");
    this.pointer = new CellPointer(this.sheet, {
      label: "Card: arrow keys choose a pixel, Space makes a dot, Shift with an arrow draws a line", far: 1,
      cell: () => store.pixel(),
      choose: (cell, how, event) => this.move(cell, how, event),
      press: (cell) => this.dot(cell),
    });
    this.strokes = new StrokePad(this.pointer.element, this.sheet, store, () => true);
    this.pointer.element.addEventListener("keydown", (event) => this.undoKey(event));
    this.pens = new RadioControl("Tool", CARD_PENS, (tool) => store.change({ tool }));
    this.brush = new SelectControl("Pen", CARD_BRUSHES, (brush) => store.change({ brush }));
    const button = (text, work) => make("button", { type: "button", class: "cnn-button", onclick: work }, text);
    this.undo = button("Undo", () => store.undo());
    this.clear = button("Clear", () => store.clear());
    this.caption = make("p", { class: "cnn-caption cnn-input-words" });
    const { flavours } = store.get("_plan");
    this.choice = { line: 0, mark: "X", number: 1 };
    const choose = (name) => (value) => { this.choice[name] = value; this.update(); };
    this.line = new SelectControl("For", flavours.map((flavour, index) => [index, flavour]), choose("line"));
    this.mark = new SelectControl("write", MARKS, choose("mark"));
    const numbers = Array.from({ length: 9 }, (_, index) => [index + 1, String(index + 1)]);
    this.number = new SelectControl("and", [[null, "no number"], ...numbers], choose("number"));
    this.writer = make("div", { class: "cnn-writer", role: "group", "aria-label": "Write without a pen" },
      this.line.element, this.mark.element, this.number.element,
      button("Write", () => store.send("write", this.choice)));
    this.element = make("div", { class: "cnn-panel", role: "group", "aria-label": "Write on the card" },
      this.caption, this.pointer.element,
      make("div", { class: "cnn-pens" }, this.pens.element, this.brush.element,
        make("div", { class: "cnn-controls" }, this.undo, this.clear)));
  }

  move(cell, how, event) {
    if (how === "hover") return;
    const { store } = this;
    const before = store.pixel();
    store.place = cell;
    if (how === "key" && event?.shiftKey) {
      store.remember();
      store.paint(before.map((index) => index + 0.5), cell.map((index) => index + 0.5));
    } else store.notify();
  }

  dot(cell) {
    const middle = cell.map((index) => index + 0.5);
    this.store.remember();
    this.store.paint(middle, middle);
  }

  // Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z for the other way.
  undoKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.store.redo();
    else this.store.undo();
  }

  draw(palette, width) {
    const { store } = this;
    const card = store.card();
    this.sheet.draw(card, { scale: greyScale("ink", palette), palette, cell: width / card.columns, numbers: false });
    const [row, column] = store.pixel();
    this.sheet.mark("pixel", { row, column });
    this.update();
  }

  update() {
    const { store } = this;
    this.pens.update(store.get("tool"));
    this.brush.update(store.get("brush"));
    this.undo.setAttribute("aria-disabled", String(store.past.length === 0));
    for (const name of ["line", "mark", "number"]) this[name].update(this.choice[name]);
    setText(this.caption, `1. You write: ${store.name}`);
    const inked = store.image.values.filter((value) => value > 0).length;
    this.sheet.canvas.setAttribute("aria-label", `${store.name}, ${inked} pixels with ink`);
  }
}
