// The network explorer's page: picture, every layer's maps, probabilities in a row; below, the chosen unit written out.

import { signedScale } from "./colors.js";
import { MapGrid } from "./map_grid.js";
import { ClassBars } from "./network_classes.js";
import { InputPanel } from "./network_input.js";
import { NetworkStore, unitName } from "./network_store.js";
import { UnitScene } from "./network_unit.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";
import { SelectControl } from "./sliders.js";
import { WidgetView, widgetPage } from "./view.js";

const STRIP_HEIGHT = 480; // CSS pixels, when all layers stand side by side
const PICTURE = { wide: 172, narrow: 252 };
const NARROWEST_COLUMN = 46;

// A class is answered by its name or by a click on its bar, a value by a number.
class NetworkPrediction extends Prediction {
  written(answer) {
    return this.store.get("question") === "class" ? this.store.classes()[answer] ?? formatNumber(answer) : formatNumber(answer);
  }

  update(question) {
    super.update(question);
    const named = this.store.classes().some((name, index) => name !== String(index));
    if (this.store.get("question") === "class" && named) this.form.hidden = true;
  }
}

class NetworkView extends WidgetView {
  constructor(store) {
    super(store, "cnn-network-explorer", { narrow: 860 });
  }

  build() {
    const { store } = this;
    this.scaleOf = new Map();
    this.network = new SelectControl("Network", [], (name) => store.send("network", { name }));
    this.example = new SelectControl("Picture", [], (name) => store.send("example", { name }));
    this.question = new SelectControl("Ask for", [["value", "the unit's value"], ["class", "the class"]],
      (question) => store.change({ question, prediction: null }));
    this.prediction = new NetworkPrediction(store, {
      ask: () => store.get("question") === "class"
        ? "Which class will be the most probable? Click its bar."
        : `What number comes out at ${unitName(store.get("unit"))}?`,
      truth: () => store.get("question") === "class" ? store.winner() : store.get("explained").value,
      hint: () => store.get("question") === "value" ? store.get("explained").arithmetic : "",
    });
    this.picture = new InputPanel(store, this.change, this.tell);
    this.classes = new ClassBars(store, this.prediction);
    this.scene = new UnitScene(store);
    this.strip = make("div", { class: "cnn-layers", role: "group", "aria-label": "Layers" });
    this.readout = make("p", { class: "cnn-readout" });
    this.path = make("div", { class: "cnn-path", role: "group", "aria-label": "Way back" });
    this.total = make("p", { class: "cnn-total" });
    this.field = make("p", { class: "cnn-field-words" });
    this.root.append(
      make("div", { class: "cnn-tools" }, this.network.element, this.example.element,
        this.prediction.toggle, this.question.element),
      make("div", { class: "cnn-stage" }, this.picture.element, this.strip, this.classes.element),
      make("div", { class: "cnn-under" }, this.picture.controls, this.readout),
      make("div", { class: "cnn-card cnn-unit-card", role: "group", "aria-label": "The chosen unit" },
        this.path, this.scene.element));
    this.scene.beside.append(this.total, this.prediction.form, this.prediction.verdict, this.field);
  }

  // One column a layer; the last one stands as bars.
  buildColumns(layers) {
    const key = layers.map(({ name }) => name).join();
    if (this.columnsFor === key) return;
    this.columnsFor = key;
    this.columns = layers.slice(1, -1).map(({ name }) => {
      const { store } = this;
      const layer = () => store.layer(name);
      const grid = new MapGrid({
        current: () => (store.get("unit")[0] === name ? store.get("unit")[1] : -1),
        choose: (place) => store.chooseIn(layer(), place),
        hover: (place) => this.hover(name, place),
      });
      const caption = make("p", { class: "cnn-layer-size" });
      const title = make("p", { class: "cnn-layer-title" }, name);
      return { name, grid, caption, title, element: make("div", { class: "cnn-layer" }, title, caption, grid.element) };
    });
    this.strip.replaceChildren(...this.columns.map(({ element }) => element));
  }

