// Softmax and cross-entropy of one row of logits, as Python computes them.

// The largest logit is taken away first: differences stay, and exp never overflows.
export function shares(logits) {
  const largest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - largest));
  const sum = exponentials.reduce((total, value) => total + value, 0);
  return { exponentials, sum, probabilities: exponentials.map((value) => value / sum) };
}

// Minus the logarithm of the label's share; by logits, so that a share of 0 costs no infinity.
export function surpriseOf(logits, label) {
  const { sum } = shares(logits);
  return Math.max(...logits) + Math.log(sum) - logits[label];
}
