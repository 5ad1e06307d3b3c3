// The score, what was best so far, the held-out marks, and what gradient descent finds.

import { ArrayCanvas } from "./array_canvas.js";
import { signedScale } from "./colors.js";
import { formatNumber } from "./numbers.js";
import { make, setText } from "./page.js";
import { Player } from "./player.js";

const button = (text, action) => {
  const element = make("button", { type: "button", class: "cnn-button" }, text);
  element.addEventListener("click", action);
  return element;
};

export class ScoreBoard {
  constructor(store) {
    this.store = store;
    this.points = make("b", { class: "cnn-points" });
    this.hits = make("p", { class: "cnn-hits" });
    this.alarms = make("p", { class: "cnn-alarms" });
    this.held = make("p", { class: "cnn-held-out" });
    this.tryIt = button("Try it on 200 new marks", () => store.send("try"));
    this.rule = make("p", { class: "cnn-note" },
      "A mark counts as found if its largest response, over all positions of the kernel, is more than the threshold. "
      + "Score: share of targets found minus share of others found, times 100. 100 is perfect, 0 is guessing.");
    this.element = make("div", { role: "group", class: "cnn-score", "aria-label": "Score" },
      make("div", { class: "cnn-score-now" }, make("span", { class: "cnn-score-word" }, "score"), this.points),
      make("div", { class: "cnn-score-words" }, this.hits, this.alarms),
      make("div", { class: "cnn-score-held" }, this.tryIt, this.held));
  }

  update() {
    const { store } = this;
    const { hits, falseAlarms, targets, others, points } = store.outcome();
    const asking = store.isAsking();
    setText(this.points, asking ? "?" : formatNumber(points, 0));
    setText(this.hits, asking ? `? of ${targets} hits` : `✓ ${hits} of ${targets} hits, ${targets - hits} missed`);
    setText(this.alarms, asking ? `? of ${others} false alarms` : `! ${falseAlarms} of ${others} false alarms`);
    this.tryIt.disabled = asking;
    const held = store.get("held_out");
    setText(this.held, held.points === undefined ? "Not tried: a test set is for the end." : heldWords(held));
    this.words = asking ? "The score is hidden until you have answered."
      : `Score ${formatNumber(points, 0)}: ${hits} of ${targets} hits, ${falseAlarms} of ${others} false alarms.`;
  }
}

function heldWords({ hits, false_alarms: alarms, targets, others, points, tries }) {
  const counted = tries > 1 ? ` (look number ${tries}: each one makes this number a little less honest)` : "";
  return `New marks: ${formatNumber(points, 0)} points, ${hits} of ${targets} hits, ${alarms} of ${others} false alarms${counted}.`;
}

// A small picture of a kernel with its threshold and its score beside it.
class Design {
  constructor(title, ...buttons) {
    this.array = new ArrayCanvas("kernel", "design-kernel");
    this.lines = make("div", { class: "cnn-design-lines" });
    this.element = make("div", { class: "cnn-design" }, make("h4", { class: "cnn-group-title" }, title),
      make("div", { class: "cnn-design-body" }, this.array.element, this.lines),
      make("div", { class: "cnn-buttons" }, ...buttons));
  }

  draw(kernel, palette, name) {
    const key = JSON.stringify(kernel);
    if (this.key === key && this.palette === palette) return;
    this.key = key;
    this.palette = palette;
    const values = kernel.flat().map((weight) => Math.round(weight * 10) / 10);
    const limit = Math.max(...values.map(Math.abs)) || 1;
    const scale = signedScale("kernel", palette, limit, 0.72);
    this.array.draw({ rows: 3, columns: 3, values }, { scale, palette, cell: 40 });
    this.array.canvas.setAttribute("aria-label", `${name}: ${values.map((value) => formatNumber(value)).join(", ")}`);
  }

  write(...texts) {
    const wanted = texts.filter(Boolean);
    const same = this.lines.children.length === wanted.length;
    if (!same) this.lines.replaceChildren(...wanted.map((text) => make("p", {}, text)));
    else wanted.forEach((text, index) => setText(this.lines.children[index], text));
  }
}

