// The convolution stepper's page: planes of the image × planes of a filter = the map, which fills in.

import { CellPointer } from "./cell_pointer.js";
import { greyScale, signedScale } from "./colors.js";
import { roundedLimit } from "./numbers.js";
import { make, remember, setText } from "./page.js";
import { PlaneStack } from "./plane_stack.js";
import { Player } from "./player.js";
import { RadioControl } from "./sliders.js";
import { StepperCard } from "./stepper_card.js";
import { StepperSettings } from "./stepper_settings.js";
import { StepperStore, channelName } from "./stepper_store.js";
import { WidgetView, widgetPage } from "./view.js";

const LARGEST_CELL = 52; // CSS pixels
const LARGEST_STAGE = 364;
const KERNEL_STAGE = 206;
const READABLE_CELL = 24; // its numbers are 10 pixels high; a kernel's, with decimals, need half as much again

class StepperView extends WidgetView {
  constructor(store) {
    super(store, "cnn-stepper");
  }

  build() {
    const { store } = this;
    this.image = new PlaneStack("input", "image", (array) => this.buildImagePointer(array));
    this.kernel = new PlaneStack("kernel", "kernel");
    this.map = new PlaneStack("output", "feature-map", (array) => this.buildMapPointer(array));
    this.card = new StepperCard(store, () => this.image.place.firstChild.focus());
    this.settings = new StepperSettings(store, this.change, this.tell);
    this.player = new Player({
      label: "Position of the window",
      count: () => store.scene().maps[0].values.length,
      at: () => store.step(),
      go: (step) => store.go(store.at(step)),
      words: (step) => `row ${store.at(step)[0]}, column ${store.at(step)[1]}`,
    });
    this.grey = remember(greyScale);
    this.signedImage = remember(signedScale);
    this.kernelScale = remember(signedScale);
    this.mapScale = remember(signedScale);
    this.colour = make("canvas", { class: "cnn-colour", role: "img", "aria-label": "The picture in colour" });
    this.imageWords = make("p", { class: "cnn-caption cnn-input-words" });
    this.kernelWords = make("p", { class: "cnn-caption cnn-kernel-words" });
    this.mapWords = make("p", { class: "cnn-caption cnn-output-words" });
    this.planeChoice = make("div", { class: "cnn-choice" });
    this.filterChoice = make("div", { class: "cnn-choice" });
    this.root.append(
      this.settings.element,
      panel("Image", stage(this.image.element), this.imageWords, this.planeChoice, this.colour),
      sign("×"),
      panel("Filter", stage(this.kernel.element), this.kernelWords, this.filterChoice),
      sign("="),
      panel("Feature map", stage(this.map.element), this.mapWords, make("div", { class: "cnn-choice" })),
      this.player.element, this.card.element);
  }

  // The image: drag the window, or in predict mode point at the pixel where it begins.
  buildImagePointer(array) {
    const { store } = this;
    this.guess = [0, 0];
    const pointer = new CellPointer(array, {
      label: "Image: arrow keys move the window; when its place is asked for, they choose a pixel and Enter answers",
      cell: () => (store.isAsking("window") ? this.guess : [NaN, NaN]),
      choose: (cell, how) => {
        if (store.isAsking("window")) {
          this.guess = cell;
          if (how === "press") this.answer(cell);
          this.redraw();
        } else if (how === "press" || (how === "hover" && this.dragging)) {
          this.slide(cell);
        }
      },
      press: (cell) => store.isAsking("window") && this.answer(cell),
    });
    const area = pointer.element;
    area.addEventListener("pointerdown", () => { this.dragging = true; });
    for (const name of ["pointerup", "pointerleave", "pointercancel"]) {
      area.addEventListener(name, () => { this.dragging = false; });
    }
    area.addEventListener("keydown", (event) => this.slideByKey(event));
    return area;
  }

