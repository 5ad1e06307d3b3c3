// One unit written out: where it looks, window times weights, the channels' partial sums or the largest contributions.

import { ArrayCanvas } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { greyScale, signedScale } from "./colors.js";
import { formatNumber, fixedNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { unitName } from "./network_store.js";

const LARGEST_MAP = 184; // CSS pixels
const NUMBER_CELL = 38;

export class UnitScene {
  constructor(store) {
    this.store = store;
    this.look = store.look; // all views show the same
    this.before = new ArrayCanvas("output", "unit-before");
    this.map = new ArrayCanvas("output", "unit-map");
    this.beforePointer = new CellPointer(this.before, {
      label: "Layer before: arrow keys move in the window, Enter goes back to that cell",
      cell: () => this.look.cursor ?? this.home(),
      choose: (cell, how) => this.point(cell, how),
      press: (cell) => this.back(cell),
    });
    this.mapPointer = new CellPointer(this.map, {
      label: "This map: arrow keys choose a cell",
      cell: () => store.get("unit").slice(2),
      // While an answer is asked for, only a click chooses: a passing pointer must not.
      choose: ([row, column], how) => (how !== "hover" || !store.get("predict"))
        && store.choose([...this.told.unit.slice(0, 2), row, column], store.get("path")),
    });
    this.beforeCaption = make("p", { class: "cnn-caption" });
    this.mapCaption = make("p", { class: "cnn-caption cnn-output-words" });
    this.beforeFigure = make("div", { class: "cnn-unit-figure" }, this.beforeCaption, this.beforePointer.element);
    this.mapFigure = make("div", { class: "cnn-unit-figure" }, this.mapCaption, this.mapPointer.element);
    this.arrow = make("span", { class: "cnn-unit-sign", "aria-hidden": "true" }, "→");
    const matrix = (role, name, words) => {
      const array = new ArrayCanvas(role, `unit-${name}`);
      const caption = make("p", { class: `cnn-caption cnn-${role === "input" ? "input" : role}-words` }, words);
      return { array, caption, element: make("div", { class: "cnn-unit-figure" }, caption, array.element) };
    };
    this.window = matrix("input", "window", "window");
    this.weights = matrix("kernel", "weights", "weights");
    this.products = matrix("output", "products", "products");
    this.signs = ["×", "="].map((sign) => make("span", { class: "cnn-unit-sign" }, sign));
    this.partial = make("p", { class: "cnn-partial" });
    this.matrices = make("div", { class: "cnn-unit-matrices" },
      this.window.element, this.signs[0], this.weights.element, this.signs[1], this.products.element, this.partial);
    this.parts = make("div", { class: "cnn-unit-parts", role: "group" });
    this.partsCaption = make("p", { class: "cnn-parts-caption" });
    this.maps = make("div", { class: "cnn-unit-maps" }, this.beforeFigure, this.arrow, this.mapFigure);
    this.beside = make("div", { class: "cnn-unit-beside" }, this.partsCaption, this.parts);
    this.element = make("div", { class: "cnn-unit-scene" }, this.maps, this.beside, this.matrices);
  }

  home() {
    const { rows, columns, source } = this.told;
    if (source && source.length === 4) return source.slice(2);
    if (!rows) return [0, 0];
    return [rows, columns].map((places, axis) => {
      const middle = places[places.length >> 1];
      const { shape } = this.store.layer(this.told.before);
      return Math.min(Math.max(middle, 0), shape[axis + 1] - 1);
    });
  }

  // Only what the unit sees can be followed.
  sees([row, column]) {
    const { rows, columns, source } = this.told;
    if (rows) return rows.includes(row) && columns.includes(column);
    return source !== null && source[2] === row && source[3] === column;
  }

  point(cell, how) {
    if (!this.sees(cell)) return;
    if (how === "press") this.back(cell);
    else {
      this.look.cursor = cell;
      this.store.notify();
    }
  }

  back(cell) {
    const { before } = this.told;
    if (this.sees(cell)) this.store.follow([before, this.beforeChannel(), ...cell]);
  }

  beforeChannel() {
    const { kind, unit, source } = this.told;
    return kind === "conv" ? this.look.channel : (source ? source[1] : unit[1]);
  }

  draw(palette, width) {
    const { store } = this;
    const told = store.get("explained");
    const name = String(told.unit);
    if (this.look.key !== name) {
      this.look.key = name;
      this.look.cursor = null;
      const sums = (told.partial_sums ?? [0]).map(Math.abs);
      if (!told.partial_sums || this.look.channel >= sums.length || this.look.layerName !== told.unit[0]) {
        this.look.channel = sums.indexOf(Math.max(...sums));
      }
      this.look.layerName = told.unit[0];
    }
    this.told = told;
    this.palette = palette;
    this.secret = store.asked() === "value";
    const side = Math.min(LARGEST_MAP, (width - 90) / 2);
    const layer = store.layer(told.unit[0]);
    const before = store.layer(told.before);
    if (!layer || !before) return;
    this.drawMap(this.before, this.beforeFigure, before, this.beforeChannel(), side, -1);
    if (before.shape.length === 3) this.markBefore(before);
    const hidden = this.secret ? told.unit[2] * layer.columns + told.unit[3] : -1;
    this.drawMap(this.map, this.mapFigure, layer, told.unit[1], side, hidden);
    if (layer.shape.length === 3) this.map.mark("chosen", { row: told.unit[2], column: told.unit[3] });
    this.maps.hidden = this.beforeFigure.hidden && this.mapFigure.hidden;
    this.arrow.hidden = this.beforeFigure.hidden || this.mapFigure.hidden;
    this.drawMatrices();
    this.drawParts();
  }

  drawMap(array, figure, layer, channel, side, hidden) {
    figure.hidden = layer.shape.length !== 3;
    if (figure.hidden) return;
    const { rows, columns, count } = layer;
    const cell = Math.max(1, Math.floor(Math.min(side / Math.max(rows, columns), 46)));
    const values = Array.from(layer.values.subarray(channel * rows * columns, (channel + 1) * rows * columns));
    const isInput = layer.kind === "input";
    array.element.className = `cnn-array cnn-${isInput ? "input" : "output"}`;
    const scale = isInput ? greyScale("ink", this.palette) : signedScale("output", this.palette, layer.limit);
    array.draw({ rows, columns, values }, { scale, palette: this.palette, cell, hidden });
    const caption = array === this.map ? this.mapCaption : this.beforeCaption;
    const name = isInput ? "the picture" : layer.name;
    setText(caption, count > 1 ? `${name}, map ${channel}` : name);
    caption.className = `cnn-caption cnn-${isInput ? "input" : "output"}-words`;
    array.canvas.setAttribute("aria-label", `${caption.textContent}, ${rows} by ${columns}`);
  }

  markBefore(before) {
    const { rows, columns, source } = this.told;
    const reach = (places) => [places[0], places.at(-1) - places[0] + 1];
    const [row, height] = reach(rows ?? [source?.[2] ?? 0]);
    const [column, wide] = reach(columns ?? [source?.[3] ?? 0]);
    this.before.mark("window", { row, column, rows: height, columns: wide });
    const isMax = this.told.kind === "max";
    const [cursorRow, cursorColumn] = this.look.cursor ?? (isMax ? source.slice(2) : [0, 0]);
    this.before.mark("winner", { row: cursorRow, column: cursorColumn });
    this.before.winner.hidden = this.look.cursor === null && !(isMax && !this.secret);
  }

  drawMatrices() {
    const { kind, values } = this.told;
    const isConv = kind === "conv";
    this.matrices.hidden = !isConv && kind !== "max" && kind !== "average";
    for (const part of [this.weights.element, this.products.element, this.partial, ...this.signs]) part.hidden = !isConv;
    if (this.matrices.hidden) return;
    const rows = isConv ? values[this.look.channel] : values;
    const limit = this.store.layer(this.told.before).limit;
    const inImage = this.told.before === "images";
    this.drawMatrix(this.window, rows, inImage ? greyScale("ink", this.palette) : signedScale("output", this.palette, limit, 0.6));
    this.window.array.element.className = `cnn-array cnn-${inImage ? "input" : "output"}`;
    if (kind === "max") this.markWinner();
    else if (this.window.array.winner) this.window.array.winner.hidden = true;
    if (!isConv) return;
    const largest = (arrays) => Math.max(1e-9, ...arrays.flat(2).map(Math.abs));
    setText(this.partial, `added up: ${this.secret && values.length === 1 ? "?" : formatNumber(this.told.partial_sums[this.look.channel], 2)}`);
    this.drawMatrix(this.weights, this.told.weights[this.look.channel], signedScale("kernel", this.palette, largest(this.told.weights), 0.7));
    this.drawMatrix(this.products, this.told.products[this.look.channel], signedScale("output", this.palette, largest(this.told.products), 0.6));
  }

  drawMatrix({ array, caption }, rows, scale) {
    const [height, wide] = [rows.length, rows[0].length];
    array.draw({ rows: height, columns: wide, values: rows.flat() }, { scale, palette: this.palette, cell: NUMBER_CELL });
    const spoken = rows.map((row) => row.map((value) => formatNumber(value, 2)).join(" ")).join("; ");
    array.canvas.setAttribute("aria-label", `${caption.textContent}: ${spoken}`);
  }

  markWinner() {
    const { rows, columns, source } = this.told;
    const { array } = this.window;
    array.mark("winner", { row: rows.indexOf(source[2]), column: columns.indexOf(source[3]) });
    array.winner.hidden = this.secret;
  }

  // Channels of a convolution, or the largest contributions to a neuron.
  drawParts() {
    const { told, store } = this;
    const parts = [];
    if (told.partial_sums && told.partial_sums.length > 1) {
      told.partial_sums.forEach((sum, channel) => parts.push({
        name: `${told.before} map ${channel}`, detail: "", product: sum, pressed: channel === this.look.channel,
        spoken: `${told.before}, map ${channel}: partial sum ${formatNumber(sum, 2)}, show its products`,
        press: () => { this.look.channel = channel; store.notify(); } }));
    }
    for (const [number, value, weight, product] of told.addends ?? []) {
      parts.push({
        name: `${told.before}[${number}]`, detail: `${formatNumber(value, 2)} × ${formatNumber(weight, 2)} =`, product,
        spoken: `${told.before}, unit ${number}: ${formatNumber(value, 2)} times ${formatNumber(weight, 2)} is ${formatNumber(product, 2)}, go back to it`,
        press: () => store.follow([told.before, number]) });
    }
    const captions = {
      conv: parts.length ? "Each channel's partial sum; choose one to see its products" : "",
      linear: "The largest contributions; choose one to go back to it",
      pass: this.passWords(), max: "The largest number of the window wins", average: "The mean of the window",
    };
    setText(this.partsCaption, captions[told.kind]);
    this.parts.hidden = parts.length === 0;
    this.parts.setAttribute("aria-label", told.kind === "conv" ? "Channels" : "Contributions");
    const limit = Math.max(1e-9, ...parts.map(({ product }) => Math.abs(product)));
    this.listParts(parts, limit, told.rest);
  }

  passWords() {
    const { told } = this;
    if (told.kind !== "pass") return "";
    const from = told.source ? unitName(told.source) : "";
    if (told.layer_kind === "relu") return `ReLU keeps a number above 0 and makes 0 of all others. It comes from ${from}.`;
    return `Nothing is computed here: the number of ${from} is only written in another place.`;
  }

  listParts(parts, limit, rest) {
    while (this.parts.children.length > parts.length) this.parts.lastChild.remove();
    parts.forEach((part, index) => {
      let row = this.parts.children[index];
      if (!row) {
        row = make("button", { type: "button", class: "cnn-part" },
          make("span", { class: "cnn-part-name" }), make("span", { class: "cnn-part-detail" }),
          make("span", { class: "cnn-part-track" }, make("span", { class: "cnn-part-bar" })),
          make("span", { class: "cnn-part-number" }));
        this.parts.append(row);
      }
      row.onclick = part.press;
      const [name, detail, track, number] = row.children;
      setText(name, part.name);
      setText(detail, part.detail);
      setText(number, fixedNumber(part.product, 2));
      const share = (50 * Math.abs(part.product)) / limit;
      track.firstChild.style.width = `${share}%`;
      track.firstChild.style.left = part.product < 0 ? `${50 - share}%` : "50%";
      track.firstChild.dataset.sign = part.product < 0 ? "minus" : "plus";
      row.setAttribute("aria-label", part.spoken);
      if (part.pressed === undefined) row.removeAttribute("aria-pressed");
      else row.setAttribute("aria-pressed", part.pressed);
    });
    if (rest?.[0]) {
      setText(this.partsCaption, `${this.partsCaption.textContent}. The other ${rest[0]} add up to ${formatNumber(rest[1], 2)}.`);
    }
  }
}
