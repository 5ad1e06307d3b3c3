// One stop of the window written out: every product, each channel's sum, bias, ReLU; and the predict mode.

import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";
import { SelectControl } from "./sliders.js";
import { channelName } from "./stepper_store.js";

const MOST_TERMS = 54; // written out; of larger filters only the plane in front, and of the others the sums
const QUESTIONS = [["value", "the number"], ["window", "the window's place"]];

export class StepperCard {
  // pointAtImage: gives the image the focus, where the window's place is chosen.
  constructor(store, pointAtImage) {
    this.store = store;
    this.pointAtImage = pointAtImage;
    this.title = make("h4", { class: "cnn-card-title" });
    const hint = () => store.get("hint");
    const next = "Go on with the next cell.";
    this.guesses = {
      value: new Prediction(store, {
        ask: "What number comes out here? Type it, then press Check.",
        truth: () => store.value(), next, hint,
      }),
      window: new Prediction(store, {
        ask: () => `Where does the window of this cell begin? Choose its top left pixel in the image.`,
        truth: () => store.corner(), next, hint, cell: true,
      }),
    };
    this.ask = new SelectControl("Ask for", QUESTIONS, (ask) => store.change({ ask, prediction: null }));
    this.next = make("button", { type: "button", class: "cnn-button" }, "Next cell");
    this.next.addEventListener("click", () => {
      const { rows, columns } = store.scene().maps[0];
      store.go(store.at((store.step() + 1) % (rows * columns)));
      this.focuses = true; // on the field for the answer, as soon as it is there
    });
    this.channels = make("div", { class: "cnn-channels" });
    this.blocks = [];
    this.way = make("span");
    this.result = make("b", { class: "cnn-result" });
    this.total = make("p", { class: "cnn-total" }, this.way, this.result);
    const { value, window } = this.guesses;
    this.element = make("div", { role: "group", class: "cnn-card", "aria-label": "One cell of the feature map" },
      make("div", { class: "cnn-card-head" },
        this.title, make("div", { class: "cnn-asks" }, this.ask.element, value.toggle)),
      make("div", { class: "cnn-card-body" },
        this.channels,
        make("div", { class: "cnn-card-sum" },
          this.total, value.verdict, window.verdict, value.form, this.next)));
  }

  // A block for each channel, a cell for each weight; built again only for another shape of filter.
  build(kernel) {
    const { rows, columns } = kernel[0];
    const shape = [kernel.length, rows, columns].join();
    if (this.shape === shape) return;
    this.shape = shape;
    this.blocks = kernel.map((_, channel) => {
      const terms = Array.from({ length: rows * columns }, () => {
        const pixel = make("span", { class: "cnn-input-words" });
        const weight = make("span", { class: "cnn-kernel-words" });
        const product = make("b");
        return { pixel, weight, product,
          element: make("div", { class: "cnn-term" }, make("span", {}, pixel, " × ", weight), product) };
      });
      const sum = make("p", { class: "cnn-channel-sum" });
      const grid = make("div", { class: "cnn-terms" }, ...terms.map(({ element }) => element));
      grid.style.gridTemplateColumns = `repeat(${columns}, minmax(min-content, 1fr))`;
      const many = kernel.length > 1;
      const name = make("h5", { class: "cnn-channel-name", hidden: !many }, channelName(channel, kernel.length));
      sum.hidden = !many;
      return { terms, sum, grid, element: make("div", { class: "cnn-channel" }, name, grid, sum) };
    });
    this.channels.replaceChildren(...this.blocks.map(({ element }) => element));
    this.channels.dataset.single = kernel.length === 1 && columns <= 3;
    this.isLong = kernel.length > 1 && kernel.length * rows * columns > MOST_TERMS;
  }

  update() {
    const { store } = this;
    const scene = store.scene();
    const kernel = scene.kernels[store.filter()];
    const [row, column] = store.position();
    this.build(kernel);
    this.secret = store.isAsking();
    const place = store.isAsking("window"); // the window's numbers would give its place away
    const parts = store.terms().map((terms, channel) => {
      const block = this.blocks[channel];
      block.grid.hidden = this.isLong && channel !== store.channel();
      terms.forEach(({ pixel, weight, product }, index) => {
        const cell = block.terms[index];
        setText(cell.pixel, place ? "?" : formatNumber(pixel ?? 0));
        cell.pixel.classList.toggle("cnn-padding", pixel === null && !place);
        setText(cell.weight, formatNumber(weight));
        setText(cell.product, this.secret ? "?" : formatNumber(product));
        cell.product.classList.toggle("cnn-nothing", product === 0 || this.secret);
      });
      const sum = terms.reduce((total, { product }) => total + product, 0);
      setText(block.sum, `sum = ${this.written(sum)}`);
      return sum;
    });
    const index = store.filter();
    setText(this.title, `feature_maps[${index}, ${row}, ${column}]`);
    setText(this.way, this.steps(parts, scene.bias[index], scene.relu));
    setText(this.result, this.written(store.value()));
    this.updateQuestion([index, row, column]);
    this.words = `Filter ${index}, row ${row}, column ${column} of the map. `
      + `${this.total.textContent}. ${this.verdict.textContent}`;
  }

  updateQuestion(cell) {
    const { store, guesses } = this;
    const ask = store.get("ask");
    for (const [name, guess] of Object.entries(guesses)) {
      if (name === ask) guess.update(cell);
      guess.verdict.hidden = name !== ask;
      guess.form.hidden ||= name !== ask;
    }
    guesses.value.check.update(store.get("predict"));
    this.verdict = guesses[ask].verdict;
    this.ask.update(ask);
    this.ask.element.hidden = !store.get("predict");
    this.next.hidden = !store.get("predict") || this.secret;
    if (this.focuses && this.secret) {
      if (ask === "value") guesses.value.field.focus();
      else this.pointAtImage();
    }
    if (this.secret) this.focuses = false;
  }

  written(number) {
    return this.secret ? "?" : formatNumber(number);
  }

  // The way from the channels' sums to the cell's value, up to the last equals sign.
  steps(parts, bias, relu) {
    const sum = parts.reduce((total, part) => total + part, 0);
    const words = ["sum of the products ="];
    if (parts.length > 1) {
      const names = parts.length === 3 ? "red, green, blue:" : "the channels' sums:";
      const joined = parts.map((part) => this.written(part)).join(" + ").replaceAll("+ −", "− ");
      words[0] = `${names} ${joined} =`;
    }
    if (bias !== 0) {
      words.push(`${this.written(sum)}, ${bias < 0 ? "minus" : "plus"} ${formatNumber(Math.abs(bias))} bias =`);
    }
    if (relu) words.push(`${this.written(sum + bias)}, after ReLU =`);
    return `${words.join(" ")} `;
  }
}
