// The microscope's state as its page has it. All numbers are Python's: the trait scene holds them.

import { WidgetStore } from "./store.js";
import { flatPlace } from "./story_layout.js";

const INPUTS = ["image", "kernels", "conv_bias", "weights", "linear_bias"];
const STAGES = {
  loss: 1, probabilities: 1, logits: 1, weights: 2, linear_bias: 2, pooled: 2, rectified: 3, feature_maps: 4,
  image: 5, kernels: 5, conv_bias: 5,
};

export class MicroscopeStore extends WidgetStore {
  constructor(model) {
    super(model, {
      settings: [...INPUTS, "label", "chosen", "epsilon", "learning_rate"], preview: false,
    });
  }

  get scene() {
    return this.get("scene");
  }

  get isAsking() {
    return this.get("predict") && this.get("prediction") === null;
  }

  // Of a pooled cell it is asked which cell of the map gets its gradient.
  get asksForCell() {
    return this.get("chosen")[0] === "pooled";
  }

  isShown(array) {
    const asked = STAGES[this.get("chosen")[0]] + (this.asksForCell ? 1 : 0);
    return STAGES[array] <= this.get("step") && !(this.isAsking && STAGES[array] >= asked);
  }

  isNow(array) {
    return STAGES[array] === this.get("step");
  }

  // Whether the chosen cell's gradient may be read.
  get isReached() {
    return STAGES[this.get("chosen")[0]] <= this.get("step");
  }

  get stageOfChosen() {
    return STAGES[this.get("chosen")[0]];
  }

  // The value of a cell that can be changed; null for one that is computed.
  given(cell) {
    if (!INPUTS.includes(cell[0])) return null;
    return this.array(cell[0]).values[flatPlace(cell)];
  }

  give(cell, value) {
    const [name] = cell;
    const { shape, values } = this.array(name);
    const changed = Float64Array.from(values);
    changed[flatPlace(cell)] = value;
    this.change({ [name]: { shape, values: changed }, prediction: null });
  }

  flip(cell) {
    this.give(cell, this.given(cell) > 0.5 ? 0 : 1);
  }

  get gradient() {
    const { gradients, chosen } = this.scene;
    return gradients[chosen[0]][flatPlace(chosen)];
  }

  // The cell, as [row, column] of its map, to which pooling sends the chosen pooled cell's gradient.
  get winner() {
    const [source] = this.scene.into.find(([, target]) => String(target) === String(this.scene.chosen)) ?? [];
    return source ? source.slice(2) : null;
  }
}
