// Predict mode: the learner types the output's shape, and the parameters if they like; Python says what it thinks.

import { labelled, make, setText } from "./page.js";
import { CheckControl } from "./sliders.js";

const ASKED = [["Channels", "predicted channels"], ["Height", "predicted height"], ["Width", "predicted width"],
  ["Parameters (if you like)", "predicted parameters"]];

export class ShapeQuestion {
  constructor(store) {
    this.store = store;
    this.toggle = new CheckControl("Predict first", (predict) => store.change({ predict, prediction: null }));
    this.fields = ASKED.map(([, label]) => make("input", {
      type: "number", step: 1, class: "cnn-field cnn-guess", "aria-label": label,
    }));
    this.prompt = make("p", { class: "cnn-shape-prompt" }, "What comes out of this layer?");
    this.form = make("form", { class: "cnn-question cnn-shape-form" },
      ...this.fields.map((field, at) => make("span", { class: "cnn-option" }, labelled(ASKED[at][0], field), field)),
      make("button", { type: "submit", class: "cnn-button" }, "Check"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.give();
    });
    this.verdict = make("p", { class: "cnn-verdict" });
    this.again = make("button", { type: "button", class: "cnn-button" }, "Ask again");
    this.again.addEventListener("click", () => {
      store.change({ prediction: null });
      this.focuses = true;
    });
    this.element = make("div", { class: "cnn-asking" }, this.prompt, this.form, this.verdict, this.again);
  }

  give() {
    const numbers = this.fields.map((field) => field.valueAsNumber);
    const isWhole = numbers.map((number) => Number.isInteger(number));
    const missing = isWhole.slice(0, 3).indexOf(false);
    if (missing >= 0) {
      this.fields[missing].focus();
      return;
    }
    this.store.change({ prediction: [...numbers.slice(0, 3), isWhole[3] ? numbers[3] : null] });
  }

  update() {
    const { store } = this;
    const asks = store.isAsking();
    const predict = store.get("predict");
    this.toggle.update(predict);
    this.element.hidden = !predict;
    this.prompt.hidden = this.form.hidden = !asks;
    const question = JSON.stringify([store.get("layers"), store.get("input_shape"), store.selected(), predict]);
    if (this.question !== question) for (const field of this.fields) field.value = "";
    this.question = question;
    const verdict = asks ? "" : store.get("verdict");
    setText(this.verdict, verdict);
    if (verdict) this.verdict.dataset.right = verdict.startsWith("Right");
    this.again.hidden = asks || !verdict;
    if (this.focuses && asks) {
      this.focuses = false;
      this.fields[0].focus();
    }
  }
}
