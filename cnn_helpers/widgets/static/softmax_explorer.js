// The softmax explorer's page: a row for each class with its logit, exp, and probability as bars.

import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Prediction } from "./prediction.js";
import { NumberControl, RadioControl } from "./sliders.js";
import { shares, surpriseOf } from "./softmax.js";
import { WidgetStore, sameArray } from "./store.js";
import { WidgetView, widgetPage } from "./view.js";

const SMALLEST_LIMIT = 5;
const LARGEST = 1000;

class SoftmaxStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["logits", "label"], resets: ["logits", "label"] });
  }

  // While a change of both is on its way the label may be one of the old logits.
  label() {
    return Math.min(this.get("label"), this.get("logits").length - 1);
  }

  // {exponentials (of logit - largest), sum, probabilities, loss}
  numbers() {
    const logits = this.get("logits");
    if (this.previewed !== logits || this.previewedLabel !== this.label()) {
      this.previewed = logits;
      this.previewedLabel = this.label();
      this.preview = { ...shares(logits), loss: surpriseOf(logits, this.label()) };
    }
    return this.preview;
  }

  settingChanged() {
    this.previewed = null;
    super.settingChanged();
  }

  judge({ probabilities, loss }) {
    const ours = this.numbers();
    const vector = (values) => ({ shape: [values.length], values: Float64Array.from(values) });
    const same = sameArray(vector(ours.probabilities), probabilities) && sameArray(vector([ours.loss]), loss);
    if (!same) this.preview = { ...ours, probabilities: [...probabilities.values], loss: loss.values[0] };
    return same;
  }
}

class SoftmaxView extends WidgetView {
  constructor(store) {
    super(store, "cnn-softmax");
  }

  build() {
    this.rows = make("div", { class: "cnn-softmax-rows" });
    const ask = () => `What probability gets ${this.right()}? Type a number from 0 to 1, then press Check.`;
    this.prediction = new Prediction(this.store, {
      ask, truth: () => this.store.numbers().probabilities[this.store.label()],
      next: "Change a logit for the next one.", hint: "Compare the exps with their sum.",
      label: "predicted probability",
    });
    const reset = make("button", { type: "button", class: "cnn-button" }, "Reset");
    reset.addEventListener("click", () => this.store.reset({ prediction: null }));
    const same = make("button", { type: "button", class: "cnn-button" }, "Add 1 to all");
    same.addEventListener("click", () => this.add(1));
    this.truth = make("div", { class: "cnn-softmax-truth" });
    this.total = make("p", { class: "cnn-softmax-total" });
    this.loss = make("p", { class: "cnn-softmax-loss" });
    this.root.append(
      make("div", { class: "cnn-softmax-head" }, this.truth, same, reset, this.prediction.toggle),
      make("div", { class: "cnn-softmax-row cnn-softmax-names", "aria-hidden": "true" },
        make("span", {}, "class"), make("span", { class: "cnn-input-words" }, "logit"),
        make("span", { class: "cnn-kernel-words" }, "exp (logit − largest)"),
        make("span", { class: "cnn-output-words" }, "probability")),
      this.rows,
      make("div", { class: "cnn-card" },
        this.total, this.loss, this.prediction.form, this.prediction.verdict),
    );
  }

  right() {
    return this.store.get("names")[this.store.label()];
  }

  add(amount) {
    const logits = this.store.get("logits").map((logit) => Math.min(LARGEST, logit + amount));
    this.change({ logits });
  }

  // A row for each class; made anew only when there are other classes.
  list() {
    const names = this.store.get("names");
    if (this.listed === String(names)) return;
    this.listed = String(names);
    this.classes = names.map((name, index) => {
      const change = (value) => {
        const logits = this.store.get("logits").slice();
        logits[index] = value;
        this.change({ logits });
      };
      const logit = new NumberControl(`logit of ${name}`, { low: -LARGEST, high: LARGEST, change, tell: this.tell });
      const exp = bar("kernel");
      const share = bar("output");
      const label = make("span", { class: "cnn-softmax-name" }, name);
      const element = make("div", { class: "cnn-softmax-row" }, label,
        make("div", { class: "cnn-softmax-logit" }, logit.slider, logit.field), exp.element, share.element);
      return { logit, exp, share, label, element };
    });
    this.rows.replaceChildren(...this.classes.map(({ element }) => element));
    this.choice = new RadioControl("The right class", names.map((name, index) => [index, name]),
      (label) => this.change({ label }));
    this.truth.replaceChildren(make("span", {}, "The right class:"), this.choice.element);
  }

  draw() {
    this.list();
    const logits = this.store.get("logits");
    if (logits.length !== this.classes.length) return; // the names follow in the same breath
    const { exponentials, probabilities } = this.store.numbers();
    const limit = limitFor(logits);
    const hidden = this.prediction.isOpen();
    const right = this.store.label();
    this.classes.forEach((row, index) => {
      row.logit.update(logits[index], { low: -limit, high: limit, step: limit / 50 });
      setBar(row.exp, exponentials[index], formatNumber(exponentials[index], 3));
      // With two classes the other's share would give the answer away.
      setBar(row.share, hidden ? null : probabilities[index], hidden ? "?" : formatNumber(probabilities[index], 3));
      row.element.classList.toggle("cnn-softmax-right", index === right);
      setText(row.label, `${this.store.get("names")[index]}${index === right ? " ✓" : ""}`);
    });
    this.choice.update(right);
  }

  write() {
    const { exponentials, probabilities, loss } = this.store.numbers();
    const hidden = this.prediction.isOpen();
    const sum = exponentials.reduce((total, value) => total + value, 0);
    const right = this.store.label();
    const exp = formatNumber(exponentials[right], 3);
    const share = hidden ? "?" : formatNumber(probabilities[right], 3);
    setText(this.total, `${this.right()}: ${exp} ÷ ${formatNumber(sum, 3)} (the sum of all) = ${share}`);
    setText(this.loss, `surprise = −ln ${share} = ${hidden ? "?" : formatNumber(loss, 3)}`);
    this.prediction.update(`${this.store.get("logits")} ${right}`);
    this.say(`${this.total.textContent}. ${this.loss.textContent}. ${this.prediction.words}`);
  }
}

function bar(role) {
  const fill = make("div", { class: "cnn-softmax-fill" });
  const words = make("span", { class: `cnn-${role}-words` });
  const element = make("div", { class: `cnn-softmax-bar cnn-softmax-${role}` },
    make("div", { class: "cnn-softmax-track", "aria-hidden": "true" }, fill), words);
  return { element, fill, words };
}

function setBar({ fill, words }, value, text) {
  fill.style.transform = `scaleX(${value ?? 0})`;
  setText(words, text);
}

function limitFor(logits) {
  let limit = SMALLEST_LIMIT;
  while (logits.some((logit) => Math.abs(logit) > limit)) limit *= 2;
  return Math.min(limit, LARGEST);
}

export default () => {
  return widgetPage(SoftmaxStore, SoftmaxView);
};
