// The training time machine's page: buttons and curves at the top, below them one moment in all its views.

import { AccuracyChart, LossChart, runName } from "./machine_curves.js";
import { ConfusionTable, DigitStrip, FiltersPanel, MapsPanel, MistakesPanel } from "./machine_parts.js";
import { MachineStore } from "./machine_store.js";
import { afterPause, make, setText } from "./page.js";
import { Player } from "./player.js";
import { CheckControl, CountControl, NumberControl, SelectControl } from "./sliders.js";
import { WidgetView, widgetPage } from "./view.js";

const SPEAK_EVERY = 5000;

class MachineView extends WidgetView {
  constructor(store) {
    super(store, "cnn-machine", { narrow: 720 });
  }

  build() {
    const { store, tell } = this;
    const change = (values) => {
      this.notice = "";
      store.change(values);
    };
    const button = (text, work) => {
      const element = make("button", { type: "button", class: "cnn-button" }, text);
      element.addEventListener("click", work);
      return element;
    };
    const wishes = () => ({ lr: store.get("lr"), epochs: store.get("epochs") });
    this.start = button("Start", () => {
      const paused = store.state() === "paused";
      store.send(store.isTraining() ? "pause" : paused ? "resume" : "start", wishes());
    });
    this.start.classList.add("cnn-button-main");
    this.stop = button("Stop", () => store.send("stop"));
    this.more = button("Train on", () => store.send("train_on", wishes()));
    this.rate = new NumberControl("learning rate", { low: 0.00001, high: 100, change: (lr) => change({ lr }), tell });
    this.epochs = new CountControl("epochs", { name: "epochs", low: 1, high: 100, change: (epochs) => change({ epochs }), tell });
    this.compare = new SelectControl("Compare with", [[null, "no other run"]], (compare) => change({ compare }));
    this.words = make("p", { class: "cnn-status" });
    this.progress = make("progress", { class: "cnn-progress", "aria-label": "Steps of this run" });
    this.failure = make("p", { class: "cnn-failure" });
    this.loss = new LossChart();
    this.accuracy = new AccuracyChart();
    this.player = new Player({
      label: "Moment of the training", count: () => store.get("status").moments.length, at: () => store.place(),
      go: (moment) => store.change({ moment }), words: (at) => `after step ${store.get("status").moments[at]}`, speed: 6,
    });
    this.momentWords = make("p", { class: "cnn-moment-words" });
    this.timeline = make("div", { class: "cnn-timeline", role: "group", "aria-label": "Time" }, this.momentWords, this.player.element);
    this.filters = new FiltersPanel();
    this.digits = new DigitStrip(store);
    this.maps = new MapsPanel();
    this.mistakes = new MistakesPanel();
    this.confusion = new ConfusionTable();
    this.memory = make("p", { class: "cnn-key cnn-machine-wide" });
    this.root.append(
      make("div", { class: "cnn-machine-wide cnn-machine-head", role: "group", "aria-label": "Training" },
        make("div", { class: "cnn-controls cnn-machine-buttons" }, this.start, this.stop, this.more),
        this.rate.element, this.epochs.element, this.compare.element),
      this.buildBet(),
      make("div", { class: "cnn-machine-wide cnn-machine-status" }, this.words, this.progress, this.failure),
      make("div", { class: "cnn-machine-wide cnn-machine-curves" }, this.loss.element, this.accuracy.element),
      this.timeline, this.digits.element, this.maps.element,
      make("div", { class: "cnn-machine-column" }, this.filters.element, this.confusion.element),
      this.mistakes.element, this.memory);
    this.speakNow = afterPause(SPEAK_EVERY, () => this.say(this.words.textContent));
  }

  // Predict mode: the accuracy after the first epoch, typed before it is told.
  buildBet() {
    const { store } = this;
    this.predict = new CheckControl("Predict first", (predict) => store.change({ predict, prediction: null }));
    this.question = make("label", { class: "cnn-ask" });
    this.guess = make("input", { type: "number", class: "cnn-field cnn-guess", min: 0, max: 100, step: "any", id: `cnn-guess-${Math.random().toString(36).slice(2)}` });
    this.question.htmlFor = this.guess.id;
    this.betForm = make("form", { class: "cnn-question" }, this.question, this.guess,
      make("button", { type: "submit", class: "cnn-button" }, "That is my guess"));
    this.betForm.addEventListener("submit", (event) => {
      event.preventDefault();
      const prediction = this.guess.valueAsNumber;
      if (prediction >= 0 && prediction <= 100) store.change({ prediction });
      else this.tell(`your guess must be a number from 0 to 100, but is ${this.guess.value || "empty"}`);
    });
    this.judgement = make("p", { class: "cnn-verdict", "aria-live": "polite" });
    this.again = make("button", { type: "button", class: "cnn-button" }, "Predict again");
    this.again.addEventListener("click", () => {
      this.guess.value = "";
      store.change({ prediction: null });
    });
    return make("div", { class: "cnn-machine-wide cnn-card cnn-bet", role: "group", "aria-label": "Prediction" },
      this.predict.element, this.betForm, this.judgement, this.again);
  }

