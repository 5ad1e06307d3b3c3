// The microscope's page: the network with all its numbers, the way back step by step, the chosen cell written out.

import { CheckCard, GradientCard, ValueCard } from "./microscope_cards.js";
import { MicroscopeStore } from "./microscope_store.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Player } from "./player.js";
import { CheckControl, SelectControl } from "./sliders.js";
import { cellKey, neighbour } from "./story_layout.js";
import { StoryPicture } from "./story_picture.js";
import { WidgetView, widgetPage } from "./view.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const NARROW = 780;
const WIDE_PADDING = 34; // of the card, both sides, as its CSS has it
const NARROW_PADDING = 22;

class MicroscopeView extends WidgetView {
  constructor(store) {
    super(store, "cnn-microscope", { narrow: NARROW });
  }

  build() {
    const { store, tell } = this;
    this.paints = false;
    this.cursor = null;
    this.picture = new StoryPicture(store.get("names"));
    this.area = make("div", { class: "cnn-pointer cnn-network", tabindex: 0, role: "application" }, this.picture.element);
    this.area.addEventListener("click", (event) => this.click(event));
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.value = new ValueCard(store, tell);
    this.gradient = new GradientCard(store);
    this.check = new CheckCard(store, tell);
    this.player = new Player({
      label: "Steps of going back", count: () => store.scene.steps.length, at: () => store.get("step"),
      go: (step) => this.change({ step }),
      words: (step) => `step ${step}: ${store.scene.steps[step][0]}`, speed: 0.5,
      speeds: [[0.25, "slow"], [0.5, "normal"], [1, "fast"]],
    });
    this.stepName = make("h4", { class: "cnn-card-title" });
    this.stepWords = make("p", { class: "cnn-step-words" });
    this.root.append(
      this.buildHead(),
      this.area,
      make("p", { class: "cnn-key" }, "In each cell: ", make("b", {}, "its value"), " above, ",
        make("b", { class: "cnn-gradient-words" }, "its gradient"), " below. Lines into the chosen cell: what its value is made of. ",
        "Lines from it to the loss: the paths on which its gradient comes back."),
      make("div", { class: "cnn-back", role: "group", "aria-label": "Going back, step by step" },
        this.player.element, make("div", {}, this.stepName, this.stepWords)),
      make("div", { class: "cnn-microscope-cards" }, make("div", { class: "cnn-microscope-column" }, this.value.element, this.check.learn.element),
        this.gradient.element, this.check.check.element));
  }

  buildHead() {
    const { store } = this;
    const names = store.get("names");
    this.mark = new SelectControl("Mark", [...store.get("examples"), "own drawing"], (name) => {
      if (name === "own drawing") this.paint(true);
      else store.send("example", { name });
    });
    this.label = new SelectControl("Right answer", names.map((name, index) => [index, name]), (label) => this.change({ label }));
    this.brush = new CheckControl("Paint pixels", (paints) => this.paint(paints));
    this.dead = new CheckControl("Ways without a gradient", (blocked) => store.change({ blocked }));
    return make("div", { class: "cnn-head" }, this.mark.element, this.label.element, this.brush.element,
      this.dead.element, this.gradient.toggle);
  }

  paint(paints) {
    this.paints = paints;
    this.redraw();
  }

  click(event) {
    const cell = this.picture.cellAt(event);
    if (!cell) return;
    if (this.store.isAsking && this.store.asksForCell) this.answer(cell);
    else if (this.paints && cell[0] === "image") {
      this.notice = "";
      this.store.flip(cell);
      this.choose(cell);
    } else this.choose(cell);
  }

  // Which cell gets the gradient: only one of the chosen cell's own map counts as an answer; another cell is chosen.
  answer(cell) {
    if (cell[0] === "rectified" && cell[1] === this.store.get("chosen")[1]) {
      this.gradient.prediction.give(cell.slice(2));
    } else this.choose(cell);
  }

  choose(cell) {
    if (String(cell) !== String(this.store.get("chosen"))) this.change({ chosen: cell });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { store } = this;
    const asks = store.isAsking && store.asksForCell;
    const from = asks ? this.cursor : store.get("chosen");
    const direction = ARROWS[event.key];
    if (direction && asks && !event.shiftKey) this.moveCursor(direction);
    else if (direction) {
      const next = neighbour(this.picture.layout, this.picture.layout.cells.get(cellKey(store.get("chosen"))), direction);
      if (next) this.choose(next.cell);
    } else if (event.key === "Home") this.choose(["image", 0, 0]);
    else if (event.key === "End") this.choose(["loss"]);
    else if (event.key === "Enter" || event.key === " ") {
      if (asks) this.answer(from);
      else if (from[0] === "image") store.flip(from);
      else return;
    } else return;
    event.preventDefault();
  }

