// The kernel explorer's page: image, kernel and feature map side by side, and one cell written out; below them, if
// wanted, a second kernel with its map.

import { EVERY_CELL, padded, partOf } from "./array_canvas.js";
import { channelScale, greyScale, signedScale } from "./colors.js";
import { OperationOptions } from "./explorer_controls.js";
import { ExplorerStore } from "./explorer_store.js";
import { imageWords, sizeWords } from "./explorer_words.js";
import { limitFor } from "./kernel_editor.js";
import { KernelPanel, button } from "./kernel_panel.js";
import { CHANNELS } from "./kernel_planes.js";
import { MapPanel, headRoom, panel, rename } from "./map_panel.js";
import { roundedLimit, typicalLargest } from "./numbers.js";
import { make, remember, setHidden, setText } from "./page.js";
import { PicturePicker } from "./picture_picker.js";
import { SelectControl } from "./sliders.js";
import { SumCard } from "./sum_card.js";
import { WidgetView, widgetPage } from "./view.js";
import { Zoom } from "./zoom.js";

const READABLE = 36; // CSS pixels of a cell whose number can be read
const ALL_READABLE = 48; // and of one with three numbers

class ExplorerView extends WidgetView {
  constructor(store) {
    super(store, "cnn-explorer");
  }

  build() {
    const { store, change, tell } = this;
    this.padded = remember(padded);
    this.imagePart = remember(partOf);
    this.scales = {
      image: remember(greyScale), channel: remember(channelScale), grey: remember(greyScale),
      signed: remember(signedScale), difference: remember(signedScale),
    };
    this.drawImage = remember((image, scale, cell, padding, row, column) => {
      const { rows, columns } = store.image();
      const inner = padding ? { row: padding - row, column: padding - column, rows, columns } : null;
      this.image.array.draw(image, { scale, palette: this.palette, cell, inner });
    });
    this.picker = new PicturePicker(store, tell);
    this.zoom = new Zoom({
      get: () => store.get("zoom"),
      change: (zoom) => store.change({ zoom }),
      moved: (first, count) => this.keepInside(first, count),
      largest: store.get("limits").zoom,
    });
    this.kernel = new KernelPanel(store,
      { name: "kernel", change, tell, extra: [button("Reset", "The kernel and settings as they were at first",
        () => change(store.opening()))] });
    this.kernel.onChannel = () => this.redraw();
    this.options = new OperationOptions(store, change, tell);
    this.card = new SumCard(store);
    this.sizes = make("p", { class: "cnn-sizes" });
    this.looks = new SelectControl("Show as",
      [["signed", "colours by sign"], ["grey", "a grey picture"]], (look) => change({ map_look: look }));
    this.channels = new SelectControl("Channels", [["grey", "grey"], ["rgb", "red, green, blue"]],
      (channels) => change({ channels }));
    this.image = new MapPanel("Image", {
      role: "input", className: "image", place: "cnn-at-image", head: this.picker.element, byKey: false,
      foot: make("div", { class: "cnn-picture-options" }, this.zoom.element, this.channels.element),
      pointing: { label: "Image", ...this.pointingAtImage() },
    });
    this.map = this.mapPanel("Feature map", { className: "feature-map", place: "cnn-at-map", head: this.looks.element });
    this.picker.acceptDrops(this.image.element);
    this.picker.acceptPastes(this.root);
    const sign = (text, place) => make("div", { class: `cnn-sign ${place}`, "aria-hidden": "true" }, text);
    this.kernelPanel = panel("Kernel", "cnn-at-kernel", this.kernel.element, this.options.element);
    this.root.append(
      this.image.element, sign("×", "cnn-at-times"),
      this.kernelPanel, sign("=", "cnn-at-equals"), this.map.element, this.card.element, this.sizes);
    for (const { pointer } of [this.image, this.map]) this.listenForZoom(pointer);
  }

  // The second row, when it is wanted for the first time.
  buildComparison() {
    const { store, change, tell } = this;
    this.secondKernel = new KernelPanel(store, { name: "second_kernel", letter: "B", change, tell });
    this.secondKernel.onChannel = () => this.redraw();
    this.second = this.mapPanel("Feature map B",
      { className: "second-map", place: "cnn-at-second-map", head: headRoom(), byKey: false });
    this.difference = this.mapPanel("Difference A − B",
      { className: "difference", place: "cnn-at-difference", head: headRoom(), byKey: false });
    this.comparison = make("div", { class: "cnn-comparison" },
      this.difference.element,
      panel("Kernel B", "cnn-at-second-kernel", this.secondKernel.element),
      make("div", { class: "cnn-sign cnn-at-second-equals", "aria-hidden": "true" }, "="),
      this.second.element);
    this.card.element.before(this.comparison);
    for (const { pointer } of [this.difference, this.second]) this.listenForZoom(pointer);
  }

