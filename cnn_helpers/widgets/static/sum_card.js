// One cell of the feature map written out: the products, their sum, bias, ReLU; and the predict mode.

import { windowAt } from "./correlate.js";
import { CHANNELS } from "./kernel_planes.js";
import { MapQuestion } from "./map_question.js";
import { formatNumber } from "./numbers.js";
import { make, setHidden, setText } from "./page.js";

// Nine products of one channel.
class Products {
  constructor(name) {
    this.name = name;
    this.cells = [];
    const grid = make("div", { class: "cnn-products" });
    for (let index = 0; index < 9; index++) {
      const pixel = make("span", { class: "cnn-input-words" });
      const weight = make("span", { class: "cnn-kernel-words" });
      const result = make("b");
      grid.append(make("div", { class: "cnn-product" }, make("span", {}, pixel, " × ", weight), result));
      this.cells.push({ pixel, weight, result });
    }
    this.sum = make("p", { class: "cnn-channel-sum" });
    this.element = make("div", { class: "cnn-channel" }, this.sum, grid);
  }

  // Returns the sum, and the products in words.
  update(pixels, weights, { hidden, named }) {
    let sum = 0;
    pixels.forEach((pixel, index) => {
      const cell = this.cells[index];
      const product = (pixel ?? 0) * weights[index];
      sum += product;
      setText(cell.pixel, formatNumber(pixel ?? 0));
      cell.pixel.classList.toggle("cnn-padding", pixel === null);
      setText(cell.weight, formatNumber(weights[index]));
      setText(cell.result, hidden ? "?" : formatNumber(product));
      cell.result.classList.toggle("cnn-nothing", product === 0 && !hidden);
    });
    setHidden(this.sum, !named);
    setText(this.sum, `${this.name}: sum ${hidden ? "?" : formatNumber(sum)}`);
    const pairs = pixels.map((pixel, index) => `${formatNumber(pixel ?? 0)} × ${formatNumber(weights[index])}`);
    return { sum, words: `${named ? `${this.name} ` : ""}${pairs.join(" + ")}` };
  }
}

export class SumCard {
  constructor(store) {
    this.store = store;
    this.title = make("h4", { class: "cnn-card-title" });
    this.channels = [];
    this.channelArea = make("div", { class: "cnn-channels" });
    this.way = make("span");
    this.result = make("b", { class: "cnn-result" });
    this.total = make("p", { class: "cnn-total" }, this.way, this.result);
    this.compared = make("p", { class: "cnn-compared" });
    this.prediction = new MapQuestion(store);
    const { toggle, kinds, form, verdict } = this.prediction;
    this.element = make(
      "div",
      { class: "cnn-card", role: "group", "aria-label": "One cell of the feature map" },
      make("div", { class: "cnn-card-head" }, this.title,
        make("div", { class: "cnn-card-modes" }, kinds.element, toggle)),
      make("div", { class: "cnn-card-body" },
        this.channelArea,
        make("div", { class: "cnn-card-sum" }, this.total, this.compared, form, verdict)),
    );
  }

  update() {
    const { store } = this;
    const [row, column] = store.cell();
    const { stride, padding, bias, relu } = store.settings();
    const hidden = this.prediction.isOpen();
    const image = store.image();
    const images = image.planes ?? [image];
    const planes = store.planes();
    const said = [];
    const parts = [];
    let sum = 0;
    this.makeChannels(images.length);
    this.channels.forEach((channel, index) => {
      setHidden(channel.element, index >= images.length);
      if (index >= images.length) return;
      const pixels = windowAt(images[index], row, column, { stride, padding, dilation: store.dilation() });
      const { sum: part, words } = channel.update(pixels, planes[index].flat(), { hidden, named: images.length > 1 });
      sum += part;
      parts.push(`${channel.name} ${hidden ? "?" : formatNumber(part)}`);
      said.push(words);
    });
    this.element.dataset.channels = images.length;
    setText(this.title, `feature_map[${row}, ${column}]`);
    setText(this.way, this.steps(parts, sum, { bias, relu }, hidden));
    setText(this.result, hidden ? "?" : formatNumber(this.prediction.numberAt([row, column])));
    this.compare([row, column], hidden);
    this.prediction.update([row, column]);
    this.words = `Row ${row}, column ${column}: ${said.join("; ")}. `
      + `${this.total.textContent} ${this.compared.textContent} ${this.prediction.words}`;
  }

  makeChannels(count) {
    while (this.channels.length < count) {
      const channel = new Products(CHANNELS[this.channels.length]);
      this.channels.push(channel);
      this.channelArea.append(channel.element);
    }
  }

  compare([row, column], hidden) {
    const { store } = this;
    setHidden(this.compared, !store.comparing());
    if (this.compared.hidden) return setText(this.compared, "");
    const second = store.map("second_kernel");
    const index = row * second.columns + column;
    const [other, difference] = [second.values[index], store.difference().values[index]].map((value) => formatNumber(value));
    return setText(this.compared, hidden ? "Kernel B: ?" : `Kernel B gives ${other}; A − B = ${difference}.`);
  }

  // The way from the products to the cell's value, up to the last equals sign.
  steps(channels, sum, { bias, relu }, hidden) {
    const written = (number) => (hidden ? "?" : formatNumber(number));
    const parts = [channels.length > 1 ? `${channels.join(" + ")} =` : "sum of the products ="];
    if (bias !== 0) parts.push(`${written(sum)}, ${bias < 0 ? "minus" : "plus"} ${formatNumber(Math.abs(bias))} bias =`);
    if (relu) parts.push(`${written(sum + bias)}, after ReLU =`);
    return `${parts.join(" ")} `;
  }
}
