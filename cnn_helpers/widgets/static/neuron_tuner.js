// The neuron tuner's page: the network and its fit at the top, learning below, everything else folds.

import { formatNumber } from "./numbers.js";
import { make } from "./page.js";
import { CheckControl, NumberControl } from "./sliders.js";
import { FoldingSection, QuestionCard, StartControls, StepBar, WeightSliders, lossText } from "./tuner_controls.js";
import { NetworkDiagram } from "./tuner_diagram.js";
import { FitChart } from "./tuner_fit.js";
import { LossLandscape } from "./tuner_landscape.js";
import { TunerStore } from "./tuner_store.js";
import { WidgetView, widgetPage } from "./view.js";

class TunerView extends WidgetView {
  constructor(store) {
    super(store, "cnn-tuner");
  }

  build() {
    const { store, tell } = this;
    const change = (values) => {
      this.notice = "";
      store.change(values); // what was predicted stays: only the next question takes it away
    };
    const turn = (parameters) => {
      store.stop();
      change({ parameters });
    };
    this.diagram = new NetworkDiagram(store);
    this.fitChart = new FitChart(store);
    this.temperature = new NumberControl("temperature", {
      low: -10, high: 40, step: 1, change: (temperature) => change({ temperature }), tell,
    });
    this.weekend = new CheckControl("weekend", (weekend) => change({ weekend }));
    this.steps = new StepBar(store, change, tell);
    this.weights = new WeightSliders(store, turn, tell);
    this.landscape = new LossLandscape(store, turn);
    this.start = new StartControls(store, tell);
    this.question = new QuestionCard(store);
    this.sections = {
      weights: new FoldingSection(store, "weights", "Turn the weights yourself", this.weights.element),
      landscape: new FoldingSection(store, "landscape", "The loss seen from above", this.landscape.element),
      start: new FoldingSection(store, "start", "Another network, another start", this.start.element),
      question: new FoldingSection(store, "question", "Predict first", this.question.element),
    };
    this.root.append(
      make("div", { role: "group", class: "cnn-tuner-network", "aria-label": "The network" },
        make("h3", { class: "cnn-title" }, "The network, for one day"), this.diagram.element,
        make("div", { class: "cnn-day" }, this.temperature.element, this.weekend.element)),
      make("div", { role: "group", class: "cnn-tuner-fit", "aria-label": "The fit" },
        make("h3", { class: "cnn-title" }, "What it says about all days"), this.fitChart.element,
        make("p", { class: "cnn-key" }, "• weekdays   + weekends. Each mark is a day that we learn from.")),
      this.steps.element,
      ...Object.values(this.sections).map(({ element }) => element));
  }

  fitted() {
    const inner = Math.max(this.width - (this.layout === "wide" ? 34 : 22), 200);
    this.inner = inner;
    this.half = this.layout === "wide" ? Math.floor((inner - 28) / 2) : inner;
  }

  draw() {
    const { store, half, inner } = this;
    if (!half) return;
    this.diagram.update(Math.min(half, 520));
    this.fitChart.update(Math.min(half, 560), this.layout === "wide" ? 320 : 270);
    this.steps.update(this.layout === "wide" ? half - 14 : inner - 28);
    this.temperature.update(store.get("temperature"));
    this.weekend.update(store.get("weekend"));
    this.start.update();
    this.question.update();
    for (const section of Object.values(this.sections)) section.update();
    if (this.sections.weights.isOpen) this.weights.update();
    if (this.sections.landscape.isOpen) {
      const width = this.layout === "wide" ? Math.min(half, 470) : inner - 24;
      this.landscape.update(width, Math.round(width * 0.82), readVariable(this.root, "--cnn-input"));
    }
  }

  write() {
    const { store } = this;
    const [train, held] = store.numbers().losses;
    const question = store.isAsking() ? store.get("question").text : store.get("verdict");
    this.say(`After ${formatNumber(store.get("steps"))} steps: training loss ${lossText(train)}, `
      + `validation loss ${lossText(held)}. ${this.diagram.words}. ${question}`);
    this.root.dataset.training = store.isTraining;
  }
}

function readVariable(element, name) {
  return getComputedStyle(element).getPropertyValue(name);
}

export default () => {
  return widgetPage(TunerStore, TunerView);
};
