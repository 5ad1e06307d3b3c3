// What is said about the chosen pixel: its address, its number, its row; and the questions.

import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";

export class AddressCard {
  constructor(store, focusSheet) {
    this.store = store;
    this.focusSheet = focusSheet;
    this.title = make("h4", { class: "cnn-address" });
    this.about = make("p", { class: "cnn-pixel-words" });
    this.rowTitle = make("p", { class: "cnn-code" });
    this.row = make("p", { class: "cnn-row" });
    this.size = make("p", { class: "cnn-size" });
    this.facts = make("div", {}, this.about, this.rowTitle, this.row, this.size);
    this.element = make("div", { class: "cnn-card", role: "group", "aria-label": "The chosen pixel" },
      this.title, this.buildQuestion(), this.facts);
  }

  buildQuestion() {
    this.ask = make("p", { class: "cnn-ask" });
    this.fields = ["row", "column"].map((name) =>
      make("input", {
        type: "number", min: 0, step: 1, required: true, class: "cnn-field", "aria-label": name,
      }));
    const check = make("button", { type: "submit", class: "cnn-button" }, "Check");
    this.form = make("form", { class: "cnn-question" },
      "image[", this.fields[0], ",", this.fields[1], "]", check);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.store.reply(this.fields.map((field) => field.valueAsNumber));
    });
    this.verdict = make("p", { class: "cnn-verdict" });
    this.next = make("button", { type: "button", class: "cnn-button" }, "Next question");
    this.next.addEventListener("click", () => this.store.send("next"));
    this.quiz = make("div", {}, this.ask, this.form, this.verdict, this.next);
    return this.quiz;
  }

  update() {
    const { store } = this;
    const asking = store.get("question") !== null;
    const question = store.openQuestion();
    this.quiz.hidden = !asking;
    if (asking) this.updateQuestion(question);
    this.facts.hidden = question !== null;
    if (question === null) this.updateFacts();
    else setText(this.title, question.kind === "find" ? written(question) : "image[ ?, ? ]");
    this.words = question ? this.ask.textContent : `${store.get("verdict")} ${this.about.textContent}`;
  }

  updateQuestion(question) {
    const last = this.store.image.rows - 1;
    const naming = question?.kind === "name";
    const focused = this.element.getRootNode().activeElement;
    setText(this.ask, question === null ? "" : naming
      ? "What is the address of the framed pixel?"
      : "Which pixel is this? Click it, or go there with the arrow keys and press Enter.");
    this.form.hidden = !naming;
    if (!naming) for (const field of this.fields) field.value = "";
    for (const field of this.fields) field.max = last;
    setText(this.verdict, this.store.get("verdict"));
    this.next.hidden = question !== null;
    // What had the focus may just have gone: the keyboard goes on where the next step is.
    const gone = (this.form.hidden && this.form.contains(focused)) || (this.next.hidden && focused === this.next);
    if (!gone) return;
    if (question === null) this.next.focus();
    else if (naming) this.fields[0].focus();
    else this.focusSheet();
  }

  updateFacts() {
    const { image } = this.store;
    const [row, column] = this.store.pixel();
    const value = image.values[row * image.columns + column];
    const kind = value === 0 ? "paper" : value === 1 ? "full ink" : "grey";
    setText(this.title, `${written({ row, column })} is ${formatNumber(value, 2)}`);
    setText(this.about, `Row ${row}, column ${column}: ${kind}.`);
    setText(this.rowTitle, `image[${row}] is the whole row:`);
    const numbers = [];
    for (let index = 0; index < image.columns; index++) {
      const text = formatNumber(image.values[row * image.columns + index], 2);
      numbers.push(make(index === column ? "b" : "span", {}, text));
    }
    this.row.replaceChildren(...numbers);
    setText(this.size, `image.shape is (${image.rows}, ${image.columns})`);
  }
}

function written({ row, column }) {
  return `image[${row}, ${column}]`;
}
