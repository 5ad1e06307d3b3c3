// The network explorer's picture: to draw on, with the receptive field outlined and an overlay on top.

import { ArrayCanvas } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { cssColor, greyScale } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { CountControl, NumberControl, RadioControl, SelectControl } from "./sliders.js";
import { StrokePad } from "./stroke_pad.js";

const PENS = [["pen", "Pen"], ["grey pen", "Grey"], ["eraser", "Eraser"]];
const KINDS_OF_OVERLAY = [["none", "nothing"], ["occlusion", "occlusion"], ["saliency", "saliency"]];

export class InputPanel {
  constructor(store, change, tell) {
    Object.assign(this, { store, change });
    this.sheet = new ArrayCanvas("input", "network-image");
    this.pointer = new CellPointer(this.sheet, {
      label: "Picture", far: 1,
      cell: () => store.pixel(),
      choose: (cell, how, event) => this.move(cell, how, event),
      press: (cell) => this.dot(cell),
    });
    this.strokes = new StrokePad(this.pointer.element, this.sheet, store, () => store.channels === 1);
    this.cover = make("canvas", { class: "cnn-cover", "aria-hidden": "true" });
    this.sheet.marks.append(this.cover);
    this.caption = make("p", { class: "cnn-caption cnn-input-words" });
    this.pens = new RadioControl("Tool", PENS, (tool) => store.change({ tool }));
    const button = (text, work) => make("button", { type: "button", class: "cnn-button", onclick: work }, text);
    this.undo = button("Undo", () => store.undo());
    this.clear = button("Clear", () => store.clear());
    this.tools = make("div", { class: "cnn-pens" }, this.pens.element,
      make("div", { class: "cnn-controls" }, this.undo, this.clear));
    this.pointer.element.addEventListener("keydown", (event) => this.undoKey(event));
    this.overlay = new SelectControl("Lay over it", KINDS_OF_OVERLAY, (overlay) => store.change({ overlay }));
    this.label = new SelectControl("for class", [], (label) => store.change({ label }));
    this.patch = new CountControl("Patch", { name: "patch size", low: 1, high: 28, tell,
      change: (patch_size) => store.change({ patch_size }) });
    this.fill = new NumberControl("Fill", { low: 0, high: 1, step: 0.05, tell, change: (fill) => store.change({ fill }) });
    this.patchTools = make("div", { class: "cnn-patch-tools" }, this.patch.element, this.fill.element);
    this.words = make("p", { class: "cnn-overlay-words" });
    this.element = make("div", { class: "cnn-network-input", role: "group", "aria-label": "Drawing" },
      this.caption, this.pointer.element, this.tools);
    this.controls = make("div", { class: "cnn-overlay-controls" },
      this.overlay.element, this.label.element, this.patchTools, this.words);
  }

  move(cell, how, event) {
    if (how === "hover") return;
    const { store } = this;
    const before = store.pixel();
    store.place = cell;
    if (how === "key" && event?.shiftKey && store.channels === 1) {
      store.remember();
      store.paint(before.map((index) => index + 0.5), cell.map((index) => index + 0.5));
    } else store.notify();
  }