  buildMapPointer(array) {
    const { store } = this;
    return new CellPointer(array, {
      label: "Feature map: arrow keys move to a cell, with Shift ten cells at a time",
      cell: () => store.position(),
      choose: (cell, how) => {
        if (how === "hover") return;
        this.player.stop();
        store.go(cell);
      },
    }).element;
  }

  answer([row, column]) {
    const { padding } = this.store.scene();
    this.store.change({ prediction: [row - padding, column - padding] });
  }

  // Puts the middle of the window as near to a pixel as a stop allows; the learner holds it there.
  slide(cell) {
    const { store } = this;
    const { kernels, maps, stride, dilation } = store.scene();
    const { rows, columns } = kernels[0][0];
    const stop = (index, size, count) => {
      const wanted = Math.round((index - ((size - 1) * dilation) / 2) / stride);
      return Math.min(Math.max(wanted, 0), count - 1);
    };
    const position = [stop(cell[0], rows, maps[0].rows), stop(cell[1], columns, maps[0].columns)];
    if (String(position) === String(store.position())) return;
    this.player.stop();
    store.go(position);
  }

  slideByKey(event) {
    const { store } = this;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step || store.isAsking("window") || event.ctrlKey || event.metaKey || event.altKey) return;
    const { rows, columns } = store.scene().maps[0];
    const inside = (index, size) => Math.min(Math.max(index, 0), size - 1);
    const [row, column] = store.position();
    const position = [inside(row + step[0], rows), inside(column + step[1], columns)];
    this.player.stop();
    if (String(position) !== String([row, column])) store.go(position);
    event.preventDefault();
  }

  // One side for the cells of image and map, so that they can be compared.
  cellSides() {
    const { padded, kernels, maps } = this.store.scene();
    const room = this.layout === "wide" ? (this.width - 318) / 2 : (this.width - 46) / 2;
    const side = Math.min(...[padded, maps].map((planes) => {
      const space = Math.min(room, LARGEST_STAGE) - PlaneStack.depth(planes.length) - 6;
      return space / Math.max(planes[0].rows, planes[0].columns);
    }));
    const cell = Math.min(LARGEST_CELL, side >= 4 ? Math.floor(side) : side);
    const [filter] = kernels;
    const space = KERNEL_STAGE - PlaneStack.depth(filter.length);
    const fits = Math.floor(space / Math.max(filter[0].rows, filter[0].columns));
    return [cell, Math.min(fits, Math.max(1.5 * READABLE_CELL, cell))];
  }

  draw() {
    const { store, palette } = this;
    const scene = store.scene();
    const [cell, kernelCell] = this.cellSides();
    const [filter, channel, step] = [store.filter(), store.channel(), store.step()];
    const kernel = scene.kernels[filter];
    const numbers = cell >= READABLE_CELL;
    const isSigned = scene.look === "signed";
    const imageScale = isSigned
      ? this.signedImage("input", palette, largest(scene.image), 0.72)
      : this.grey(scene.look, palette);
    this.image.draw(scene.padded, channel, { scale: imageScale, palette, cell, ring: scene.padding, numbers });
    const weights = this.kernelScale("kernel", palette, largest(kernel), 0.72);
    this.kernel.draw(kernel, channel, { scale: weights, palette, cell: kernelCell });
    const scale = this.mapScale("output", palette, roundedLimit(largest(scene.maps)), cell >= 22 ? 0.72 : 1);
    this.map.draw(scene.maps, filter, {
      scale, palette, cell, numbers, filled: step + 1, hidden: store.isAsking() ? step : -1,
    });
    const [row, column] = store.position();
    this.map.front.mark("chosen", { row, column });
    const place = {
      row: row * scene.stride, column: column * scene.stride, dilation: scene.dilation,
      kernelRows: kernel[0].rows, kernelColumns: kernel[0].columns,
    };
    const asksPlace = store.isAsking("window");
    this.image.frame(asksPlace ? null : place);
    this.image.front.mark("guess", { row: this.guess[0], column: this.guess[1] });
    this.image.front.guess.hidden = !asksPlace;
    this.root.dataset.asks = asksPlace;
    this.player.update();
  }

  write() {
    const { store } = this;
    const scene = store.scene();
    const [filter, channel] = [store.filter(), store.channel()];
    this.settings.update();
    const { rows, columns } = scene.image[0];
    const rings = scene.padding ? ` + ${scene.padding === 1 ? "1 ring" : `${scene.padding} rings`} of zeros` : "";
    const size = scene.image_name.includes("×") ? "" : `, ${rows} × ${columns}`;
    setText(this.imageWords, `${scene.image_name}${size}${rings}`);
    const kernel = scene.kernels[filter];
    setText(this.kernelWords, `${kernel.length > 1 ? `${kernel.length} × ` : ""}${kernel[0].rows} × ${kernel[0].columns} weights`);
    const map = scene.maps[0];
    const done = store.step() + (store.isAsking() ? 0 : 1);
    setText(this.mapWords, `${map.rows} × ${map.columns}: ${done} of ${map.values.length} cells filled`);
    this.label(this.image, `Image ${this.imageWords.textContent}`, channel, scene.image.length);
    this.label(this.kernel, `Filter ${filter}`, channel, scene.image.length);
    this.map.front.canvas.setAttribute("aria-label", `Feature map of filter ${filter}, ${this.mapWords.textContent}`);
    this.planes = this.choice(this.planeChoice, this.planes, "Plane in front", scene.image.length,
      (index) => channelName(index, scene.image.length), (index) => store.change({ channel: index }));
    this.planes?.update(channel);
    this.filterRadios = this.choice(this.filterChoice, this.filterRadios, "Filter", scene.kernels.length,
      (index) => `filter ${index}`, (index) => this.change({ filter: index }));
    this.filterRadios?.update(filter);
    this.root.dataset.choices = scene.image.length > 1 || scene.kernels.length > 1;
    this.paintColour(scene);
    this.card.update();
    if (!this.player.isPlaying) this.say(this.card.words);
  }

  label(stack, words, channel, count) {
    const front = count > 1 ? `, ${channelName(channel, count)} in front` : "";
    stack.front.canvas.setAttribute("aria-label", `${words}${front}`);
  }

  // Radio buttons for the plane in front; none where there is only one.
  choice(place, radios, legend, count, name, change) {
    const names = count > 1 ? Array.from({ length: count }, (_, index) => [index, name(index)]) : [];
    const key = names.join();
    if (place.dataset.names === key) return radios;
    place.dataset.names = key;
    place.replaceChildren();
    if (count < 2) return null;
    const made = new RadioControl(legend, names, change);
    place.append(made.element);
    return made;
  }

  // Red, green and blue together, as small as they are.
  paintColour(scene) {
    const isColour = scene.image.length === 3 && scene.look === "photo";
    this.colour.hidden = !isColour;
    if (!isColour || this.painted === scene) return;
    this.painted = scene;
    const { rows, columns } = scene.image[0];
    Object.assign(this.colour, { width: columns, height: rows });
    const context = this.colour.getContext("2d");
    const pixels = context.createImageData(columns, rows);
    for (let index = 0; index < rows * columns; index++) {
      scene.image.forEach(({ values }, channel) => { pixels.data[4 * index + channel] = 255 * values[index]; });
      pixels.data[4 * index + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }

  remove() {
    this.player.stop();
    super.remove();
  }
}

function largest(planes) {
  return Math.max(...planes.map(({ values }) => Math.max(...values.map(Math.abs)))) || 1;
}

function panel(title, ...children) {
  return make("div", { role: "group", class: "cnn-panel", "aria-label": title },
    make("h3", { class: "cnn-title" }, title), ...children);
}

function stage(element) {
  return make("div", { class: "cnn-stage" }, element);
}

function sign(text) {
  return make("div", { class: "cnn-sign", "aria-hidden": "true" }, text);
}

export default () => {
  return widgetPage(StepperStore, StepperView);
};
