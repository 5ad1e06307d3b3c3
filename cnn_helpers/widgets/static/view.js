// One view of a widget: its card, its width and theme, its alert and its spoken line.
//
//   class StepperView extends WidgetView {
//     constructor(store) { super(store, "cnn-stepper"); }    // own constructor only where this is needed
//     build() { this.root.append(...); }                      // alert and spoken line follow by themselves
//     fitted() { ... }                                        // after a change of width: this.width, this.layout, this.palette
//     draw() { ... }  write() { this.say("..."); }            // arrays in the next frame; words at most 12 times a second
//   }   and the last lines of its own file: a default export, () => { return widgetPage(StepperStore, StepperView); };
// Pass this.change and this.tell to controls: change forgets the prediction and an old complaint, tell shows a complaint.

import { readPalette } from "./colors.js";
import { afterPause, fenceKeys, later, make, oncePerFrame, paced, setText } from "./page.js";

const SILENT = "Python has not answered: it is busy, or it was restarted (then run this cell again).";

export class WidgetView {
  // label: the whole widget's name, for a screen reader. narrow: from which width down root.dataset.layout is "narrow" instead of "wide", in CSS pixels.
  constructor(store, className, { narrow = 780, label = null } = {}) {
    this.store = store;
    this.narrow = narrow;
    this.notice = "";
    this.root = make("div", { class: `cnn-widget ${className}`, role: label && "group", "aria-label": label });
    this.alert = make("p", { class: "cnn-alert", role: "alert" });
    this.spoken = make("p", { class: "cnn-hidden", "aria-live": "polite" });
    this.speak = afterPause(400, () => setText(this.spoken, this.said));
    this.redraw = oncePerFrame(() => this.drawNow());
    this.rewrite = paced(80, () => this.writeNow());
    this.change = (values) => {
      this.notice = "";
      store.change(store.get("predict") === undefined ? values : { ...values, prediction: null });
    };
    this.tell = (text) => {
      this.notice = text;
      this.redraw();
    };
    this.build();
    this.root.append(this.spoken, this.alert);
    store.listeners.add(this.redraw);
    this.root.isSettled = () => this.isSettled(); // for who drives the page from outside, as the tests do
    this.measure = () => this.fit();
    this.resizes = new ResizeObserver(this.measure);
    this.resizes.observe(this.root);
    this.themes = new MutationObserver(this.measure);
    this.themes.observe(document.body, { attributes: true });
    fenceKeys(this.root);
  }

  fitted() {}

  write() {}

  // The palette may have changed with the theme.
  fit() {
    this.width = this.root.clientWidth || this.narrow;
    this.layout = this.width < this.narrow ? "narrow" : "wide";
    if (this.root.dataset.layout !== this.layout) this.root.dataset.layout = this.layout;
    this.palette = readPalette(this.root);
    this.fitted();
    this.drawNow();
    this.writeNow();
  }

  drawNow() {
    this.draw();
    this.rewrite();
  }

  writeNow() {
    this.write();
    const silent = this.store.answer === "silent" ? SILENT : "";
    setText(this.alert, this.notice || this.store.get("error") || silent);
    this.root.dataset.answer = this.store.answer;
  }

  // Whether Python has answered all that was done here, and its answer is drawn and written.
  isSettled() {
    return this.store.isSettled() && ![this.redraw, this.rewrite, later].some((work) => work.isDue());
  }

  // What a screen reader hears once the state has stood still for a moment.
  say(text) {
    if (this.said === text) return;
    this.said = text;
    this.speak();
  }

  remove() {
    this.redraw.cancel();
    this.rewrite.cancel();
    this.speak.cancel();
    this.store.listeners.delete(this.redraw);
    this.resizes.disconnect();
    this.themes.disconnect();
    this.root.remove();
  }
}

// What a widget's own file gives to anywidget.
export function widgetPage(Store, View) {
  let store;
  return {
    initialize({ model }) {
      store = new Store(model);
    },
    render({ el }) {
      const view = new View(store);
      el.append(view.root);
      view.fit();
      return () => view.remove();
    },
  };
}
