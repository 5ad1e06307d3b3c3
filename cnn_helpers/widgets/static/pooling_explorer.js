// The pooling explorer's page: image, feature map, ReLU and pooled map in a row, and the shift lab.

import { ArrayCanvas } from "./array_canvas.js";
import { CellOverlay } from "./cell_overlay.js";
import { CellPointer } from "./cell_pointer.js";
import { greyScale, signedScale } from "./colors.js";
import { extent, formatNumber, roundedLimit } from "./numbers.js";
import { make, remember, setText } from "./page.js";
import { unusedCells } from "./pooling.js";
import { PoolingCard } from "./pooling_card.js";
import { PoolingControls, SignLegend } from "./pooling_controls.js";
import { PoolingStore } from "./pooling_store.js";
import { ShiftPad, moveWords } from "./shift_pad.js";
import { ShiftTable } from "./shift_table.js";
import { WidgetView, widgetPage } from "./view.js";

const LAYERS_SHOWN = [
  ["image", "Image", "input"], ["feature_map", "Feature map", "output"],
  ["relu", "After ReLU", "output"], ["pooled", "Pooled", "output"],
];
const ARROW = 30; // room between two arrays, in CSS pixels

class PoolingView extends WidgetView {
  constructor(store) {
    super(store, "cnn-pooling");
  }

  build() {
    const { store, change, tell } = this;
    this.cursor = null; // the cell of the pooled-from map that the keyboard is at
    this.inkScale = remember(greyScale);
    this.signedScale = remember(signedScale);
    this.unused = remember((rows, columns, kernel_size, stride) =>
      unusedCells({ rows, columns }, { kernel_size, stride }));
    this.controls = new PoolingControls(store, change, tell);
    this.layers = LAYERS_SHOWN.map(([name, title, role]) => this.layer(name, title, role));
    const [image, map, relu, pooled] = this.layers;
    this.pad = new ShiftPad(store, image.array, change);
    image.stage.append(this.pad.area);
    for (const layer of [map, relu]) {
      layer.pointer = new CellPointer(layer.array, {
        label: `${layer.title}: arrow keys go from cell to cell and choose the window, Enter answers which cell wins`,
        cell: () => this.cursorOn(layer),
        choose: (cell, how) => this.point(cell, how),
        press: (cell) => this.answer(cell),
      });
      layer.pointer.element.addEventListener("focus", () => this.redraw());
      layer.pointer.element.addEventListener("blur", () => this.redraw());
      layer.stage.append(layer.pointer.element);
    }
    pooled.pointer = new CellPointer(pooled.array, {
      label: "Pooled map: arrow keys choose a cell",
      cell: () => store.cell(),
      // While an answer is asked for, only a click chooses: a passing pointer must not.
      choose: (cell, how) => (how !== "hover" || !store.get("predict")) && this.choose(cell),
    });
    pooled.stage.append(pooled.pointer.element);
    this.table = new ShiftTable();
    this.card = new PoolingCard(store, change);
    this.legend = new SignLegend();
    this.root.append(
      this.controls.element,
      make("div", { class: "cnn-layers" }, ...this.layers.map(({ element }) => element)),
      this.legend.element,
      this.card.element,
      make("div", { role: "group", class: "cnn-card cnn-lab", "aria-label": "Shift lab" },
        make("h4", { class: "cnn-lab-title" }, "Shift lab: what does a move change?"),
        make("div", { class: "cnn-lab-body" }, this.pad.element, this.table.element)));
  }

  layer(name, title, role) {
    const array = new ArrayCanvas(role, `layer-${name}`);
    const before = new ArrayCanvas(role, `before-${name}`);
    const layer = {
      name, title, array, before,
      signs: new CellOverlay(array),
      heading: make("h3", { class: "cnn-title" }, title),
      stage: make("div", { class: "cnn-stage" }),
      caption: make("p", { class: `cnn-caption cnn-${role}-words` }),
      then: make("div", { class: "cnn-before" }, before.element,
        make("p", { class: "cnn-before-words" }, "before the move")),
    };
    layer.element = make("div", { role: "group", class: `cnn-panel cnn-panel-${name}`, "aria-label": title },
      layer.heading, layer.stage, layer.caption, layer.then);
    return layer;
  }