export class DesignComparison {
  constructor(store, change) {
    this.store = store;
    this.at = 0;
    this.restore = button("Back to my best", () => store.send("restore"));
    this.best = new Design("Your best so far", this.restore);
    this.run = button("Let gradient descent try", () => {
      this.learning = true;
      store.send("descend");
      store.notify();
    });
    this.take = button("Put it on the sliders", () => {
      const { kernels, thresholds } = this.frames();
      change({ kernel: kernels[this.at], threshold: thresholds[this.at] });
    });
    this.learned = new Design("Gradient descent", this.run, this.take);
    this.state = make("p", { class: "cnn-descent-state" });
    this.player = new Player({
      label: "Step of gradient descent", speed: 6,
      count: () => Math.max(1, this.frames()?.steps.length ?? 1), at: () => this.at,
      go: (at) => { this.at = at; store.notify(); },
      words: (at) => `step ${this.frames()?.steps[at] ?? 0}`,
    });
    this.learned.element.append(this.state, this.player.element);
    this.verdict = make("p", { class: "cnn-comparison" });
    this.element = make("div", { role: "group", class: "cnn-card cnn-compare", "aria-label": "Your best and gradient descent" },
      this.best.element, this.learned.element, this.verdict);
  }

  frames() {
    const descent = this.store.get("descent");
    return descent.steps ? descent : null;
  }

  update(palette) {
    const { store } = this;
    const best = store.get("best");
    const descent = this.frames();
    if (this.seen !== descent) {
      this.seen = descent;
      this.at = descent ? descent.steps.length - 1 : 0; // the end comes first, the way to it can be played
    }
    this.restore.disabled = this.best.array.element.hidden = !best.kernel;
    this.best.draw(best.kernel ?? [[0, 0, 0], [0, 0, 0], [0, 0, 0]], palette, "Your best kernel");
    this.best.write(...(best.kernel
      ? [`threshold ${formatNumber(best.threshold, 2)}`, `${formatNumber(best.points, 0)} points`,
        `${best.hits} of ${best.targets} hits`, `${best.false_alarms} of ${best.others} false alarms`]
      : ["Nothing yet that is better than guessing."]));
    this.updateDescent(descent, palette);
    this.words = this.compareWords(best, descent);
    setText(this.verdict, this.words);
  }

  updateDescent(descent, palette) {
    const progress = this.store.get("progress");
    if (descent || this.store.get("error")) this.learning = false;
    this.run.disabled = this.learning;
    this.take.hidden = this.player.element.hidden = !descent;
    this.learned.array.element.hidden = !descent;
    if (!descent) {
      this.learned.draw([[0, 0, 0], [0, 0, 0], [0, 0, 0]], palette, "Not trained yet");
      this.learned.write(progress.step === undefined
        ? "The same ten numbers, learned from the same 64 marks: 8 random starts, 400 steps of Adam."
        : `step ${progress.step}, smallest loss ${formatNumber(progress.loss)}`);
      setText(this.state, this.learning ? "It is learning…" : "");
      return;
    }
    const { steps, losses, kernels, thresholds, points_by_step: points } = descent;
    const at = Math.min(this.at, steps.length - 1);
    this.learned.draw(kernels[at], palette, "Kernel of gradient descent");
    this.learned.write(`threshold ${formatNumber(thresholds[at], 2)}`, `${formatNumber(points[at], 0)} points`,
      `step ${steps[at]} of ${steps.at(-1)}`, `loss ${formatNumber(losses[at])}`);
    setText(this.state, "Kernel and threshold are scaled alike so that the largest weight is 2: this changes no decision.");
    this.player.update();
  }

  compareWords(best, descent) {
    if (!descent) return "";
    const held = descent.held_out;
    const theirs = `Gradient descent: ${formatNumber(descent.points, 0)} points on the 64 practice marks, ${
      formatNumber(held.points, 0)} on 200 new ones.`;
    const yours = best.kernel ? `Your best: ${formatNumber(best.points, 0)} points on the practice marks.` : "";
    const mine = this.store.get("held_out");
    const new_ = mine.points === undefined ? "Go back to your best and try it on the new marks to compare."
      : `The kernel on the sliders: ${formatNumber(mine.points, 0)} on the new ones.`;
    const gap = descent.points - held.points > 10 ? "It learned some accidents of its 64 marks by heart." : "";
    return `${theirs} ${gap} ${yours} ${new_}`.replace(/ {2,}/g, " ");
  }

  stop() {
    this.player.stop();
  }
}
