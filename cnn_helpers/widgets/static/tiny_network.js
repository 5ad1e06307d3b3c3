// The tuner's networks, as widgets/tiny_network.py computes them: loss, gradient, what each neuron says.
// A network is known by its number of parameters: 9 (two neurons), 5 (one neuron), 3 (a straight line).

export function hiddenCount(parameters) {
  return parameters.length === 3 ? 0 : (parameters.length - 1) / 4;
}

// What each hidden neuron adds up for one day, before ReLU.
export function neuronSums(parameters, temperature, weekend) {
  const sums = [];
  for (let neuron = 0; neuron < hiddenCount(parameters); neuron++) {
    const at = 3 * neuron;
    sums.push(parameters[at] * temperature + parameters[at + 1] * weekend + parameters[at + 2]);
  }
  return sums;
}

// What each hidden neuron adds to the answer.
export function neuronShares(parameters, temperature, weekend) {
  const count = hiddenCount(parameters);
  return neuronSums(parameters, temperature, weekend)
    .map((sum, neuron) => Math.max(sum, 0) * parameters[3 * count + neuron]);
}

export function networkAnswer(parameters, temperature, weekend) {
  const count = hiddenCount(parameters);
  let total = parameters[parameters.length - 1];
  if (count === 0) return total + parameters[0] * temperature + parameters[1] * weekend;
  for (let neuron = 0; neuron < count; neuron++) {
    const at = 3 * neuron;
    const sum = parameters[at] * temperature + parameters[at + 1] * weekend + parameters[at + 2];
    if (sum > 0) total += sum * parameters[3 * count + neuron];
  }
  return total;
}

// days: {inputs: (N, 2) in one row, targets: (N)}.
export function meanSquaredError(parameters, { inputs, targets }) {
  let total = 0;
  for (let day = 0; day < targets.length; day++) {
    const error = networkAnswer(parameters, inputs[2 * day], inputs[2 * day + 1]) - targets[day];
    total += error * error;
  }
  return total / targets.length;
}

export function lossGradient(parameters, { inputs, targets }) {
  const count = hiddenCount(parameters);
  const gradient = new Array(parameters.length).fill(0);
  for (let day = 0; day < targets.length; day++) {
    const temperature = inputs[2 * day];
    const weekend = inputs[2 * day + 1];
    const slope = (2 * (networkAnswer(parameters, temperature, weekend) - targets[day])) / targets.length;
    gradient[parameters.length - 1] += slope;
    if (count === 0) {
      gradient[0] += slope * temperature;
      gradient[1] += slope * weekend;
    }
    neuronSums(parameters, temperature, weekend).forEach((sum, neuron) => {
      if (sum <= 0) return; // ReLU lets nothing back where it let nothing through
      const at = 3 * neuron;
      const back = slope * parameters[3 * count + neuron];
      gradient[3 * count + neuron] += slope * sum;
      gradient[at] += back * temperature;
      gradient[at + 1] += back * weekend;
      gradient[at + 2] += back;
    });
  }
  return gradient;
}

export function evenlySpaced([low, high], count) {
  return Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
}

// The loss while two parameters take other values and the rest stays; rows run up.
export function lossSurface(parameters, [acrossAxis, upAxis], across, up, days) {
  const moved = Float64Array.from(parameters);
  const values = new Float64Array(across.length * up.length);
  let index = 0;
  for (const high of up) {
    moved[upAxis] = high;
    for (const far of across) {
      moved[acrossAxis] = far;
      values[index++] = meanSquaredError(moved, days);
    }
  }
  return { rows: up.length, columns: across.length, values };
}

// The part of a parameter's range that the landscape shows; it moves in steps of 1.
export function windowAround(value) {
  const middle = Math.floor(value + 0.5);
  return [middle - 3, middle + 3];
}
