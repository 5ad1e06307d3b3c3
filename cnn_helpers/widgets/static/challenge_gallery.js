// The gallery of practice marks, each with what the filter makes of it: by frame, by sign and in words.

import { greyScale, packColors } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";

const OUTCOMES = {
  found: "✓ found", missed: "✗ missed", alarm: "! false alarm", alone: "– ignored", secret: "?",
};
const WAYS = { ArrowLeft: -1, ArrowRight: 1 };

export function outcomeOf(found, isTarget) {
  if (isTarget) return found ? "found" : "missed";
  return found ? "alarm" : "alone";
}

export class Gallery {
  // choose(index): a mark is looked at; or guessed, where the gallery asks which marks will be found.
  constructor(store, choose) {
    this.store = store;
    this.choose = choose;
    const count = store.marks().length;
    this.tiles = store.marks().map((mark, index) => this.tile(mark, index));
    const group = (words, first) => {
      const heading = make("h4", { class: "cnn-group-title" });
      const label = `Marks to ${words}: arrow keys go from mark to mark`;
      const tiles = make("div", { class: "cnn-tiles", role: "group", "aria-label": label }, ...this.tiles.slice(first, first + count / 2)
        .map(({ element }) => element));
      tiles.addEventListener("keydown", (event) => this.key(event));
      return { heading, element: make("div", { class: "cnn-tile-group" }, heading, tiles) };
    };
    this.groups = [group("be found", 0), group("be left alone", count / 2)];
    this.element = make("div", { class: "cnn-gallery" }, ...this.groups.map(({ element }) => element));
  }

  tile(mark, index) {
    const canvas = make("canvas", { width: mark.columns, height: mark.rows, "aria-hidden": "true" });
    const words = make("span", { class: "cnn-tile-words" });
    const element = make("button", { type: "button", class: "cnn-tile", tabindex: -1 }, canvas, words);
    element.addEventListener("click", () => this.choose(index));
    return { canvas, words, element };
  }

  // Arrow keys walk through the marks; Tab goes past them.
  key(event) {
    const from = this.tiles.findIndex(({ element }) => element === event.target);
    const perRow = this.tilesInRow(from);
    const way = WAYS[event.key] ?? { ArrowUp: -perRow, ArrowDown: perRow, Home: -from, End: this.tiles.length }[event.key];
    if (way === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const to = Math.min(Math.max(from + way, 0), this.tiles.length - 1);
    this.tiles[to].element.focus();
    if (!this.isGuessing()) this.choose(to);
    this.setTabStop(to);
  }

  tilesInRow(from) {
    const top = this.tiles[from].element.offsetTop;
    return this.tiles.filter(({ element }, index) => element.offsetTop === top
      && (index < this.tiles.length / 2) === (from < this.tiles.length / 2)).length;
  }

  setTabStop(index) {
    if (this.tabStop === index) return;
    if (this.tabStop !== undefined) this.tiles[this.tabStop].element.tabIndex = -1;
    this.tiles[index].element.tabIndex = 0;
    this.tabStop = index;
  }

  isGuessing() {
    return this.store.isAsking() && this.store.get("question") === "marks";
  }

  draw(palette) {
    const whole = this.store.array("marks");
    if (this.drawn === whole && this.palette === palette) return;
    this.drawn = whole;
    this.palette = palette;
    const scale = greyScale("ink", palette);
    this.store.marks().forEach(({ rows, columns, values }, index) => {
      const context = this.tiles[index].canvas.getContext("2d");
      const pixels = context.createImageData(columns, rows);
      packColors(values, scale, new Uint32Array(pixels.data.buffer));
      context.putImageData(pixels, 0, 0);
    });
  }

  // What follows a moving slider in every frame. guesses: the set of marks that the learner thinks will be found.
  update(guesses) {
    const { store } = this;
    const { found, targets } = store.outcome();
    const asking = store.isAsking();
    const guessing = this.isGuessing();
    const told = store.get("prediction");
    this.guessed = Array.isArray(told) ? new Set(told) : new Set();
    this.tiles.forEach(({ element, words }, index) => {
      const outcome = asking ? "secret" : outcomeOf(found[index], index < targets);
      if (element.dataset.outcome !== outcome) element.dataset.outcome = outcome;
      setText(words, guessing && guesses.has(index) ? "will be found" : OUTCOMES[outcome]);
      const pressed = String(guessing ? guesses.has(index) : index === store.get("mark"));
      if (element.ariaPressed !== pressed) element.ariaPressed = pressed;
      element.classList.toggle("cnn-guessed", this.guessed.has(index));
    });
    this.setTabStop(this.tabStop ?? store.get("mark"));
  }

  // Names for a screen reader, and the counts.
  write() {
    const { store } = this;
    const { responses, hits, falseAlarms, targets, others } = store.outcome();
    const { kinds, each } = store.get("task_words");
    const asking = store.isAsking();
    this.tiles.forEach(({ element, words }, index) => {
      const text = words.textContent;
      const outcome = text === "?" ? "not told yet" : text.replace(/^[^a-z]+/, "");
      const response = asking ? "" : `, largest response ${formatNumber(responses[index], 2)}`;
      const guess = this.guessed.has(index) ? ", as you chose" : "";
      const name = `Mark ${index}, ${kinds[index]}: ${outcome}${response}${guess}`;
      if (element.ariaLabel !== name) element.ariaLabel = name;
    });
    const [find, leave] = this.groups;
    setText(find.heading, asking ? `Find ${each}` : `Find ${each}: ${hits} of ${targets} found`);
    setText(leave.heading, asking ? "Leave these alone" : `Leave these alone: ${falseAlarms} of ${others} false alarms`);
  }
}
