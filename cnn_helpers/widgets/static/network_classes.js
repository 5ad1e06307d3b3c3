// The classes with their probabilities as bars: click one for its logit, or to answer which it will be.

import { formatNumber, fixedNumber } from "./numbers.js";
import { make, setText } from "./page.js";

export class ClassBars {
  constructor(store, predict) {
    Object.assign(this, { store, predict });
    this.list = make("div", { class: "cnn-bars", role: "group", "aria-label": "Classes" });
    this.element = make("div", { class: "cnn-network-classes" },
      make("p", { class: "cnn-caption cnn-output-words" }, "Probabilities"), this.list,
      make("p", { class: "cnn-caution" }, "Softmax makes them add up to 1. They are not calibrated: 0.99 need not be right 99 times in 100."));
    this.rows = [];
  }

  build(classes) {
    if (this.built === String(classes)) return;
    this.built = String(classes);
    this.rows = classes.map((name, index) => {
      const bar = make("span", { class: "cnn-bar-fill" });
      const number = make("span", { class: "cnn-bar-number" });
      const button = make("button", { type: "button", class: "cnn-bar" },
        make("span", { class: "cnn-bar-name" }, name), make("span", { class: "cnn-bar-track" }, bar), number);
      button.addEventListener("click", () => this.press(index));
      return { name, bar, number, button };
    });
    const longest = Math.max(...classes.map((name) => name.length));
    this.list.style.setProperty("--name", `${Math.min(72, 8 * longest + 8)}px`);
    this.list.replaceChildren(...this.rows.map(({ button }) => button));
  }

  press(index) {
    const { store } = this;
    if (store.asked() === "class") this.predict.give(index);
    else store.choose([store.layers().at(-1).name, index]);
  }

  draw() {
    const { store } = this;
    this.build(store.classes());
    const probabilities = store.probabilities();
    if (probabilities.length !== this.rows.length) return;
    const hidden = store.asked() === "class";
    const winner = store.winner();
    const [layer, chosen] = store.get("unit");
    const last = store.layers().at(-1);
    this.rows.forEach(({ name, bar, number, button }, index) => {
      const share = probabilities[index];
      bar.style.width = hidden ? "0" : `${100 * share}%`;
      setText(number, hidden ? "?" : fixedNumber(share, 3));
      button.dataset.winner = !hidden && index === winner;
      button.setAttribute("aria-pressed", last?.name === layer && chosen === index);
      const action = hidden ? "answer that this is the most probable" : `probability ${formatNumber(share)}, show its logit`;
      button.setAttribute("aria-label", `${name}: ${action}`);
    });
  }
}