  // The map that is pooled: the last one shown before the pooled map.
  pooledFrom() {
    return this.layers[this.hasRelu() ? 2 : 1];
  }

  hasRelu() {
    return this.store.get("relu") && this.store.get("kernel") !== null;
  }

  cursorOn({ array }) {
    const { stride } = this.store.operation();
    const { rows, columns } = array.shape;
    const [row, column] = this.cursor ?? this.store.cell().map((index) => index * stride);
    return [Math.min(row, rows - 1), Math.min(column, columns - 1)];
  }

  // A cell of the pooled-from map: an answer where one is asked for, else it chooses the window that holds it.
  point(cell, how) {
    const asked = this.store.isAsking() && this.store.question() === "winner";
    if (how === "hover") return;
    this.cursor = cell;
    if (how === "press" && asked) this.answer(cell);
    else if (!asked) this.chooseWindow(cell);
    this.redraw();
  }

  answer(cell) {
    const asked = this.store.isAsking() && this.store.question() === "winner";
    if (asked) this.card.prediction.give(cell);
  }

  chooseWindow(cell) {
    const { kernel_size: size, stride } = this.store.operation();
    const { rows, columns } = this.store.maps().after.pooled;
    const chosen = cell.map((index, axis) => Math.min(Math.floor(index / stride), (axis ? columns : rows) - 1));
    const inside = cell.every((index, axis) => index - chosen[axis] * stride < size);
    if (inside) this.choose(chosen);
  }

  choose(cell) {
    this.cursor = null;
    if (String(cell) !== String(this.store.cell())) this.store.change({ cell, prediction: null });
  }

  // All arrays share the side of a cell, so that a move is as wide in each; the pooled one is larger.
  fitted() {
    this.sizes = null;
  }

  cellSides(after) {
    const padding = this.layout === "wide" ? 34 : 22;
    const room = this.width - padding;
    const shown = this.hasRelu() ? [after.image, after.feature_map, after.relu] : [after.image, after.feature_map];
    let side;
    if (this.layout === "wide") {
      const gaps = shown.length * ARROW + (shown.length + 1) * 6;
      const columns = shown.reduce((sum, map) => sum + map.columns, 0) + 0.75 * after.feature_map.columns;
      side = Math.min(32, (room - gaps) / columns);
    } else {
      side = Math.min(30, (room - 12 - 12) / 2 / Math.max(...shown.map(({ columns }) => columns)));
    }
    side = side >= 8 ? Math.floor(side) : side;
    const widest = (this.layout === "wide" ? 0.75 : 1) * after.feature_map.columns * side;
    const larger = Math.min(48, widest / after.pooled.columns, (after.feature_map.rows * side) / after.pooled.rows);
    return [side, Math.max(side, larger >= 8 ? Math.floor(larger) : larger)];
  }

  draw() {
    const { store, palette } = this;
    const { before, after, measures } = store.maps();
    const [side, larger] = this.cellSides(after);
    const { kernel_size: size, stride } = store.operation();
    const [row, column] = store.cell();
    const secret = store.isAsking() && store.question() !== "changes";
    const isMoved = store.get("shift").some((step) => step !== 0);
    const hasRelu = this.hasRelu();
    const source = this.pooledFrom();
    const ink = this.inkScale("ink", palette);
    this.root.classList.toggle("cnn-with-relu", hasRelu);
    for (const layer of this.layers) {
      const { name } = layer;
      layer.element.hidden = name === "relu" && !hasRelu;
      const cell = name === "pooled" ? larger : side;
      const limit = roundedLimit(Math.max(...[before, after].flatMap((maps) => extent(maps[name].values).map(Math.abs))));
      const scale = name === "image" ? ink : this.scaleFor(layer, limit, cell);
      const hidden = secret && name === "pooled" ? row * after.pooled.columns + column : -1;
      layer.array.draw(after[name], { scale, palette, cell, hidden });
      const small = Math.min(7, 84 / Math.max(before[name].rows, before[name].columns));
      layer.before.draw(before[name], { scale, palette, cell: Math.max(small, name === "pooled" ? 84 / before[name].columns : 0), ...(secret && name === "pooled" && !isMoved ? { hidden } : {}) });
      layer.signs.draw(this.signsOf(layer, { before, after, measures, secret, isMoved, source }), palette);
      for (const mark of ["window", "chosen", "cursor"]) if (layer.array[mark]) layer.array[mark].hidden = true;
    }
    this.markOn(source.array, "window", { row: row * stride, column: column * stride, rows: size, columns: size });
    this.markOn(this.layers[3].array, "chosen", { row, column });
    if (source.pointer.element.matches(":focus-visible")) {
      const [down, right] = this.cursorOn(source);
      this.markOn(source.array, "cursor", { row: down, column: right });
    }
    this.controls.update();
    this.pad.update();
  }

