// The kernel explorer's page: image, kernel and feature map side by side, and one cell written out.

import { ArrayCanvas, padded } from "./array_canvas.js";
import { CellPointer } from "./cell_pointer.js";
import { greyScale, signedScale } from "./colors.js";
import { OperationOptions, presetName, presetSelect } from "./explorer_controls.js";
import { ExplorerStore } from "./explorer_store.js";
import { Legend, imageWords, mapWords, sizeWords } from "./explorer_words.js";
import { KernelEditor, limitFor } from "./kernel_editor.js";
import { roundedLimit, typicalLargest } from "./numbers.js";
import { labelled, make, remember, setText } from "./page.js";
import { PicturePicker } from "./picture_picker.js";
import { SelectControl } from "./sliders.js";
import { SumCard } from "./sum_card.js";
import { WidgetView, widgetPage } from "./view.js";

class ExplorerView extends WidgetView {
  constructor(store) {
    super(store, "cnn-explorer");
  }

  build() {
    const { store, change, tell } = this;
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
    this.looks = new SelectControl("Show as",
      [["signed", "colours by sign"], ["grey", "a grey picture"]], (look) => change({ map_look: look }));
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => change(store.start));
    this.imageWords = make("p", { class: "cnn-caption cnn-input-words" });
    this.mapWords = make("p", { class: "cnn-caption cnn-output-words" });
    this.imageLegend = new Legend();
    this.mapLegend = new Legend();
    this.sizes = make("p", { class: "cnn-sizes" });
    this.pointer = new CellPointer(this.map, {
      label: "Feature map: arrow keys choose a cell, with Shift ten cells at a time",
      cell: () => store.cell(),
      choose: (cell, how) => this.choose(cell, how),
    });
    const imagePanel = panel("Image", this.picker.element, stage(this.image.element),
      this.imageWords, this.imageLegend.element);
    this.picker.acceptDrops(imagePanel);
    this.root.append(
      imagePanel,
      make("div", { class: "cnn-sign", "aria-hidden": "true" }, "×"),
      panel("Kernel",
        make("div", { class: "cnn-controls" }, labelled("Preset", this.presets), this.presets, reset),
        stage(this.editor.element), this.options.element),
      make("div", { class: "cnn-sign", "aria-hidden": "true" }, "="),
      panel("Feature map",
        this.looks.element, stage(this.pointer.element), this.mapWords, this.mapLegend.element),
      this.card.element, this.sizes);
  }

  // While a prediction is asked for, only a click chooses: a passing pointer must not.
  choose(cell, how) {
    const { store } = this;
    if (how === "hover" && store.get("predict")) return;
    if (String(cell) !== String(store.cell())) store.change({ cell, prediction: null });
  }

  fitted() {
    const room = this.layout === "wide" ? (this.width - 430) / 2 : (this.width - 48) / 2;
    this.stage = Math.max(120, Math.min(288, Math.floor(room)));
    this.root.style.setProperty("--stage", `${this.stage}px`);
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
    const hidden = this.card.prediction.isOpen();
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
    this.looks.update(store.get("map_look"));
    this.presets.value = presetName(store.get("presets"), settings.kernel);
    this.picker.update();
    this.card.update();
    this.say(this.card.words);
    setText(this.imageWords, imageWords(store.get("image_name"), image, settings.padding));
    setText(this.mapWords, mapWords(map, hidden));
    this.image.canvas.setAttribute("aria-label", this.imageWords.textContent);
    this.map.canvas.setAttribute("aria-label", `Feature map, ${this.mapWords.textContent}`);
    this.imageLegend.update(imageScale, 0, 1, [0, 1],
      look === "ink" ? ["paper", "ink"] : ["black", "white"]);
    const onlyPositive = store.get("map_look") === "signed" && map.extent[0] >= 0;
    this.mapLegend.update(mapScale, onlyPositive ? 0 : mapScale.low, mapScale.high, map.extent);
    setText(this.sizes, sizeWords(image, map, settings));
  }
}

function panel(title, ...children) {
  return make("div", { class: "cnn-panel", role: "group", "aria-label": title },
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
  return widgetPage(ExplorerStore, ExplorerView);
};
