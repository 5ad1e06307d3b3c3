// The kernel explorer's page: image, kernel and feature map side by side, and one cell written out.

import { ArrayCanvas, padded } from "./array_canvas.js";
import { greyScale, readPalette, signedScale } from "./colors.js";
import { OperationOptions, presetName, presetSelect } from "./explorer_controls.js";
import { ExplorerStore } from "./explorer_store.js";
import { Legend, imageWords, mapWords, sizeWords } from "./explorer_words.js";
import { KernelEditor, limitFor } from "./kernel_editor.js";
import { roundedLimit, typicalLargest } from "./numbers.js";
import { fenceKeys, labelled, make, oncePerFrame, paced, remember, setText } from "./page.js";
import { PicturePicker } from "./picture_picker.js";
import { SumCard } from "./sum_card.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const NARROW = 780; // CSS pixels

class ExplorerView {
  constructor(store) {
    this.store = store;
    this.notice = "";
    this.build();
    this.redraw = oncePerFrame(() => this.draw());
    this.rewrite = paced(50, () => this.write());
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
    const tell = (text) => this.tell(text);
    const change = (values) => this.change(values);
    const limits = store.get("limits");
    this.image = new ArrayCanvas("input", "image");
    this.map = new ArrayCanvas("output", "feature-map");
    this.picker = new PicturePicker(store, tell);
    this.presets = presetSelect(store.get("presets"), change);
    this.editor = new KernelEditor((kernel) => change({ kernel }), tell, limits.weight);
    this.options = new OperationOptions(limits, change, tell);
    this.card = new SumCard(store);
    this.padded = remember(padded);
    this.imageScale = remember(greyScale);
    this.greyMapScale = remember(greyScale);
    this.signedMapScale = remember(signedScale);
    this.drawImage = remember((image, scale, cell, ring) => {
      this.image.draw(image, { scale, palette: this.palette, cell, ring });
    });
    this.looks = make("select", { class: "cnn-select" },
      make("option", { value: "signed" }, "colours by sign"),
      make("option", { value: "grey" }, "a grey picture"));
    this.looks.addEventListener("change", () => change({ map_look: this.looks.value }));
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => change({ ...store.start }));
    this.imageWords = make("p", { class: "cnn-caption cnn-input-words" });
    this.mapWords = make("p", { class: "cnn-caption cnn-output-words" });
    this.imageLegend = new Legend();
    this.mapLegend = new Legend();
    this.sizes = make("p", { class: "cnn-sizes" });
    this.alert = make("p", { class: "cnn-alert", role: "alert" });
    this.pointer = this.buildPointer();
    const imagePanel = panel("Image", this.picker.element, stage(this.image.element),
      this.imageWords, this.imageLegend.element);
    this.picker.acceptDrops(imagePanel);
    this.root = make("div", { class: "cnn-widget cnn-explorer" },
      imagePanel,
      make("div", { class: "cnn-sign", "aria-hidden": "true" }, "×"),
      panel("Kernel",
        make("div", { class: "cnn-controls" }, labelled("Preset", this.presets), this.presets, reset),
        stage(this.editor.element), this.options.element),
      make("div", { class: "cnn-sign", "aria-hidden": "true" }, "="),
      panel("Feature map",
        make("div", { class: "cnn-controls" }, labelled("Show as", this.looks), this.looks),
        stage(this.pointer), this.mapWords, this.mapLegend.element),
      this.card.element, this.sizes, this.alert);
  }

  // The feature map takes the focus, so that arrow keys move the chosen cell.
  buildPointer() {
    const area = make("div", {
      class: "cnn-pointer", tabindex: 0, role: "application",
      "aria-label": "Feature map: arrow keys choose a cell, with Shift ten cells at a time",
    }, this.map.element);
    const point = (event, pressed) => {
      const cell = this.map.cellAt(event, this.store.map());
      // While a prediction is asked for, only a click chooses: a passing pointer must not.
      if (cell && (pressed || !this.store.get("predict"))) this.choose(cell);
    };
    area.addEventListener("pointermove", (event) => point(event, false));
    area.addEventListener("pointerdown", (event) => point(event, true));
    area.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      const [row, column] = this.store.cell();
      this.choose([row + far * step[0], column + far * step[1]]);
    });
    return area;
  }

  choose([row, column]) {
    const { rows, columns } = this.store.map();
    const inside = (index, count) => Math.min(Math.max(index, 0), count - 1);
    const cell = [inside(row, rows), inside(column, columns)];
    if (String(cell) !== String(this.store.cell())) this.store.change({ cell, prediction: null });
  }

  change(values) {
    this.notice = "";
    this.store.change({ ...values, prediction: null });
  }

  tell(text) {
    this.notice = text;
    this.redraw();
  }

  // Chooses the layout and the size of a cell's stage; the palette may have changed with the theme.
  fit() {
    const width = this.root.clientWidth || NARROW;
    const layout = width < NARROW ? "narrow" : "wide";
    const room = layout === "wide" ? (width - 430) / 2 : (width - 48) / 2;
    const stage = Math.max(120, Math.min(288, Math.floor(room)));
    this.palette = readPalette(this.root);
    if (this.layout !== layout || this.stage !== stage) {
      this.root.dataset.layout = this.layout = layout;
      this.root.style.setProperty("--stage", `${stage}px`);
      this.stage = stage;
    }
    this.draw();
    this.write();
  }

  // What follows a moving slider in every frame: the arrays, and the control itself.
  draw() {
    const { store, palette } = this;
    const settings = store.settings();
    const map = store.map();
    const image = this.padded(store.image(), settings.padding);
    const cell = cellSide(this.stage, Math.max(image.rows, image.columns));
    const look = store.get("look");
    const imageScale = this.imageScale(look, palette);
    const mapScale = this.mapScale(map, look, cell);
    const [row, column] = store.cell();
    const hidden = store.isHidden();
    const { stride, padding } = settings;
    this.map.draw(map, {
      scale: mapScale, palette, cell, hidden: hidden ? row * map.columns + column : -1,
    });
    this.drawImage(image, imageScale, cell, padding);
    this.map.mark("chosen", { row, column });
    this.image.mark("window", { row: row * stride, column: column * stride, rows: 3, columns: 3 });
    this.editor.update(store.kernel().values, palette);
    this.options.update(settings, limitFor([settings.bias], 4));
    this.drawn = { map, hidden, settings, look, imageScale, mapScale };
    this.rewrite();
  }

  mapScale(map, look, cell) {
    const { palette, store } = this;
    const limits = store.get("map_limits");
    const [low, high] = limits ?? map.extent;
    if (store.get("map_look") === "grey") {
      return this.greyMapScale(look, palette, low, high > low ? high : low + 1);
    }
    const largest = Math.max(-low, high);
    const limit = limits ? largest : roundedLimit(typicalLargest(map.values) || largest);
    return this.signedMapScale("output", palette, limit, cell >= 22 ? 0.72 : 1);
  }

  // Words and numbers in words: nobody reads them sixty times a second.
  write() {
    const { store } = this;
    const { map, hidden, settings, look, imageScale, mapScale } = this.drawn;
    const image = store.image();
    this.looks.value = store.get("map_look");
    this.presets.value = presetName(store.get("presets"), settings.kernel);
    this.picker.update();
    this.card.update();
    setText(this.imageWords, imageWords(store.get("image_name"), image, settings.padding));
    setText(this.mapWords, mapWords(map, hidden));
    this.image.canvas.setAttribute("aria-label", this.imageWords.textContent);
    this.map.canvas.setAttribute("aria-label", `Feature map, ${this.mapWords.textContent}`);
    this.imageLegend.update(imageScale, 0, 1, [0, 1],
      look === "ink" ? ["paper", "ink"] : ["black", "white"]);
    const onlyPositive = store.get("map_look") === "signed" && map.extent[0] >= 0;
    this.mapLegend.update(mapScale, onlyPositive ? 0 : mapScale.low, mapScale.high, map.extent);
    setText(this.sizes, sizeWords(image, map, settings));
    const silent = store.answer === "silent"
      ? "Python has not answered: it is busy, or it was restarted (then run this cell again)." : "";
    setText(this.alert, this.notice || store.get("error") || silent);
    this.root.dataset.answer = store.answer;
  }

  remove() {
    this.redraw.cancel();
    this.rewrite.cancel();
    this.store.listeners.delete(this.redraw);
    this.resizes.disconnect();
    this.themes.disconnect();
    this.root.remove();
  }
}

function panel(title, ...children) {
  return make("section", { class: "cnn-panel", "aria-label": title },
    make("h3", { class: "cnn-title" }, title), ...children);
}

// The place of an array: as high as the picture, so that the three stand in one line.
function stage(element) {
  return make("div", { class: "cnn-stage" }, element);
}

// One side for the cells of image and map; whole pixels, so that all are equal, unless that costs
// much of the room.
function cellSide(stage, count) {
  const side = Math.min(64, stage / count);
  return Math.floor(side) >= 0.8 * side ? Math.floor(side) : side;
}

export default () => {
  let store;
  return {
    initialize({ model }) {
      store = new ExplorerStore(model);
    },
    render({ el }) {
      const view = new ExplorerView(store);
      el.append(view.root);
      view.fit();
      return () => view.remove();
    },
  };
};
