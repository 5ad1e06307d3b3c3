// The tuner's controls: the weights, the steps of learning, the start, and what is asked.

import { fixedNumber, formatNumber } from "./numbers.js";
import { labelled, make, makeSvg, setText } from "./page.js";
import { CheckControl, CountControl, NumberControl, RadioControl, SelectControl } from "./sliders.js";
import { Chart, linePath, setAttributes } from "./svg.js";
import { hiddenCount } from "./tiny_network.js";

const LARGEST = 10;
const NETWORK_NAMES = { 9: "two neurons", 5: "one neuron", 3: "straight line" };

export function pushButton(text, work) {
  const button = make("button", { type: "button", class: "cnn-button" }, text);
  button.addEventListener("click", work);
  return button;
}

// A part that folds; Python knows which ones are open.
export class FoldingSection {
  constructor(store, name, title, ...children) {
    Object.assign(this, { store, name });
    const summary = make("summary", {}, title);
    this.element = make("details", { class: `cnn-fold cnn-fold-${name}` }, summary,
      make("div", { class: "cnn-fold-body" }, ...children));
    // Not the browser's own folding: its event comes later than a redraw, which would undo it.
    summary.addEventListener("click", (event) => {
      event.preventDefault();
      const open = store.get("sections");
      const others = open.filter((other) => other !== name);
      store.change({ sections: open.includes(name) ? others : [...others, name] });
    });
  }

  update() {
    this.isOpen = this.store.get("sections").includes(this.name);
    if (this.element.open !== this.isOpen) this.element.open = this.isOpen;
  }
}

// Every weight and bias: slider, number, and which way the next step will move it.
export class WeightSliders {
  constructor(store, turn, tell) {
    Object.assign(this, { store, turn, tell });
    this.element = make("div", { class: "cnn-weights" });
  }

  build(names) {
    this.built = String(names);
    this.controls = names.map((name, index) => {
      const change = (value) => {
        const parameters = [...this.store.parameters()];
        parameters[index] = value;
        this.turn(parameters);
      };
      const control = new NumberControl(name, { low: -LARGEST, high: LARGEST, change, tell: this.tell });
      control.slope = make("span", { class: "cnn-slope" });
      control.element.append(control.slope);
      return control;
    });
    const count = hiddenCount(names);
    const groups = [];
    const group = (title, from, to) => groups.push(make("fieldset", {}, make("legend", {}, title),
      ...this.controls.slice(from, to).map(({ element }) => element)));
    for (let neuron = 0; neuron < count; neuron++) group(`Neuron ${neuron + 1}`, 3 * neuron, 3 * neuron + 3);
    group(count ? "The answer" : "The straight line", 3 * count, names.length);
    this.element.replaceChildren(...groups);
  }

  update() {
    const { store } = this;
    const parameters = store.parameters();
    const names = store.get("names");
    if (names.length !== parameters.length) return; // Python is on its way
    if (this.built !== String(names)) this.build(names);
    const { gradient } = store.numbers();
    const lr = store.get("lr");
    const asking = store.isAsking();
    parameters.forEach((value, index) => {
      const end = Math.abs(value) > 4 ? LARGEST : 4;
      const control = this.controls[index];
      control.update(value, { low: -end, high: end, step: 0.05 });
      const move = -lr * gradient[index];
      const way = Math.abs(gradient[index]) < 1e-9 ? "stays" : move > 0 ? "↑" : "↓";
      setText(control.slope, asking ? "slope ?" : `slope ${fixedNumber(gradient[index], 2)} ${way}`);
    });
  }
}

// Losses, the buttons of gradient descent, and how the losses went.
export class StepBar {
  constructor(store, change, tell) {
    this.store = store;
    this.losses = make("p", { class: "cnn-losses" });
    this.typical = make("p", { class: "cnn-typical" });
    this.one = pushButton("One step", () => store.send("step", { count: 1 }));
    this.many = pushButton("50 steps", () => store.send("step", { count: 50 }));
    this.live = pushButton("Train", () => store.train(!store.isTraining));
    this.live.classList.add("cnn-button-main");
    this.rate = new NumberControl("learning rate", {
      low: 0.0001, high: 10, change: (lr) => change({ lr }), tell,
    });
    this.rate.element.classList.add("cnn-rate");
    this.speeds = new SelectControl("Speed", [[1, "1 step a picture"], [5, "5 steps a picture"], [25, "25 steps a picture"]],
      (count) => { store.perPicture = count; });
    this.chart = new Chart({
      label: "", xName: "steps", yName: "loss",
      margin: { left: 40, right: 78, top: 28, bottom: 38 }, ticks: { x: 4, y: 3 },
    });
    this.lines = [makeSvg("path", { class: "cnn-loss-train" }), makeSvg("path", { class: "cnn-loss-held" })];
    this.chart.inside.append(...this.lines);
    this.names = ["training", "validation"].map((name, index) =>
      makeSvg("text", { class: `cnn-loss-name-${index}` }, name));
    this.chart.over.append(...this.names);
    this.element = make("div", { role: "group", class: "cnn-card cnn-steps", "aria-label": "Learning" },
      make("div", { class: "cnn-steps-words" }, this.losses, this.typical,
        make("div", { class: "cnn-controls cnn-step-buttons" }, this.one, this.many, this.live),
        this.rate.element, this.speeds.element),
      this.chart.element);
  }

