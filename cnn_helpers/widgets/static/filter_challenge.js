// The filter challenge's page: nine weights and a threshold, a gallery of marks, and the score.

import { DesignComparison, ScoreBoard } from "./challenge_board.js";
import { MarkDetail } from "./challenge_detail.js";
import { Gallery } from "./challenge_gallery.js";
import { ChallengeStore } from "./challenge_store.js";
import { ResponseStrip } from "./challenge_strip.js";
import { presetName } from "./explorer_controls.js";
import { KernelEditor } from "./kernel_editor.js";
import { roundedLimit } from "./numbers.js";
import { make, setText } from "./page.js";
import { CheckControl, NumberControl, SelectControl } from "./sliders.js";
import { WidgetView, widgetPage } from "./view.js";

class ChallengeView extends WidgetView {
  constructor(store) {
    super(store, "cnn-challenge");
  }

  build() {
    const { store, change, tell } = this;
    const limits = store.get("limits");
    this.guesses = new Set();
    this.tasks = new SelectControl("Find", limits.tasks, (task) => {
      this.notice = "";
      store.chooseTask(task);
    });
    this.presets = new SelectControl("Preset", [["", "own kernel"], ...Object.keys(store.get("presets"))],
      (name) => name && change({ kernel: store.get("presets")[name] }));
    this.editor = new KernelEditor((kernel) => change({ kernel }), tell, limits.weight);
    this.threshold = new NumberControl("threshold", {
      low: -limits.threshold, high: limits.threshold, tell, change: (threshold) => change({ threshold }),
    });
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => {
      this.notice = "";
      store.reset({ prediction: null });
    });
    this.board = new ScoreBoard(store);
    this.strip = new ResponseStrip(store, change);
    this.stripLegend = make("p", { class: "cnn-strip-legend" },
      make("span", {}, make("i", { class: "cnn-dot-target", "aria-hidden": "true" }), "to be found, above the line"),
      make("span", {}, make("i", { class: "cnn-dot-other", "aria-hidden": "true" }), "to be left alone, below"));
    this.gallery = new Gallery(store, (mark) => this.choose(mark));
    this.detail = new MarkDetail(store);
    this.comparison = new DesignComparison(store, change);
    this.root.append(
      make("div", { class: "cnn-head" }, this.tasks.element, this.buildPrediction(), this.verdict),
      make("div", { role: "group", class: "cnn-design-room", "aria-label": "Your filter" },
        make("div", { class: "cnn-controls" }, this.presets.element, reset),
        this.editor.element, this.threshold.element),
      make("div", { class: "cnn-results" }, this.board.element, this.strip.element, this.stripLegend, this.board.rule),
      this.gallery.element, this.detail.element, this.comparison.element);
  }

  // How many hits, typed; or which marks, clicked in the gallery.
  buildPrediction() {
    const { store } = this;
    this.predict = new CheckControl("Predict first", (predict) => store.change({ predict, prediction: null }));
    this.questions = new SelectControl("Ask for", [["hits", "the number of hits"], ["marks", "which marks are found"]],
      (question) => store.change({ question, prediction: null }));
    this.field = make("input", {
      type: "number", min: 0, step: 1, class: "cnn-field cnn-guess", "aria-label": "your prediction of hits",
    });
    this.form = make("form", { class: "cnn-question" }, this.field,
      make("button", { type: "submit", class: "cnn-button" }, "Check"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (store.get("question") === "marks") store.change({ prediction: [...this.guesses].sort((a, b) => a - b) });
      else if (Number.isFinite(this.field.valueAsNumber)) store.change({ prediction: this.field.valueAsNumber });
    });
    this.verdict = make("p", { class: "cnn-verdict" });
    return make("div", { class: "cnn-ask-for" }, this.predict.element, this.questions.element, this.form);
  }

  choose(mark) {
    if (this.gallery.isGuessing()) {
      if (!this.guesses.delete(mark)) this.guesses.add(mark);
      this.redraw();
    } else this.store.change({ mark });
  }

  fitted() {
    const style = getComputedStyle(this.root);
    const color = (name) => style.getPropertyValue(`--cnn-${name}`).trim();
    this.colors = { rule: color("rule"), muted: color("muted"), paper: color("paper"), attention: color("gradient-text") };
  }

  draw() {
    const { store, palette } = this;
    this.editor.update(store.kernel().values, palette);
    this.threshold.update(store.get("threshold"), { ...this.thresholdEnds(), step: 0.05 });
    const room = this.strip.element.clientWidth || this.width - 32;
    this.strip.draw(Math.max(200, room), palette, this.colors);
    this.gallery.draw(palette);
    this.gallery.update(this.guesses);
    this.board.update();
    this.detail.draw(palette, this.layout === "wide" ? 11 : 9);
    this.updateQuestion();
  }

  // The slider spans what the responses span; its ends stay still while the strip is dragged.
  thresholdEnds() {
    if (this.strip.held && this.ends) return this.ends;
    const { responses } = this.store.outcome();
    const threshold = this.store.get("threshold");
    const values = this.store.isAsking() ? [threshold] : [...responses, threshold];
    const high = roundedLimit(Math.max(2, ...values));
    this.ends = { low: Math.min(0, ...values) < 0 ? -roundedLimit(-Math.min(...values)) : 0, high: Math.max(high, this.threshold.slider.matches(":active") ? this.ends?.high ?? 0 : 0) };
    return this.ends;
  }

  updateQuestion() {
    const { store } = this;
    const asking = store.isAsking();
    this.predict.update(store.get("predict"));
    this.questions.update(store.get("question"));
    this.questions.element.hidden = !store.get("predict");
    this.form.hidden = !asking;
    this.field.hidden = store.get("question") === "marks";
    if (!asking) {
      this.field.value = "";
      if (store.get("prediction") === null) this.guesses.clear();
    }
    const { words, right } = this.verdictWords();
    if (right === null) delete this.verdict.dataset.right;
    else this.verdict.dataset.right = right;
    setText(this.verdict, words);
  }

  verdictWords() {
    const { store } = this;
    const told = store.get("prediction");
    const { hits, found, targets } = store.outcome();
    const { one } = store.get("task_words");
    if (!store.get("predict")) return { words: "", right: null };
    if (told === null) {
      return { right: null, words: store.get("question") === "hits"
        ? `How many of the ${targets} marks with ${one} will your filter find? Type it, then press Check.`
        : "Which marks will your filter find? Click them in the gallery, then press Check." };
    }
    if (!Array.isArray(told)) {
      const right = told === hits;
      return { right, words: right ? `Right: ${hits} hits.` : `Not quite: you said ${told}, it is ${hits}.` };
    }
    const guessed = told.filter((mark) => found[mark]).length;
    const all = found.filter(Boolean).length;
    const right = guessed === told.length && guessed === all;
    const words = `${guessed} of the ${told.length} marks that you chose are found; ${all - guessed} more are found that you left out.`;
    return { right, words: right ? `Right: all ${all} marks.` : `Not quite: ${words}` };
  }

  write() {
    const { store } = this;
    this.tasks.update(store.get("task"));
    this.presets.update(presetName(store.get("presets"), store.get("kernel")));
    this.gallery.write();
    this.detail.write();
    this.comparison.update(this.palette);
    this.say(`${this.verdict.textContent} ${this.board.words} ${this.detail.words.textContent}`);
  }

  remove() {
    this.comparison.stop();
    super.remove();
  }
}

export default () => {
  return widgetPage(ChallengeStore, ChallengeView);
};
