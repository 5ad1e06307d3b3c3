// Steps to play: first, back, play or pause, forward, last; a slider to scrub; a speed.
//
//   this.player = new Player({ label: "Position", count: () => 9, at: () => store.get("step"),
//     go: (step) => store.change({ step }), words: (step) => `row 1, column ${step}` });
//   root.append(player.element);  in draw(): player.update();  in remove(): player.stop()
// Steps are whole numbers from 0 to count() - 1. Playing moves in whole steps, without motion between them;
// a widget that animates between steps asks reducedMotion() of page.js first. Any other control stops it.

import { make, makeSvg } from "./page.js";
import { SelectControl } from "./sliders.js";

const SPEEDS = [[0.5, "slow"], [2, "normal"], [6, "fast"], [20, "very fast"]]; // steps in a second

// Drawn, since not every font has these signs. In a square of 16.
const SIGNS = {
  first: "M3 3h2v10H3zM13 3v10L5 8z",
  back: "M10 3v10L3 8zM11 3h2v10h-2z",
  play: "M4 2.5v11L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  forward: "M6 3v10l7-5zM3 3h2v10H3z",
  last: "M3 3v10l8-5zM11 3h2v10h-2z",
};

export class Player {
  constructor({ label, count, at, go, words = (step) => `${step + 1} of ${count()}`, speed = 2, speeds = SPEEDS }) {
    Object.assign(this, { count, at, go, words, speed, timer: null });
    const button = (sign, name, action) => {
      const element = make("button", { type: "button", class: "cnn-button cnn-player-button", "aria-label": name, title: name },
        makeSvg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, fill: "currentColor", "aria-hidden": "true" },
          makeSvg("path", { d: SIGNS[sign] })));
      element.addEventListener("click", action);
      return element;
    };
    this.first = button("first", "First step", () => this.jump(0));
    this.back = button("back", "Back one step", () => this.jump(this.at() - 1));
    this.play = button("play", "Play", () => (this.timer === null ? this.start() : this.stop()));
    this.forward = button("forward", "Forward one step", () => this.jump(this.at() + 1));
    this.last = button("last", "Last step", () => this.jump(this.count() - 1));
    this.slider = make("input", { type: "range", class: "cnn-slider", min: 0, step: 1, "aria-label": label });
    this.slider.addEventListener("input", () => this.jump(Number(this.slider.value)));
    this.speeds = new SelectControl("Speed", speeds, (chosen) => { this.speed = chosen; });
    this.speeds.update(speed);
    this.element = make("div", { class: "cnn-player", role: "group", "aria-label": `${label}: step through` },
      make("div", { class: "cnn-player-buttons" }, this.first, this.back, this.play, this.forward, this.last),
      this.slider, this.speeds.element);
  }

  jump(step) {
    clearTimeout(this.timer);
    this.timer = null;
    this.move(step);
    this.update(); // only now: the slider must not jump back, or the next key press starts from there
  }

  move(step) {
    const wanted = Math.min(Math.max(step, 0), this.count() - 1);
    if (wanted !== this.at()) this.go(wanted);
  }

  // From the last step it starts again at the first.
  start() {
    if (this.at() >= this.count() - 1) this.move(0);
    this.timer = setTimeout(() => this.tick(), 1000 / this.speed);
    this.update();
  }

  tick() {
    this.timer = null;
    // A widget that left the page, or was hidden with it, must not play on.
    if (!this.element.isConnected) return;
    this.move(this.at() + 1);
    if (this.at() < this.count() - 1) this.timer = setTimeout(() => this.tick(), 1000 / this.speed);
    this.update();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
    this.update();
  }

  get isPlaying() {
    return this.timer !== null;
  }

  update() {
    const step = this.at();
    const last = this.count() - 1;
    this.slider.max = last;
    if (this.slider.valueAsNumber !== step) this.slider.value = step;
    this.slider.setAttribute("aria-valuetext", this.words(step));
    this.slider.style.setProperty("--from", 0);
    this.slider.style.setProperty("--to", last > 0 ? step / last : 0);
    // Not disabled at the ends: a disabled button would lose the focus while it is pressed.
    for (const element of [this.first, this.back]) element.setAttribute("aria-disabled", step <= 0);
    for (const element of [this.forward, this.last]) element.setAttribute("aria-disabled", step >= last);
    const name = this.isPlaying ? "Pause" : "Play";
    this.play.querySelector("path").setAttribute("d", this.isPlaying ? SIGNS.pause : SIGNS.play);
    this.play.setAttribute("aria-label", name);
    this.play.title = name;
  }
}
