// The tuner's network, drawn: every weight on its line, every neuron's answer for one day in its circle.

import { fixedNumber, formatNumber } from "./numbers.js";
import { makeSvg, setText } from "./page.js";
import { setAttributes } from "./svg.js";
import { hiddenCount, neuronSums } from "./tiny_network.js";

const HEIGHT = 290;
const ROWS = [84, 214];
// On a narrow page the circles move together, so that the words keep their size.
const WIDE_PLAN = { width: 470, inputs: 74, neurons: 246, answer: 404, line: 330, radius: 31 };
const NARROW_PLAN = { width: 340, inputs: 46, neurons: 172, answer: 292, line: 240, radius: 29 };

export class NetworkDiagram {
  constructor(store) {
    this.store = store;
    this.element = makeSvg("svg", {
      class: "cnn-network", role: "img", preserveAspectRatio: "xMidYMid meet",
    });
  }

  update(size) {
    const plan = size < 400 ? NARROW_PLAN : WIDE_PLAN;
    setAttributes(this.element, {
      width: size, height: Math.round((size * HEIGHT) / plan.width), viewBox: `0 0 ${plan.width} ${HEIGHT}`,
    });
    const count = hiddenCount(this.store.parameters());
    if (this.count !== count || this.plan !== plan) {
      this.count = count;
      this.plan = plan;
      this.build(count, plan);
    }
    this.write();
  }

  build(count, plan) {
    const { radius } = plan;
    const inputs = ROWS.map((row) => [plan.inputs, row]);
    const middle = (ROWS[0] + ROWS[1]) / 2;
    const places = (count === 1 ? [middle] : ROWS.slice(0, count)).map((row) => [plan.neurons, row]);
    const answer = [count ? plan.answer : plan.line, middle];
    this.edges = [];
    const between = (from, to, share) => {
      const edge = new Edge(from, to, share, radius);
      this.edges.push(edge);
      return edge;
    };
    // In the order of the parameters; a bias stands under its neuron.
    const order = [];
    places.forEach((place, neuron) => {
      const crossing = count === 2 ? [[0.5, 0.3], [0.3, 0.5]][neuron] : [0.45, 0.45];
      order.push(between(inputs[0], place, crossing[0]), between(inputs[1], place, crossing[1]), new Bias(place, radius));
    });
    for (const place of count ? places : inputs) order.push(between(place, answer, 0.5));
    order.push(new Bias(answer, radius));
    this.parts = order;
    this.inputs = inputs.map((place, index) => new Node(place, radius, "input", ["temperature", "weekend?"][index]));
    this.neurons = places.map((place, index) => new Node(place, radius, "kernel", `neuron ${index + 1}`));
    this.answer = new Node(answer, radius, "output", "revenue");
    const nodes = [...this.inputs, ...this.neurons, this.answer];
    this.element.replaceChildren(
      ...this.edges.map((edge) => edge.line), ...nodes.map((node) => node.element),
      ...order.map((part) => part.label));
  }

  write() {
    const { store } = this;
    const parameters = store.parameters();
    const [temperature, weekend] = store.day();
    const question = store.isAsking() ? store.get("question") : null;
    const hidden = question?.kind === "neuron" ? question.about : -1;
    const sums = neuronSums(parameters, temperature, weekend);
    parameters.forEach((value, index) => this.parts[index].update(value));
    this.inputs[0].update(formatNumber(temperature, 2), `${formatNumber(10 * temperature, 1)} °C`);
    this.inputs[1].update(String(weekend), weekend ? "yes" : "no");
    this.neurons.forEach((node, index) => {
      const isSilent = sums[index] <= 0 && index !== hidden;
      node.update(index === hidden ? "?" : fixedNumber(Math.max(sums[index], 0), 2), isSilent ? "silent" : "");
      node.element.classList.toggle("cnn-silent", isSilent);
    });
    const euros = store.numbers().revenue[0];
    const veiled = hidden >= 0;
    this.answer.update(veiled ? "?" : fixedNumber(euros / 100, 2), veiled ? "" : `${formatNumber(euros, 0)} €`);
    const words = sums.map((sum, index) =>
      `neuron ${index + 1} answers ${index === hidden ? "?" : formatNumber(Math.max(sum, 0), 2)}`);
    this.words = [`${formatNumber(10 * temperature, 1)} degrees on a ${weekend ? "weekend" : "weekday"}`, ...words,
      `revenue ${veiled ? "?" : formatNumber(euros, 0)} euros`].join(", ");
    setAttributes(this.element, { "aria-label": `The network for one day: ${this.words}` });
  }
}

class Node {
  constructor([x, y], radius, role, name) {
    this.value = makeSvg("text", { x, y: y + 6, class: "cnn-node-value" });
    this.note = makeSvg("text", { x, y: y + 21, class: "cnn-node-note" });
    this.element = makeSvg("g", { class: `cnn-node cnn-node-${role}` },
      makeSvg("circle", { cx: x, cy: y, r: radius }),
      makeSvg("text", { x, y: y - radius - 8, class: "cnn-node-name" }, name), this.value, this.note);
    this.y = y;
  }

  update(value, note) {
    setText(this.value, value);
    setText(this.note, note);
    setAttributes(this.value, { y: this.y + (note ? 2 : 6) });
  }
}

// A line between two circles: orange and whole where the weight is positive, purple and dashed where it is negative.
class Edge {
  constructor(from, to, share, radius) {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const along = (distance) => [0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * distance) / length);
    const [x1, y1] = along(radius);
    const [x2, y2] = along(length - radius);
    this.line = makeSvg("line", { x1, y1, x2, y2, class: "cnn-edge" });
    const [x, y] = along(radius + (length - 2 * radius) * share);
    this.label = makeSvg("text", { x, y: y + 5, class: "cnn-edge-value" });
  }

  update(value) {
    setText(this.label, fixedNumber(value, 2));
    setAttributes(this.line, {
      "stroke-width": (1 + 2.2 * Math.min(Math.abs(value), 3)).toFixed(2),
      class: `cnn-edge ${value < 0 ? "cnn-edge-minus" : "cnn-edge-plus"}`,
    });
  }
}

class Bias {
  constructor([x, y], radius) {
    this.label = makeSvg("text", { x, y: y + radius + 18, class: "cnn-bias-value" });
  }

  update(value) {
    const number = fixedNumber(Math.abs(value), 2);
    setText(this.label, `${value < 0 ? "−" : "+"} ${number} bias`);
  }
}