  markOn(array, name, place) {
    array.mark(name, place);
    array[name].hidden = false;
  }

  scaleFor(layer, limit, cell) {
    const key = `${limit} ${cell >= 22}`;
    if (layer.scaleKey !== key || layer.scalePalette !== this.palette) {
      layer.scaleKey = key;
      layer.scalePalette = this.palette;
      layer.scale = signedScale("output", this.palette, limit, cell >= 22 ? 0.72 : 1);
    }
    return layer.scale;
  }

  signsOf({ name, array }, { before, after, measures, secret, isMoved, source }) {
    const { rows, columns } = array.shape;
    const signs = {};
    if (name === "image" && isMoved) {
      signs.ghosts = [...before.image.values.keys()].filter((index) => before.image.values[index] > 0.3);
    }
    if (name === source.name) {
      const { kernel_size, stride, pooling } = this.store.operation();
      signs.hatch = this.unused(rows, columns, kernel_size, stride);
      if (pooling === "max" && !secret) {
        const { winners, tied } = after.pooled;
        signs.dots = [...new Set(winners.filter((_, index) => !tied[index]))];
        signs.rings = [...new Set(winners.filter((_, index) => tied[index]))];
      }
    }
    if (isMoved && name !== "image") signs.frames = measures[name].astray ?? [];
    if (isMoved && name === "pooled") signs.corners = measures.pooled.changed ?? [];
    return signs;
  }

  write() {
    const { store } = this;
    const { after, measures } = store.maps();
    const { kernel, pooling, kernel_size: size, stride, padding } = store.operation();
    const shift = store.get("shift");
    const secret = store.isAsking() && store.question() !== "changes";
    const kernelWords = kernel === null ? "no kernel" : this.controls.kernelName();
    const words = {
      image: `${store.get("image_name")}, ${moveWords(shift)}`,
      feature_map: kernel === null ? "the image itself" : kernelWords,
      relu: "negatives became 0",
      pooled: `${pooling} of ${size} × ${size}, stride ${stride}`,
    };
    for (const { name, caption, array, before, title } of this.layers) {
      const { rows, columns, values } = after[name];
      setText(caption, `${words[name]}: ${rows} × ${columns}`);
      const [low, high] = extent(values).map((value) => formatNumber(value, 2));
      const range = secret && name === "pooled" ? "one value hidden" : `values from ${low} to ${high}`;
      array.canvas.setAttribute("aria-label", `${title}, ${rows} by ${columns}, ${range}`);
      before.canvas.setAttribute("aria-label", `${title} before the move`);
    }
    setText(this.layers[1].heading, kernel === null ? "No convolution" : "Feature map");
    this.layers[1].element.dataset.padding = padding;
    this.table.update(measures, { shift, stride, hasRelu: this.hasRelu() });
    this.card.update();
    this.legend.update(this.palette, {
      dots: pooling === "max" && !secret, rings: pooling === "max" && !secret,
      hatch: this.unused(...["rows", "columns"].map((axis) => after.relu[axis]), size, stride).length > 0,
      ghosts: shift.some(Boolean), corners: shift.some(Boolean),
      frames: shift.some(Boolean) && ["feature_map", "relu", "pooled"].some((name) => measures[name].astray?.length),
    });
    this.say(`${this.card.words} ${shift.some(Boolean) ? this.table.words : ""}`);
  }
}

export default () => {
  return widgetPage(PoolingStore, PoolingView);
};
