// The tuner's state on its page: the network's numbers computed here, and Python's, which count.

import { afterPause, reducedMotion } from "./page.js";
import { WidgetStore, sameArray } from "./store.js";
import { lossGradient, meanSquaredError, networkAnswer } from "./tiny_network.js";

const CALM = 250; // milliseconds from one picture to the next where motion is unwelcome
const PATIENCE = 5000;

export class TunerStore extends WidgetStore {
  constructor(model) {
    super(model, { settings: ["parameters", "temperature", "weekend"], resets: ["parameters"] });
    this.isTraining = false;
    this.perPicture = 5;
    this.lastPicture = 0;
    this.giveUp = afterPause(PATIENCE, () => {
      this.stop();
      this.setAnswer("silent");
    });
    model.on("change:path", () => this.arrived());
    model.on("change:error", () => this.get("error") && this.stop());
  }

  parameters() {
    return this.get("parameters");
  }

  days() {
    this.unpackedDays ??= Object.fromEntries(
      Object.entries(this.get("days")).map(([name, bytes]) => [name, floats(bytes, Float64Array)]),
    );
    const { inputs, targets, validation_inputs, validation_targets } = this.unpackedDays;
    return { train: { inputs, targets }, held: { inputs: validation_inputs, targets: validation_targets } };
  }

  // The way that gradient descent came: {columns, steps, points, losses}.
  path() {
    const packet = this.get("path");
    if (this.knownPath?.packet !== packet) {
      const { columns, steps, points, losses } = packet;
      this.knownPath = {
        packet, columns, steps, points: floats(points, Float32Array), losses: floats(losses, Float32Array),
      };
    }
    return this.knownPath;
  }

  // The day of the diagram, as the network takes it.
  day() {
    return [this.get("temperature") / 10, this.get("weekend") ? 1 : 0];
  }

  numbers() {
    if (!this.preview) {
      const { train, held } = this.days();
      const parameters = this.parameters();
      this.preview = {
        losses: [meanSquaredError(parameters, train), meanSquaredError(parameters, held)],
        gradient: lossGradient(parameters, train),
        revenue: [100 * networkAnswer(parameters, ...this.day())],
      };
    }
    return this.preview;
  }

  settingChanged() {
    this.preview = null;
    super.settingChanged();
  }

  // Python's numbers count where they differ from the preview.
  judge(arrays) {
    const ours = this.numbers();
    const same = Object.entries(arrays).every(([name, array]) =>
      sameArray({ shape: [ours[name].length], values: ours[name] }, array));
    if (!same) {
      this.preview = Object.fromEntries(
        Object.entries(arrays).map(([name, { values }]) => [name, Array.from(values)]),
      );
    }
    return same;
  }

  isAsking() {
    return this.get("question") !== null && this.get("prediction") === null;
  }

  // ---- Training: the next steps are asked for when the last ones are on the screen, so nothing queues.

  train(isTraining) {
    this.isTraining = isTraining;
    this.isWaiting = false;
    this.giveUp.cancel();
    if (isTraining) this.askForSteps();
    this.notify();
  }

  stop() {
    if (this.isTraining) this.train(false);
  }

  arrived() {
    this.isWaiting = false;
    this.giveUp.cancel();
    if (this.isTraining) requestAnimationFrame(() => this.askForSteps());
  }

  askForSteps() {
    const now = performance.now();
    if (!this.isTraining || this.isWaiting) return;
    if (this.listeners.size === 0 || this.isAsking()) this.stop();
    else if (reducedMotion() && now - this.lastPicture < CALM) {
      setTimeout(() => this.askForSteps(), CALM);
    } else {
      this.isWaiting = true;
      this.lastPicture = now;
      this.giveUp();
      this.send("step", { count: this.perPicture });
    }
  }
}

function floats(view, Numbers) {
  return new Numbers(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
}