  // Ctrl+Z, and Ctrl+Y or Ctrl+Shift+Z for the other way.
  undoKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.store.redo();
    else this.store.undo();
  }

  dot(cell) {
    if (this.store.channels !== 1) return;
    const middle = cell.map((index) => index + 0.5);
    this.store.remember();
    this.store.paint(middle, middle);
  }

  draw(palette, side) {
    const { store } = this;
    const { image, channels } = store;
    const cell = Math.max(1, Math.floor(side / Math.max(image.rows, image.columns)));
    const ends = image.values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [0, 1]);
    this.sheet.draw(image, { scale: greyScale(channels === 1 ? "ink" : "photo", palette, ...ends), palette, cell });
    const { rows: [top, bottom], columns: [left, right] } = store.get("explained").field;
    this.sheet.mark("window", { row: top, column: left, rows: bottom - top, columns: right - left });
    const [row, column] = store.pixel();
    this.sheet.mark("pixel", { row, column });
    this.drawCover(palette, cell);
    this.pens.update(store.get("tool"));
    this.undo.disabled = store.past.length === 0;
    this.tools.hidden = channels !== 1;
    const { classes, largest_patch: largest } = store.get("_plan");
    const overlay = store.get("overlay");
    this.overlay.update(overlay);
    this.label.list([[null, "the most probable"], ...classes.map((name, index) => [index, name])]);
    this.label.update(store.get("label"));
    this.label.element.hidden = overlay === "none";
    this.patchTools.hidden = overlay !== "occlusion";
    this.patch.update(store.get("patch_size"), { low: 1, high: largest });
    this.fill.update(store.get("fill"));
  }

  // Occlusion: a cell in the middle of each place of the patch; saliency: a cell for each pixel.
  drawCover(palette, cell) {
    const { store } = this;
    const map = store.overlayMap;
    const kind = store.get("overlay");
    this.cover.hidden = map === null || kind === "none";
    if (this.cover.hidden) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const { rows, columns } = store.image;
    const size = [columns * cell, rows * cell];
    [this.cover.width, this.cover.height] = size.map((length) => Math.round(length * ratio));
    [this.cover.style.width, this.cover.style.height] = size.map((length) => `${length}px`);
    const context = this.cover.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const limit = Math.max(...map.values.map(Math.abs)) || 1;
    const shift = kind === "occlusion" ? (store.get("patch_size") - 1) / 2 : 0;
    map.values.forEach((value, index) => {
      const amount = Math.abs(value) / limit;
      if (amount < 0.02) return;
      context.globalAlpha = 0.85 * amount;
      context.fillStyle = cssColor(value > 0 ? palette.gradient : palette.negative);
      context.fillRect(((index % map.columns) + shift) * cell, (Math.floor(index / map.columns) + shift) * cell, cell, cell);
    });
  }

  write() {
    const { store } = this;
    const { image } = store;
    setText(this.caption, store.name);
    const draws = store.channels === 1 ? ": arrow keys choose a pixel, Space paints, Shift with an arrow draws a line" : "";
    this.pointer.element.setAttribute("aria-label", `Picture${draws}`);
    const inked = image.values.filter((value) => value > 0).length;
    this.sheet.canvas.setAttribute("aria-label",
      `${store.name}, ${image.rows} by ${image.columns} pixels, ${inked} of them with ink`);
    setText(this.words, this.overlayWords());
  }

  overlayWords() {
    const { store } = this;
    const kind = store.get("overlay");
    if (kind === "none") return "";
    if (store.asked() === "class") return "Answer first: an overlay would tell the class.";
    const map = store.overlayMap;
    const name = store.classes()[store.get("label") ?? store.winner()];
    if (map === null) return "Python is computing the overlay …";
    const at = map.values.indexOf(Math.max(...map.values));
    const place = `row ${Math.floor(at / map.columns)}, column ${at % map.columns}`;
    if (kind === "saliency") {
      return `Saliency: how strongly the logit of ${name} would react to a tiny change of each pixel, up or down. `
        + `The strongest, ${formatNumber(map.values[at])} for each unit of ink, is at ${place}. It is a slope at this picture, not a reason.`;
    }
    const size = store.get("patch_size");
    const lowest = Math.min(...map.values);
    const against = lowest < -0.005 ? ` Purple: it rises, by up to ${formatNumber(-lowest)}.` : "";
    return `Occlusion: a patch of ${size} × ${size} filled with ${formatNumber(store.get("fill"))} lies at every place. `
      + `Red: the probability of ${name} falls, by up to ${formatNumber(map.values[at])} (its top left corner at ${place}).${against} `
      + "What falls depends on the fill: try another.";
  }
}
