// The card reader's page: a card to write on, the crooked scan with its dots, the card laid straight, the order.

import { ArrayCanvas } from "./array_canvas.js";
import { CardLines, percent } from "./card_lines.js";
import { CardPad } from "./card_pad.js";
import { CardStore } from "./card_store.js";
import { greyScale } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";
import { NumberControl, SelectControl } from "./sliders.js";
import { WidgetView, widgetPage } from "./view.js";

const SHOWN = [[1, "the dots"], [2, "the boxes"], [3, "the networks' answers"], [4, "the order"]];
const MOST_DOTS = 6;

class CardReaderView extends WidgetView {
  constructor(store) {
    super(store, "cnn-card-reader", { narrow: 800, label: "Card reader" });
  }

  build() {
    const { store, change, tell } = this;
    const { cards, corners } = store.get("_plan");
    this.cards = cards;
    this.card = new SelectControl("Card", cards, (name) => store.send("card", { name }));
    this.step = new SelectControl("Show up to", SHOWN, (step) => store.change({ step }));
    this.next = make("button", { type: "button", class: "cnn-button", onclick: () => this.goOn() }, "Next step");
    this.prediction = new Prediction(store, {
      ask: "How many scoops will be read, all flavours together?",
      truth: () => store.told().scoops,
      hint: "Only an X orders.",
    });
    this.pad = new CardPad(store);
    this.scan = new ArrayCanvas("input", "scan");
    this.straight = new ArrayCanvas("output", "straight");
    const number = (label, name, low, high, step) => {
      const control = new NumberControl(label, { low, high, step, tell, change: (value) => change({ [name]: value }) });
      Object.assign(control.field, { min: low, max: high });
      return control;
    };
    this.numbers = {
      angle: number("Turn, degrees", "angle", -180, 180, 1), scale: number("Size", "scale", 0.7, 1.3, 0.01),
      noise: number("Noise", "noise", 0, 0.3, 0.01), threshold: number("Ask below", "threshold", 0, 1, 0.01),
    };
    this.covered = new SelectControl("Thumb on", corners.map((name) => [name, name === "none" ? "no corner" : name]),
      (covered) => change({ covered }));
    this.scanWords = make("p", { class: "cnn-caption cnn-input-words" });
    this.straightWords = make("p", { class: "cnn-caption cnn-output-words" });
    this.problem = make("p", { class: "cnn-problem" });
    this.lines = new CardLines(store);
    this.total = make("p", { class: "cnn-total" });
    const panel = (label, ...parts) => make("div", { class: "cnn-panel", role: "group", "aria-label": label }, ...parts);
    this.straightPanel = panel("Laid straight", this.straightWords, this.straight.element, this.problem);
    this.root.append(
      make("div", { class: "cnn-tools" }, this.card.element, this.step.element, this.next, this.prediction.toggle),
      make("div", { class: "cnn-stage" }, this.pad.element,
        panel("The scan", this.scanWords, this.scan.element), this.straightPanel),
      this.pad.writer,
      make("div", { class: "cnn-scanner", role: "group", "aria-label": "Scanner" },
        ...Object.values(this.numbers).map(({ element }) => element), this.covered.element),
      make("div", { class: "cnn-card cnn-order" }, this.lines.element, this.total,
        this.prediction.form, this.prediction.verdict));
  }

  goOn() {
    const step = this.store.get("step");
    this.store.change({ step: step === SHOWN.length ? 1 : step + 1 });
  }

  draw() {
    const { store, palette } = this;
    if (!palette) return;
    const { dots, lines } = store.told();
    const narrow = this.layout === "narrow";
    const width = narrow ? Math.min(280, this.width - 40) : Math.min(250, (this.width - 110) / 3.3);
    this.pad.draw(palette, width);
    const scale = greyScale("ink", palette);
    const scan = store.picture("scan");
    // The scan is larger than the card, and drawn at the same scale.
    const cell = narrow ? width / scan.columns : width / this.pad.sheet.shape.columns;
    this.scan.draw(scan, { scale, palette, cell, numbers: false });
    this.circle(dots);
    const straight = store.picture("straight");
    const step = store.get("step");
    this.straight.element.hidden = straight === null || step < 2;
    if (straight && step >= 2) {
      this.straight.draw(straight, { scale, palette, cell: width / straight.columns, numbers: false });
    }
    this.lines.draw({ palette, side: narrow ? 42 : 56, step, open: store.isOpen() });
    this.root.dataset.read = lines.length > 0;
    this.card.list(this.cards.includes(store.name) ? this.cards : [store.name, ...this.cards]);
    this.card.update(store.name);
    this.step.update(step);
    for (const [name, control] of Object.entries(this.numbers)) control.update(store.get(name));
    this.covered.update(store.get("covered"));
  }

  circle(dots) {
    for (let index = 0; index < MOST_DOTS; index++) {
      const name = `dot${index}`;
      const [row, column] = dots[index] ?? [0, 0];
      this.scan.mark(name, { row: row - 11.5, column: column - 11.5, rows: 24, columns: 24 });
      this.scan[name].classList.add("cnn-mark-dot");
      this.scan[name].hidden = index >= dots.length;
    }
  }

  write() {
    const { store } = this;
    const { dots, problem, angle, scale, scoops, sure, asks } = store.told();
    const step = store.get("step");
    setText(this.next, step === SHOWN.length ? "Start again" : "Next step");
    const found = `${dots.length} ${dots.length === 1 ? "dot" : "dots"} found`;
    setText(this.scanWords, `2. The scan: ${found}`);
    this.scan.canvas.setAttribute("aria-label", `The scan, ${found}`);
    this.straight.canvas.setAttribute("aria-label", "The card laid straight");
    const placed = problem ? "" : `turned by ${formatNumber(angle, 1)}°, size ${formatNumber(scale, 2)}`;
    setText(this.straightWords, step < 2 ? "" : problem ? "3. Not laid straight" : "3. Laid straight");
    setText(this.problem, problem ? `A human is asked, for it can't be laid straight: ${problem}` : step < 2 ? "" : `It was ${placed}.`);
    this.prediction.update(`${store.name} ${scoops}`);
    const told = step >= 4 && !store.isOpen() && !problem;
    setText(this.total, !told ? "" : `${scoops} ${scoops === 1 ? "scoop" : "scoops"} in all. The card is as sure as its `
      + `least sure line, ${percent(sure)}: ${asks ? "a human is asked" : "nobody is asked"}.`);
    this.say(`${this.scanWords.textContent}. ${this.problem.textContent} ${this.total.textContent} ${this.prediction.words}`);
  }
}

export default () => {
  return widgetPage(CardStore, CardReaderView);
};
