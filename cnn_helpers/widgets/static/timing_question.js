// Predict mode: choose the fastest design, or type how often im2col copies; Python says what it thinks.

import { labelled, make, setText } from "./page.js";
import { CheckControl, SelectControl } from "./sliders.js";

const CHOOSE = "choose one";

export class TimingQuestion {
  constructor(store) {
    this.store = store;
    const { designs, questions } = store.get("about");
    this.toggle = new CheckControl("Predict first", (predict) => store.change({ predict, prediction: null }));
    this.which = new SelectControl("Question", Object.entries(questions).map(([name, words]) => [name, words]),
      (question) => store.change({ question, prediction: null }));
    this.design = new SelectControl("Your answer", [CHOOSE, ...designs], () => this.form.requestSubmit());
    this.design.select.addEventListener("keydown", (event) => event.stopPropagation());
    this.number = make("input", { type: "number", step: "any", min: 0, max: 1000, class: "cnn-field cnn-guess" });
    this.typed = make("span", { class: "cnn-option" }, labelled("Your answer", this.number), this.number);
    this.form = make("form", { class: "cnn-question" }, this.design.element, this.typed,
      make("button", { type: "submit", class: "cnn-button" }, "Check"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.give();
    });
    this.verdict = make("p", { class: "cnn-verdict" });
    this.again = make("button", { type: "button", class: "cnn-button" }, "Ask again");
    this.again.addEventListener("click", () => store.change({ prediction: null }));
    this.element = make("div", { class: "cnn-card cnn-timing-question", role: "group", "aria-label": "Prediction" },
      this.toggle.element, this.which.element, this.form, this.verdict, this.again);
  }

  give() {
    const { store } = this;
    if (store.get("question") === "copies") {
      const number = this.number.valueAsNumber;
      if (number >= 0 && number <= 1000) store.change({ prediction: number });
      else this.number.focus();
      return;
    }
    const design = this.design.values[this.design.select.selectedIndex];
    if (design !== CHOOSE) store.change({ prediction: design });
  }

  update() {
    const { store } = this;
    const predict = store.get("predict");
    const question = store.get("question");
    const asking = store.asking();
    const said = store.get("prediction");
    this.toggle.update(predict);
    this.which.update(question);
    this.which.element.hidden = this.verdict.hidden = !predict;
    this.form.hidden = !asking;
    this.design.element.hidden = question !== "fastest";
    this.typed.hidden = question !== "copies";
    const key = JSON.stringify([predict, question, asking, store.settings()]);
    if (this.key !== key) {
      this.number.value = "";
      this.design.update(CHOOSE);
    }
    this.key = key;
    const verdict = store.get("verdict");
    this.words = said === null ? "" : verdict || `You said ${said}. Measuring …`;
    setText(this.verdict, this.words);
    if (verdict) this.verdict.dataset.right = verdict.startsWith("Right");
    else delete this.verdict.dataset.right;
    this.again.hidden = !predict || said === null;
  }
}