  moveCursor([down, right]) {
    const inside = (index) => Math.min(Math.max(index, 0), 2);
    const [name, channel, row, column] = this.cursor;
    this.cursor = [name, channel, inside(row + down), inside(column + right)];
    this.redraw();
  }

  fitted() {
    const padding = this.layout === "wide" ? WIDE_PADDING : NARROW_PADDING;
    this.picture.resize(Math.max(296, Math.floor(this.width - padding)), this.palette);
  }

  draw() {
    const { store, picture } = this;
    const { scene } = store;
    if (!picture.layout || !scene.values) return;
    const asksForCell = store.isAsking && store.asksForCell;
    const chosen = store.get("chosen");
    if (!asksForCell) this.cursor = null;
    else if (this.cursor?.[1] !== chosen[1]) this.cursor = ["rectified", chosen[1], 0, 0];
    const into = asksForCell ? [] : scene.into;
    const dead = store.get("blocked") && !asksForCell ? scene.dead : [];
    const { related, factors } = this.relation(scene, into, dead);
    picture.update({
      ...scene, chosen, into, dead, related, factors, cursor: this.cursor,
      isAsking: store.isAsking, asksForCell: store.asksForCell,
      isShown: (array) => store.isShown(array), isNow: (array) => store.isNow(array),
      words: `The story network, ${store.get("image_name")}: `
        + `probability of ${store.get("names")[store.get("label")]} ${formatNumber(scene.values.probabilities[store.get("label")])}, `
        + `loss ${formatNumber(scene.values.loss[0])}`,
    });
    this.area.setAttribute("aria-label", asksForCell
      ? "The network: arrow keys choose a cell of the map, Enter answers, Shift with an arrow leaves"
      : "The network: arrow keys choose a cell, Space turns a pixel from paper to ink and back");
    this.area.dataset.paints = this.paints;
    this.mark.update(store.get("image_name"));
    this.label.update(store.get("label"));
    this.brush.update(this.paints);
    this.dead.update(store.get("blocked"));
    this.player.update();
    this.value.update();
    this.gradient.update();
    this.check.update(this.gradient.isHidden);
  }

  // What the chosen cell has to do with: the ends of its lines, and the numbers that they run through.
  relation(scene, into, dead) {
    const related = new Set([cellKey(scene.chosen)]);
    const factors = new Set();
    for (const [source, target, , factor] of [...into, ...scene.live, ...dead]) {
      related.add(cellKey(source)).add(cellKey(target));
      if (factor) {
        related.add(cellKey(factor));
        factors.add(cellKey(factor));
      }
    }
    const everything = ["logits", "probabilities", "loss"].includes(scene.chosen[0]);
    if (everything) for (const [key, { array }] of this.picture.layout.cells) {
      if (["image", "kernels", "conv_bias"].includes(array)) related.add(key);
    }
    if (this.store.isAsking && this.store.asksForCell) {
      for (const [key, { array, cell }] of this.picture.layout.cells) {
        if (array === "rectified" && cell[1] === scene.chosen[1]) related.add(key);
      }
    }
    return { related, factors };
  }

  write() {
    const { store } = this;
    const { scene } = store;
    if (!scene.steps) return;
    const [name, words] = scene.steps[store.get("step")];
    setText(this.stepName, store.get("step") === 0 ? "Forward" : `Step ${store.get("step")} of going back: ${name}`);
    setText(this.stepWords, this.hidesStep() ? "Answer first: the words would tell." : words);
    const cursor = this.cursor ? `Row ${this.cursor[2]}, column ${this.cursor[3]}. ` : "";
    this.say(`${cursor}${scene.title}: ${scene.about}. ${this.value.words.textContent} ${this.gradient.heading.textContent}. `
      + `${this.gradient.prediction.words} ${this.stepName.textContent}.`);
  }

  // The words of a step name gradients that may be asked for.
  hidesStep() {
    const { store } = this;
    return store.isAsking && store.get("step") > 0 && store.stageOfChosen + (store.asksForCell ? 1 : 0) <= store.get("step");
  }

  remove() {
    this.player.stop();
    super.remove();
  }
}

export default () => {
  return widgetPage(MicroscopeStore, MicroscopeView);
};
