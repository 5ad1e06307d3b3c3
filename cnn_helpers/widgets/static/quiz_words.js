// The words of a quiz: code in backticks, states, what a screen reader is told.

import { make } from "./page.js";

export const STATE_WORDS = {
  open: "not answered yet", wrong: "not right yet", right: "right", shown: "answer shown",
};
export const STATE_SIGNS = { open: "", wrong: "✗", right: "✓", shown: "○" };
export const KIND_WORDS = {
  one: "Choose one.", many: "Choose all that are right.",
  number: "Give a number.", order: "Bring the steps into order.",
};

// Text as nodes, with what stands in backticks as code; never as HTML.
export function wordNodes(text) {
  return text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
}

export function plainWords(text) {
  return text.replaceAll("`", "");
}

export function isSolved(result) {
  return result.state === "right" || result.state === "shown";
}

export function scoreWords(results) {
  const right = results.filter((result) => result.state === "right");
  const first = right.filter((result) => result.tries === 1);
  return `${right.length} of ${results.length} right, ${first.length} at the first try`;
}

// What is said after an answer: the message, and the explanations that now concern the learner.
export function spokenResult(result) {
  const wanted = result.state !== "wrong" ? result.notes.filter((note) => note.right) : result.notes;
  return plainWords([result.message, ...wanted.map((note) => note.text)].join(" "));
}