  hover(name, place) {
    const layer = this.store.layer(name);
    const unit = place && (layer.shape.length === 1 ? [name, place[0]] : [name, ...place]);
    if (String(unit) === String(this.hovered)) return;
    this.hovered = unit;
    this.redraw();
  }

  fitted() {
    this.scaleOf.clear();
  }

  // How large the maps can be so that all layers stand side by side.
  measureColumns(layers) {
    const gap = 8;
    const maps = layers.filter(({ shape }) => shape.length === 3);
    const flats = layers.filter(({ shape }) => shape.length === 1);
    const flatSize = (count) => Math.max(3, Math.min(12, Math.floor(Math.sqrt((STRIP_HEIGHT * 34) / count)) - 1));
    if (this.layout === "narrow") {
      const wide = this.width - 28;
      const across = (size, count, space) => Math.max(1, Math.min(count, Math.floor((wide + space) / (size + space))));
      return (layer) => {
        const flat = layer.shape.length === 1;
        const size = flat ? (layer.count > 200 ? 6 : 18) : (layer.count > 8 ? 40 : 80);
        return { size, across: across(size, layer.count, flat ? 1 : 4) };
      };
    }
    const flatSpace = flats.reduce((sum, { count }) => {
      const size = flatSize(count) + 1;
      return sum + Math.max(NARROWEST_COLUMN, Math.ceil((count * size) / STRIP_HEIGHT) * size);
    }, 0);
    const room = this.width - 34 - (PICTURE.wide + 22) - 172 - flatSpace - gap * (layers.length - 1);
    const needed = (size, rows) => maps.reduce((sum, { count }) =>
      sum + Math.max(NARROWEST_COLUMN, Math.ceil(count / rows) * (size + 4)), 0);
    const best = { size: 14, rows: 16 };
    for (let rows = 1; rows <= 16; rows++) {
      const highest = Math.min(Math.floor(STRIP_HEIGHT / rows) - 4, 96);
      for (let size = highest; size > best.size; size--) {
        if (needed(size, rows) <= room) Object.assign(best, { size, rows });
      }
    }
    const { size } = best;
    return (layer) => {
      if (layer.shape.length === 3) return { size, across: Math.ceil(layer.count / best.rows) };
      const side = flatSize(layer.count);
      return { size: side, across: Math.ceil((layer.count * (side + 1)) / STRIP_HEIGHT) };
    };
  }

  draw() {
    const { store, palette } = this;
    const layers = store.layers();
    if (!palette || layers.length === 0) return;
    this.buildColumns(layers);
    const measure = this.measureColumns(layers.slice(1, -1));
    const told = store.get("explained");
    const unit = store.get("unit");
    for (const column of this.columns) {
      const layer = store.layer(column.name);
      const { size, across } = measure(layer);
      const isMaps = layer.shape.length === 3;
      const counted = `${layer.count} ${isMaps ? (layer.count === 1 ? "map" : "maps") : "units"}`;
      setText(column.caption, isMaps ? `${counted}\n${layer.rows} × ${layer.columns}` : counted);
      column.grid.draw(layer, {
        palette, size, across, scale: this.scale(layer.limit), label: `${layer.name}, ${column.caption.textContent.replace("\n", ", ")}`,
        chosen: unit[0] === layer.name ? [unit[1], unit[2] ?? 0, unit[3] ?? 0] : null,
        window: this.looks(told, layer),
      });
    }
    this.picture.draw(palette, this.layout === "narrow" ? Math.min(PICTURE.narrow, this.width - 40) : PICTURE.wide);
    if (store.asked() === "class") this.picture.cover.hidden = true;
    this.classes.draw();
    this.scene.draw(palette, this.layout === "narrow" ? this.width - 50 : 520);
    this.drawControls();
  }