  mapPanel(title, options) {
    const { store } = this;
    return new MapPanel(title, {
      ...options,
      pointing: {
        label: `${title}: arrow keys choose a cell, with Shift ten cells at a time; plus and minus zoom`,
        cell: () => store.cell(),
        choose: (cell, how) => this.choose(cell, how),
        press: (cell) => this.answerWith(cell),
        part: () => ({ ...store.map(), row: this.part.map.row, column: this.part.map.column }),
      },
    });
  }

  // A pixel of the image stands for the cell whose window has it in the middle.
  pointingAtImage() {
    const { store } = this;
    const { round } = Math;
    return {
      cell: () => store.cell().map((index) => index * store.get("stride") + store.dilation()),
      choose: (pixel, how) => {
        const { rows, columns } = store.map();
        const cell = pixel.map((index) => Math.max(0, round((index - store.dilation()) / store.get("stride"))));
        this.choose([Math.min(cell[0], rows - 1), Math.min(cell[1], columns - 1)], how);
      },
      part: () => {
        const padding = 2 * store.get("padding");
        const { rows, columns } = store.image();
        const { row, column } = this.part.image;
        return { row, column, rows: rows + padding, columns: columns + padding };
      },
    };
  }

  listenForZoom(pointer) {
    this.zoom.listen(pointer.element, { side: () => this.cellSide, whole: () => this.store.map() });
  }

  // While a prediction is asked for, only a click chooses: a passing pointer must not.
  choose(cell, how) {
    const { store } = this;
    if (how === "hover" && (store.get("predict") || this.zoom.held)) return;
    if (how === "press" && this.answerWith(cell)) return;
    if (String(cell) === String(store.cell())) return;
    store.change(store.get("ask") === "number" ? { cell, prediction: null } : { cell });
  }

  // Whether the cell was what predict mode waits for.
  answerWith(cell) {
    const { store } = this;
    if (store.get("ask") !== "largest" || !this.card.prediction.isOpen()) return false;
    store.change({ prediction: cell, cell });
    return true;
  }

  // What is shown has been dragged: the chosen cell comes along.
  keepInside(first, count) {
    const cell = this.store.cell().map((index, axis) =>
      Math.min(first[axis] + count[axis] - 1, Math.max(first[axis], index)));
    if (String(cell) !== String(this.store.cell())) this.choose(cell, "drag");
    this.redraw();
  }

  fitted() {
    const room = this.layout === "wide" ? (this.width - 430) / 2 : (this.width - 48) / 2;
    this.stage = Math.max(120, Math.min(288, Math.floor(room)));
    this.root.style.setProperty("--stage", `${this.stage}px`);
  }

  // What follows a moving slider in every frame: the arrays, and the control itself.
  draw() {
    const { store, palette, zoom } = this;
    const settings = store.settings();
    const map = store.map();
    const reach = store.reach();
    const { stride, padding } = settings;
    const channel = store.image().planes?.[CHANNELS.indexOf(this.kernel.channel)] ?? store.image();
    const image = this.padded(channel, padding);
    const chosen = store.cell();
    const part = zoom.part({
      image, map, cell: chosen, stride, reach, fewest: Math.floor(this.stage / (image.planes ? ALL_READABLE : READABLE)),
    });
    const cell = cellSide(this.stage, Math.max(part.image.rows, part.image.columns));
    const open = this.card.prediction.isOpen();
    const seen = placed(part.map);
    const all = store.get("ask") === "largest" ? EVERY_CELL
      : (chosen[0] - part.map.row) * part.map.columns + chosen[1] - part.map.column;
    const hidden = open ? all : -1;
    const comparing = store.comparing();
    const scale = this.mapScale(comparing ? [map, store.map("second_kernel")] : [map], cell);
    const how = { part: part.map, scale, palette, cell, hidden, chosen };
    this.root.dataset.zoomed = store.get("zoom") > 1;
    this.part = part;
    this.cellSide = cell;
    this.map.drawMap(partOf(map, ...seen), how);
    this.drawImagePart(image, part.image, cell, padding);
    this.markWindow(chosen, part.image, stride, reach);
    this.kernel.draw(palette);
    this.options.update(settings, limitFor([settings.bias], 4));
    if (comparing && !this.comparison) this.buildComparison();
    if (this.comparison) setHidden(this.comparison, !comparing);
    if (comparing) this.drawComparison(how, seen);
    this.drawn = { map, hidden: open, settings };
  }

