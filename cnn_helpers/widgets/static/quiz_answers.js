// Where a question is answered: boxes to tick, a number to type, or steps to move.
// Each has an element, read() for the present answer, and show(result) for what is said about it.

import { labelled, make } from "./page.js";
import { isSolved, plainWords, wordNodes } from "./quiz_words.js";

let lastName = 0;

function uniqueName() {
  return `cnn-answer-${Date.now().toString(36)}-${++lastName}`;
}

// An explanation below its option, tied to the option's control.
function noteBelow() {
  return make("p", { class: "cnn-note", id: uniqueName(), hidden: true });
}

function fillNote(element, note, wrong = "Not this") {
  element.hidden = note === undefined;
  if (note === undefined) return element.replaceChildren();
  element.dataset.right = note.right;
  element.replaceChildren(make("b", {}, note.right ? "✓ Right: " : `✗ ${wrong}: `), ...wordNodes(note.text));
}

export class TickAnswer {
  constructor(question) {
    this.single = question.kind === "one";
    const name = uniqueName();
    this.rows = question.options.map(({ index, text }) => {
      const note = noteBelow();
      const input = make("input", {
        type: this.single ? "radio" : "checkbox", name, value: index, "aria-describedby": note.id,
      });
      const label = make("label", {}, input, make("span", {}, ...wordNodes(text)));
      return { index, input, note, element: make("div", { class: "cnn-choice" }, label, note) };
    });
    this.element = make("div", { class: "cnn-choices" }, ...this.rows.map((row) => row.element));
  }

  read() {
    const ticked = this.rows.filter(({ input }) => input.checked).map(({ index }) => index);
    return this.single ? (ticked[0] ?? null) : ticked;
  }

  show(result) {
    const answer = result.answer === null ? [] : [result.answer].flat();
    for (const { index, input, note, element } of this.rows) {
      input.checked = answer.includes(index);
      input.disabled = isSolved(result);
      element.dataset.solved = isSolved(result);
      fillNote(note, result.notes.find((other) => other.index === index));
    }
  }
}

export class NumberAnswer {
  constructor(question) {
    this.input = make("input", {
      type: "text", inputmode: "decimal", autocomplete: "off", class: "cnn-field",
    });
    this.element = make("div", { class: "cnn-number" }, labelled("Your number", this.input),
      this.input, make("span", {}, question.unit));
  }

  read() {
    return this.input.value;
  }

  show(result) {
    this.input.value = result.answer ?? "";
    this.input.readOnly = isSolved(result);
  }
}

export class OrderAnswer {
  constructor(question, say) {
    this.say = say;
    this.steps = question.options.map(({ index, text }) => this.buildStep(index, text));
    this.beginning = [...this.steps];
    this.list = make("ol", { class: "cnn-steps" });
    this.element = make("div", {}, this.list);
    this.place();
  }

  buildStep(index, text) {
    const step = { index, text: plainWords(text), note: noteBelow() };
    const button = (sign, words, by) => make("button", {
      type: "button", class: "cnn-button cnn-move", "aria-label": `Move ${words}: ${step.text}`,
      onclick: () => this.move(step, by),
    }, sign);
    step.up = button("↑", "up", -1);
    step.down = button("↓", "down", 1);
    step.element = make("li", {},
      make("div", { class: "cnn-step" }, make("span", {}, ...wordNodes(text)), step.up, step.down), step.note);
    return step;
  }

  move(step, by) {
    const from = this.steps.indexOf(step);
    const to = from + by;
    this.steps.splice(to, 0, ...this.steps.splice(from, 1));
    for (const { note } of this.steps) fillNote(note, undefined); // said of another order
    this.place();
    const [same, other] = by < 0 ? [step.up, step.down] : [step.down, step.up];
    (same.disabled ? other : same).focus();
    this.say(`Now step ${to + 1} of ${this.steps.length}: ${step.text}`);
  }

  place(solved = false) {
    this.list.replaceChildren(...this.steps.map((step) => step.element));
    for (const [number, step] of this.steps.entries()) {
      step.up.disabled = number === 0;
      step.down.disabled = number === this.steps.length - 1;
      step.up.hidden = step.down.hidden = solved;
    }
  }

  read() {
    return this.steps.map((step) => step.index);
  }

  show(result) {
    const order = result.answer ?? this.beginning.map((step) => step.index);
    this.steps = order.map((index) => this.steps.find((step) => step.index === index));
    this.place(isSolved(result));
    for (const step of this.steps) {
      fillNote(step.note, result.notes.find((note) => note.index === step.index), "Too early");
    }
  }
}
