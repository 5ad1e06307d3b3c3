// The quiz's page: one question at a time, a row of numbers to go to any of them.

import { make, setText } from "./page.js";
import { NumberAnswer, OrderAnswer, TickAnswer } from "./quiz_answers.js";
import {
  isSolved, KIND_WORDS, scoreWords, spokenResult, STATE_SIGNS, STATE_WORDS, wordNodes,
} from "./quiz_words.js";
import { WidgetStore } from "./store.js";
import { WidgetView, widgetPage } from "./view.js";

class QuizStore extends WidgetStore {
  constructor(model) {
    super(model, { preview: false });
  }
}

class QuizView extends WidgetView {
  constructor(store) {
    super(store, "cnn-quiz", { label: `Quiz: ${store.get("title")}` });
  }

  build() {
    const { store } = this;
    this.forms = new Map();
    this.score = make("p", { class: "cnn-score" });
    this.numbers = store.get("questions").map((question, place) => {
      const sign = make("span", { class: "cnn-sign", "aria-hidden": "true" });
      const button = make("button", {
        type: "button", class: "cnn-button cnn-place", onclick: () => this.go(place),
      }, String(place + 1), sign);
      return { button, sign };
    });
    this.body = make("div", { class: "cnn-body" });
    this.root.append(
      make("div", { class: "cnn-quiz-head" },
        make("h3", { class: "cnn-title" }, `Quiz: ${store.get("title")}`), this.score),
      make("div", { class: "cnn-places", role: "group", "aria-label": "Go to a question" },
        ...this.numbers.map(({ button }) => button)),
      this.body);
  }

  // Another question: its text takes the focus, so that a screen reader goes on there.
  go(place) {
    this.goTo = place;
    this.store.change({ current: place });
    this.redraw();
  }

  form(place) {
    if (!this.forms.has(place)) {
      this.forms.set(place, new QuestionForm(this.store, place, {
        say: (words) => this.say(words), next: () => this.go(place + 1), restart: () => this.restart(),
      }));
    }
    return this.forms.get(place);
  }

  restart() {
    this.goTo = 0;
    this.store.send("restart");
  }

  draw() {
    const results = this.store.get("results");
    const current = this.store.get("current");
    const fresh = results.every((result) => result.state === "open");
    if (fresh && !this.fresh) this.forms.clear(); // begun anew: what was ticked but not checked goes too
    this.fresh = fresh;
    setText(this.score, scoreWords(results));
    for (const [place, { button, sign }] of this.numbers.entries()) {
      const { state } = results[place];
      setText(sign, STATE_SIGNS[state]);
      button.dataset.state = state;
      button.setAttribute("aria-label", `Question ${place + 1}: ${STATE_WORDS[state]}`);
      if (place === current) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
    const form = this.form(current);
    if (form.element.parentElement !== this.body) this.body.replaceChildren(form.element);
    form.update(results);
    if (this.goTo === current) {
      form.legend.focus();
      this.goTo = null;
    }
  }
}

class QuestionForm {
  constructor(store, place, { say, next, restart }) {
    this.place = place;
    this.say = say;
    const questions = store.get("questions");
    const question = questions[place];
    this.id = question.id;
    const kinds = { number: NumberAnswer, order: OrderAnswer };
    this.answer = new (kinds[question.kind] ?? TickAnswer)(question, say);
    this.legend = make("legend", { class: "cnn-ask", tabindex: -1 },
      make("span", { class: "cnn-hidden" }, `Question ${place + 1} of ${questions.length}: `),
      ...wordNodes(question.ask), " ", make("i", {}, KIND_WORDS[question.kind]));
    this.message = make("p", { class: "cnn-message" });
    this.check = make("button", { type: "submit", class: "cnn-button cnn-check-answer" }, "Check");
    const button = (text, onclick) => make("button", { type: "button", class: "cnn-button", onclick }, text);
    this.showAnswer = button("Show the answer", () => store.send("show", { id: this.id }));
    this.next = button("Next question", next);
    this.last = place === questions.length - 1;
    this.restart = button("Start over", restart);
    this.element = make("form", { class: "cnn-question", novalidate: true },
      make("fieldset", {}, this.legend,
        question.code ? make("pre", { tabindex: 0, role: "group", "aria-label": "Code" }, question.code) : null,
        this.answer.element),
      this.message,
      make("div", { class: "cnn-buttons" }, this.check, this.showAnswer, this.next, this.restart));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      store.send("answer", { id: this.id, answer: this.answer.read() });
    });
  }

  update(results) {
    const result = results[this.place];
    const key = JSON.stringify(result);
    const solved = isSolved(result);
    this.restart.hidden = !results.every((other) => other.state !== "open" && other.state !== "wrong");
    this.next.hidden = this.last;
    if (this.known === key) return;
    const isNews = this.known !== undefined;
    this.known = key;
    const focused = this.element.contains(this.element.getRootNode().activeElement);
    this.answer.show(result);
    this.message.replaceChildren(...wordNodes(result.message));
    this.message.dataset.state = result.state;
    this.check.hidden = solved;
    this.showAnswer.hidden = result.state !== "wrong";
    if (!isNews || result.state === "open") return;
    this.say(spokenResult(result));
    // The button that was pressed may just have gone: the keyboard goes on where the next step is.
    if (focused && solved) (this.last ? (this.restart.hidden ? this.legend : this.restart) : this.next).focus();
  }
}

export default () => {
  return widgetPage(QuizStore, QuizView);
};