  scale(limit) {
    if (!this.scaleOf.has(limit)) {
      if (this.scaleOf.size > 40) this.scaleOf.clear();
      this.scaleOf.set(limit, signedScale("output", this.palette, limit));
    }
    return this.scaleOf.get(limit);
  }

  // Where in the layer before the chosen unit looks: in all maps of a convolution, in one of pooling.
  looks({ kind, before, rows, columns, source, unit }, layer) {
    if (layer.name !== before || layer.shape.length !== 3) return null;
    if (kind === "pass") return { item: source[1], row: source[2], column: source[3], rows: 1, columns: 1 };
    const inside = (places, size) => {
      const real = places.filter((place) => place >= 0 && place < size);
      return [real[0] ?? 0, real.length ? real.at(-1) - real[0] + 1 : 0];
    };
    const [row, height] = inside(rows, layer.rows);
    const [column, width] = inside(columns, layer.columns);
    return { item: kind === "conv" ? null : unit[1], row, column, rows: height, columns: width };
  }

  drawControls() {
    const { store } = this;
    const { networks, examples, network } = store.get("_plan");
    this.network.list(networks);
    this.network.update(network);
    this.example.list(examples.includes(store.name) ? examples : [store.name, ...examples]);
    this.example.update(store.name);
    this.question.update(store.get("question"));
    this.question.element.hidden = !store.get("predict");
  }

  write() {
    const { store } = this;
    const told = store.get("explained");
    const secret = store.asked() === "value";
    this.picture.write();
    this.writePath(told);
    const value = secret ? "?" : formatNumber(told.value);
    const isLogit = told.unit[0] === store.layers().at(-1)?.name;
    let after = told.after && !secret ? ` → after ReLU ${formatNumber(told.after[1])}` : "";
    if (isLogit && store.asked() === null) after = ` → after softmax ${formatNumber(store.probabilities()[told.unit[1]])}`;
    setText(this.total, `${told.words} = ${secret ? told.asked_arithmetic : told.arithmetic} = ${value}${after}`);
    const { rows, columns, size, outside } = told.field;
    const beyond = outside.some((count) => count > 0) ? `; its whole window of ${size[0]} × ${size[1]} reaches over the edge, where padding is 0` : "";
    setText(this.field, rows[0] === rows[1]
      ? "It sees nothing of the picture, only padding."
      : `It sees rows ${rows[0]} to ${rows[1] - 1} and columns ${columns[0]} to ${columns[1] - 1} of the picture: the orange frame there${beyond}.`);
    setText(this.readout, this.readoutWords());
    this.prediction.update(`${told.unit} ${store.get("question")} ${store.name}`);
    const winner = store.winner();
    const answer = store.asked() === "class" ? "" : `Most probable: ${store.classes()[winner]}, ${formatNumber(store.probabilities()[winner])}. `;
    this.say(`${answer}${this.total.textContent}. ${this.prediction.words}`);
  }

  readoutWords() {
    if (!this.hovered) return "Green is above 0, purple below; each layer has a scale of its own. Point at a map to read a number, click to see how it comes about.";
    const secret = this.store.asked() === "value" && String(this.hovered) === String(this.store.get("unit"));
    return `${unitName(this.hovered)}: ${secret ? "?" : formatNumber(this.store.valueOf(this.hovered))}`;
  }

  // The units that led here, each a button to go back to.
  writePath(told) {
    const path = this.store.get("path");
    const key = JSON.stringify([path, told.unit]);
    if (this.pathKey === key) return;
    this.pathKey = key;
    const steps = path.flatMap((unit, index) => [
      make("button", { type: "button", class: "cnn-button cnn-step", onclick: () => this.store.choose(unit, path.slice(0, index)) },
        unitName(unit)),
      make("span", { "aria-hidden": "true" }, "←")]);
    this.path.replaceChildren(...steps, make("strong", { class: "cnn-here" }, told.words));
  }
}

export default () => {
  return widgetPage(NetworkStore, NetworkView);
};