  fitted() {
    const padding = this.layout === "wide" ? 34 : 22;
    this.inner = Math.max(this.width - padding, 200);
    this.half = this.layout === "wide" ? Math.floor((this.inner - 24) / 2) : this.inner;
  }

  draw() {
    const { store } = this;
    if (!this.inner) return;
    const { palette, inner, half } = this;
    const frame = store.frame();
    const about = store.about();
    const status = store.get("status");
    this.drawHead(status);
    this.drawBet(about);
    const runs = store.curves();
    const wide = this.layout === "wide";
    this.loss.place(wide ? Math.round(inner * 0.58) : inner, 250);
    this.accuracy.place(wide ? inner - Math.round(inner * 0.58) - 16 : inner, 250);
    this.loss.update(runs, status.total, frame.step);
    this.accuracy.update(runs, store.get("epochs"), about.measures);
    this.timeline.hidden = status.moments.length < 2;
    this.player.element.hidden = store.isTraining();
    if (store.isTraining() && this.player.isPlaying) this.player.stop();
    this.player.update();
    setText(this.momentWords, store.isTraining() ? `Live: step ${frame.step}. Pause or stop to go through time.`
      : `Everything below shows the model after step ${frame.step} of ${status.step}.`);
    const measured = status.hides ? null : store.measured();
    const digit = store.digit();
    const name = about.labels.length ? `The ${about.names[about.labels[digit]]}` : `Picture ${digit + 1}`;
    this.digits.update(frame, about, palette);
    this.filters.update(frame, palette, half);
    this.maps.update(frame, name, palette, inner);
    this.mistakes.update(measured, about.names, about.measures, palette);
    this.confusion.update(measured, about.names);
    setText(this.memory, about.memory);
    store.seen();
  }

  drawHead(status) {
    const { store } = this;
    const { state } = status;
    const busy = store.isBusy();
    const names = { training: "Pause", paused: "Continue", ready: "Start" };
    setText(this.start, names[state] ?? "New run from the start");
    // While training fills its cell, Python hears no button: the notebook's own stop button ends it.
    this.start.disabled = status.in_cell || (!busy && store.get("predict") && store.get("prediction") === null);
    this.stop.disabled = status.in_cell;
    this.stop.hidden = !busy;
    this.more.hidden = busy || state === "ready";
    this.rate.update(store.get("lr"), { low: 0.00001, high: store.get("lr") > 0.5 ? 100 : 0.5, step: 0.00001 });
    this.epochs.update(store.get("epochs"));
    for (const control of [this.rate.field, this.rate.slider, this.epochs.field]) control.disabled = busy;
    const others = status.runs.slice(0, -1).map((name) => [Number(name.replace("run ", "")), name]);
    this.compare.list([[null, "no other run"], ...others]);
    this.compare.update(store.get("compare"));
    this.compare.element.hidden = others.length === 0;
    setText(this.words, status.words);
    this.progress.max = Math.max(status.total, 1);
    this.progress.value = status.step;
    this.progress.hidden = state === "ready";
    setText(this.failure, status.failure);
    this.root.dataset.state = state;
  }

  drawBet(about) {
    const { store } = this;
    const predict = store.get("predict");
    const prediction = store.get("prediction");
    const verdict = store.get("verdict");
    this.predict.update(predict);
    setText(this.question, about.question);
    this.betForm.hidden = !predict || prediction !== null;
    const right = store.get("prediction_is_right");
    if (right === null) delete this.judgement.dataset.right;
    else this.judgement.dataset.right = right;
    const waiting = prediction === null ? "" : `You said ${prediction} %. Start a run, and after its first epoch we compare.`;
    setText(this.judgement, predict ? verdict || waiting : "");
    this.again.hidden = !verdict;
  }

  write() {
    const { store } = this;
    // Live numbers change ten times a second; a screen reader hears them when they rest, and when the state changes.
    const { state, words: now, failure } = store.get("status");
    const words = `${now} ${failure}`.trim();
    if (this.spokenState !== state) {
      this.spokenState = state;
      this.say(words);
    } else if (state !== "training") this.speakNow();
    this.root.dataset.runs = store.curves().map(runName).join("; ");
  }

  remove() {
    this.player.stop();
    this.speakNow.cancel();
    super.remove();
  }
}

export default () => {
  return widgetPage(MachineStore, MachineView);
};