  update(width) {
    const { store } = this;
    const [train, held] = store.numbers().losses;
    setText(this.losses, `training loss ${lossText(train)} · validation loss ${lossText(held)}`);
    const steps = store.get("steps");
    setText(this.typical, `On a typical day we are ${formatNumber(100 * Math.sqrt(train), 0)} € off. `
      + `${steps} ${steps === 1 ? "step" : "steps"} made.`);
    const asking = store.isAsking();
    for (const button of [this.one, this.many, this.live]) button.disabled = asking;
    setText(this.live, store.isTraining ? "Stop" : "Train");
    this.rate.update(store.get("lr"), { low: 0.0001, high: store.get("lr") > 0.3 ? 10 : 0.3, step: 0.0001 });
    this.speeds.update(store.perPicture);
    this.draw(width);
  }

  draw(width) {
    const { chart } = this;
    const { steps, losses } = this.store.path();
    const height = 168;
    if (this.size !== width) {
      this.size = width;
      chart.place(width, height);
    }
    const largest = Math.max(...losses.slice(0, Math.max(2, 2 * Math.ceil(losses.length / 2))));
    // Each curve begins high: the axis shows what most of the way looks like, and at least twice the present loss.
    const last = losses[losses.length - 2];
    const sorted = Float32Array.from(losses).sort();
    const top = roundUp(Math.max(2 * last, Math.min(largest, 2.5 * sorted[Math.floor(0.9 * (sorted.length - 1))])));
    chart.range({ x: [0, Math.max(10, steps[steps.length - 1])], y: [0, top] });
    const line = (which) => steps.map((step, index) => [chart.x(step), chart.y(losses[2 * index + which])]);
    this.lines.forEach((path, which) => setAttributes(path, { d: linePath(line(which)) }));
    const ends = [0, 1].map((which) => chart.y(losses[losses.length - 2 + which]));
    const apart = Math.max(0, 16 - Math.abs(ends[0] - ends[1])) / 2;
    const upper = ends[0] < ends[1] ? 0 : 1;
    this.names.forEach((name, which) => {
      const y = Math.min(ends[which] + (which === upper ? -apart : apart), chart.box.bottom - (which === upper ? 16 : 0));
      setAttributes(name, { x: chart.box.right + 5, y: (Math.max(y, chart.box.top) + 4).toFixed(1) });
    });
    setAttributes(chart.element, { "aria-label": `Loss over ${steps[steps.length - 1]} steps, now ${lossText(last)} in training` });
  }
}

function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 5, 7, 10].find((factor) => factor * power >= value) * power;
}

export function lossText(loss) {
  return loss >= 100 ? formatNumber(loss, 0) : fixedNumber(loss, loss >= 1 ? 2 : 4);
}

// Which network, and where it starts.
export class StartControls {
  constructor(store, tell) {
    this.store = store;
    this.network = new SelectControl("Network", Object.values(NETWORK_NAMES), (network) => {
      store.stop();
      store.send("network", { network });
    });
    this.seed = new CountControl("Seed", {
      name: "seed", low: 0, high: 999999, change: (seed) => store.send("restart", { seed }), tell,
    });
    this.element = make("div", { class: "cnn-start" }, this.network.element, this.seed.element,
      pushButton("Another random start", () => store.send("restart", { seed: store.get("seed") + 1 })),
      pushButton("Back to this seed's start", () => store.send("restart", { seed: store.get("seed") })));
  }

  update() {
    this.network.update(NETWORK_NAMES[this.store.parameters().length]);
    this.seed.update(this.store.get("seed"));
  }
}

// Predict mode: the question, a way to answer, and what is said to it.
export class QuestionCard {
  constructor(store) {
    this.store = store;
    this.toggle = new CheckControl("Predict first", (predict) => {
      store.stop();
      store.change({ predict, prediction: null });
    });
    this.question = make("p", { class: "cnn-ask" });
    this.ways = new RadioControl("Which way?", [["up", "up"], ["down", "down"], ["stays", "it stays"]],
      (way) => store.change({ prediction: way }));
    this.field = make("input", { type: "number", step: "any", class: "cnn-field cnn-guess" });
    this.form = make("form", { class: "cnn-question" }, labelled("your answer", this.field), this.field,
      make("button", { type: "submit", class: "cnn-button" }, "Check"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (Number.isFinite(this.field.valueAsNumber)) store.change({ prediction: this.field.valueAsNumber });
    });
    this.verdict = make("p", { class: "cnn-verdict", "aria-live": "polite" });
    this.next = pushButton("Next question", () => {
      this.field.value = "";
      store.send("next");
    });
    this.element = make("div", { class: "cnn-predict" }, this.toggle.element, this.question, this.ways.element, this.form,
      this.verdict, this.next);
  }

  update() {
    const { store } = this;
    const question = store.get("predict") ? store.get("question") : null;
    const prediction = store.get("prediction");
    const isAnswered = prediction !== null;
    this.toggle.update(store.get("predict"));
    setText(this.question, question?.text ?? "We ask before the page tells: say what you expect, then see.");
    this.ways.element.hidden = question?.kind !== "move";
    this.ways.update(prediction, { disabled: isAnswered });
    this.form.hidden = question?.kind !== "neuron" || isAnswered;
    const right = store.get("prediction_is_right");
    if (right === null) delete this.verdict.dataset.right;
    else this.verdict.dataset.right = right;
    setText(this.verdict, question ? store.get("verdict") : "");
    this.next.hidden = !question || !isAnswered;
  }
}