  drawComparison(how, seen) {
    const { store } = this;
    const difference = store.difference();
    const limit = roundedLimit(typicalLargest(difference.values));
    const scale = this.scales.difference("output", this.palette, limit, how.cell >= 22 ? 0.72 : 1);
    this.second.drawMap(partOf(store.map("second_kernel"), ...seen), how);
    this.difference.drawMap(partOf(difference, ...seen), { ...how, scale });
    this.secondKernel.draw(this.palette);
  }

  drawImagePart(image, part, cell, padding) {
    const look = this.store.get("look");
    const channel = this.store.image().planes ? CHANNELS.indexOf(this.kernel.channel) : -1;
    const scale = channel >= 0 ? this.scales.channel(channel) : this.scales.image(look, this.palette);
    this.image.scale = scale;
    this.drawImage(this.imagePart(image, ...placed(part)), scale, cell, padding, part.row, part.column);
  }

  // The window, and with dilation each pixel that the kernel touches.
  markWindow([row, column], part, stride, reach) {
    const { array } = this.image;
    const top = row * stride - part.row;
    const left = column * stride - part.column;
    array.mark("window", { row: top, column: left, rows: reach, columns: reach });
    const dilation = (reach - 1) / 2;
    for (let index = 0; index < 9 && (dilation > 1 || array["tap-0"]); index++) {
      array.mark(`tap-${index}`, {
        row: top + dilation * Math.floor(index / 3), column: left + dilation * (index % 3),
      });
      setHidden(array[`tap-${index}`], dilation === 1);
    }
  }

  // One scale for the maps that are shown together.
  mapScale(maps, cell) {
    const { palette, store } = this;
    const limits = store.get("map_limits");
    const [low, high] = limits ?? [
      Math.min(...maps.map((map) => map.extent[0])), Math.max(...maps.map((map) => map.extent[1])),
    ];
    if (store.get("map_look") === "grey") {
      return this.scales.grey(store.get("look"), palette, low, high > low ? high : low + 1);
    }
    const largest = Math.max(-low, high);
    const typical = () => Math.max(...maps.map((map) => typicalLargest(map.values)));
    const limit = limits ? largest : roundedLimit(typical() || largest);
    return this.scales.signed("output", palette, limit, cell >= 22 ? 0.72 : 1);
  }

  // Words and numbers in words: nobody reads them sixty times a second.
  write() {
    const { store } = this;
    const { map, hidden, settings } = this.drawn;
    const image = store.image();
    const look = store.get("map_look");
    this.looks.update(look);
    this.channels.update(store.get("channels"));
    this.kernel.write(this.palette);
    this.picker.update();
    this.card.update();
    const seen = this.zoom.write(this.part.map, map);
    this.map.writeMap(map, hidden, look, seen);
    rename(this.kernelPanel, store.comparing() ? "Kernel A" : "Kernel");
    rename(this.map.element, store.comparing() ? "Feature map A" : "Feature map");
    if (store.comparing()) {
      this.secondKernel.write(this.palette);
      this.second.writeMap(store.map("second_kernel"), hidden, look, seen);
      this.difference.writeMap(store.difference(), hidden, "signed", seen);
    }
    this.say(`${this.card.words} ${seen}`);
    const words = imageWords(store.get("image_name"), image, settings.padding);
    setText(this.image.words, words);
    this.image.array.canvas.setAttribute("aria-label", seen ? `${words}; a part is shown` : words);
    const ends = store.get("look") === "ink" ? ["paper", "ink"] : ["black", "white"];
    const channel = image.planes ? this.kernel.channel : "all";
    setHidden(this.image.legend.element, channel === "all" && image.planes !== undefined);
    this.image.legend.update(this.image.scale, 0, 1, [0, 1],
      CHANNELS.includes(channel) ? [`no ${channel}`, `full ${channel}`] : ends);
    setText(this.sizes, sizeWords(image, map, settings, store.dilation()));
  }
}

function placed({ row, column, rows, columns }) {
  return [row, column, rows, columns];
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
