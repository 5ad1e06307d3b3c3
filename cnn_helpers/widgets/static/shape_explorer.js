// The shape explorer's page: one layer drawn large, with its formula and its ruler, and the whole chain below.

import { make, makeSvg, setText } from "./page.js";
import { ChainList } from "./shape_chain.js";
import { drawField } from "./shape_field.js";
import { LayerControls } from "./shape_layer.js";
import { ShapeQuestion } from "./shape_question.js";
import { drawRuler } from "./shape_ruler.js";
import { ShapeStore, timesWords } from "./shape_store.js";
import { drawVolumes } from "./shape_volumes.js";
import { formulaLines } from "./shape_words.js";
import { CountControl, SelectControl } from "./sliders.js";
import { WidgetView, widgetPage } from "./view.js";

const OWN_CHAIN = "own chain";
const FOLDED = 920; // CSS pixels; from here on a layer of the chain fits in one line
const SIZES = ["Channels", "Height", "Width"];

class ShapeView extends WidgetView {
  constructor(store) {
    super(store, "cnn-shapes");
  }

  build() {
    const { store, tell } = this;
    const { channels, side } = store.get("limits");
    this.examples = new SelectControl("Example", [OWN_CHAIN], (name) => {
      const example = store.get("examples")[name];
      if (example) this.change({ ...structuredClone(example), selected: 0 });
    });
    this.counts = SIZES.map((label, at) => {
      const [low, high] = at === 0 ? channels : side;
      return new CountControl(label, {
        name: label.toLowerCase(), low, high, tell,
        change: (value) => this.change({ input_shape: store.get("input_shape").map((old, index) => (index === at ? value : old)) }),
      });
    });
    this.layer = new LayerControls(store, tell);
    this.question = new ShapeQuestion(store);
    this.chain = new ChainList(store);
    const picture = () => makeSvg("svg", { role: "img" });
    this.volumes = picture();
    this.rulers = [picture(), picture()];
    this.field = picture();
    this.formulas = make("dl", { class: "cnn-formulas" });
    this.problem = make("p", { class: "cnn-problem" });
    this.drawing = make("div", { class: "cnn-drawing", role: "group", "aria-label": "The layer, drawn to scale" },
      this.volumes, this.problem, this.question.element, this.formulas);
    this.rulerPart = make("div", { class: "cnn-rulers", role: "group", "aria-label": "Every place of the window" }, ...this.rulers);
    this.fieldPart = make("div", { class: "cnn-fields", role: "group", "aria-label": "Receptive fields" },
      make("h3", { class: "cnn-title" }, "How far it sees"), this.field);
    this.root.append(
      make("div", { class: "cnn-settings", role: "group", "aria-label": "The input" },
        this.examples.element, ...this.counts.map(({ element }) => element), this.question.toggle.element),
      make("div", { class: "cnn-side" }, this.layer.element, this.fieldPart),
      this.drawing, this.rulerPart, this.chain.element);
  }

  fitted() {
    this.root.dataset.chain = this.width < FOLDED ? "folded" : "row";
  }

  draw() {
    const { store } = this;
    const layer = store.layer();
    const sizes = store.sizes();
    const size = sizes[store.selected()] ?? null;
    const secret = store.isAsking();
    store.get("input_shape").forEach((count, at) => this.counts[at].update(count));
    this.layer.update();
    const isDrawn = layer !== null && size.input_shape !== null;
    this.volumes.toggleAttribute("hidden", !isDrawn);
    this.rulerPart.hidden = !isDrawn;
    this.formulas.hidden = !isDrawn;
    if (isDrawn) {
      const width = this.inner(this.drawing);
      drawVolumes(this.volumes, { layer, sizes: size, secret, width });
      this.drawRulers(layer, size, secret);
      this.formulas.replaceChildren(...formulaLines({ layer, sizes: size, secret }));
    }
    this.fieldPart.hidden = sizes.length === 0;
    if (sizes.length) {
      drawField(this.field, {
        inputShape: store.get("input_shape"), sizes, selected: store.selected(), width: this.inner(this.fieldPart),
      });
    }
    this.chain.update();
    this.question.update();
  }

  // One ruler where rows and columns are alike, else one for each.
  drawRulers(layer, size, secret) {
    const [, height, width] = size.input_shape;
    const output = size.output_shape;
    const alike = height === width;
    const axes = alike ? [["Rows and columns alike", 1]] : [["Columns", 2], ["Rows", 1]];
    this.rulers.forEach((ruler, at) => {
      ruler.toggleAttribute("hidden", at >= axes.length);
      if (at >= axes.length) {
        ruler.replaceChildren(); // nothing of another question may stay in it
        ruler.setAttribute("aria-label", "");
        return;
      }
      const [name, axis] = axes[at];
      const count = output === null ? null : output[axis];
      const left = output === null ? 0 : size.leftover[axis - 1];
      drawRuler(ruler, { layer, size: size.input_shape[axis], count, left, name, secret, width: this.inner(this.rulerPart) });
      const words = secret ? "the windows are yours to find" : count === null ? "the window does not fit"
        : `${count} places of the window, ${left} pixels left over`;
      ruler.setAttribute("aria-label", `${name}, ${size.input_shape[axis]} pixels: ${words}`);
    });
  }

  inner(element) {
    return Math.max(240, element.clientWidth || this.width - 40);
  }

  write() {
    const { store } = this;
    this.writeExamples();
    const sizes = store.sizes();
    const size = sizes[store.selected()] ?? null;
    const problem = this.problemWords(sizes);
    setText(this.problem, problem);
    this.problem.hidden = !problem;
    const output = size === null ? null : size.output_shape;
    const result = store.isAsking() ? "what comes out is asked for"
      : output === null ? "it does not fit" : `output ${timesWords(output)}`;
    const input = size?.input_shape ? timesWords(size.input_shape) : "nothing";
    const words = size === null ? "No layer" : `Layer ${store.selected() + 1}: input ${input}, ${result}`;
    this.volumes.setAttribute("aria-label", words);
    const fields = sizes.map((one, at) => `layer ${at + 1} ${one.receptive_field}`).join(", ");
    this.field.setAttribute("aria-label", `Receptive fields along one axis, in pixels of the input: ${fields}`);
    this.say([words, problem, store.get("predict") ? this.question.verdict.textContent : "", this.chain.total.textContent]
      .filter(Boolean).join(". "));
  }

  // Python's words, once it has seen this chain; until then the plain fact.
  problemWords(sizes) {
    const { store } = this;
    if (store.isAsking() || sizes.every((size) => size.output_shape !== null)) return "";
    const first = sizes.findIndex((size) => size.output_shape === null);
    const before = first < store.selected() ? " Nothing reaches the selected layer." : "";
    return `${store.get("problem") || `Layer ${first + 1} does not fit.`}${before}`;
  }

  writeExamples() {
    const { store } = this;
    const examples = store.get("examples");
    const shape = JSON.stringify(store.get("input_shape"));
    const layers = canonical(store.get("layers"));
    const name = Object.keys(examples).find((key) => (
      JSON.stringify(examples[key].input_shape) === shape && canonical(examples[key].layers) === layers)) ?? OWN_CHAIN;
    this.examples.list(name === OWN_CHAIN ? [OWN_CHAIN, ...Object.keys(examples)] : Object.keys(examples));
    this.examples.update(name);
  }
}

// Layers as text, whatever the order in which their settings were written.
function canonical(layers) {
  return JSON.stringify(layers.map((layer) => Object.entries(layer).sort()));
}

export default () => {
  return widgetPage(ShapeStore, ShapeView);
};
