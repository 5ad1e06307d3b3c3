// The numbers of one layer, each with its formula filled in.

import { formatNumber } from "./numbers.js";
import { make } from "./page.js";
import { reachOf } from "./shape_math.js";
import { countWords } from "./shape_store.js";

// Lines of elements; secret: the results are asked for.
export function formulaLines({ layer, sizes, secret }) {
  const [, height, width] = sizes.input_shape;
  const output = sizes.output_shape;
  const lines = [];
  const reach = reachOf(layer);
  if (layer.dilation > 1) {
    lines.push(equation("reach of the kernel", [
      `(${layer.kernel_size} − 1) × ${layer.dilation} + 1 = `, term("kernel", reach), " pixels"]));
  }
  const sides = height === width ? [["height and width", height]] : [["height", height], ["width", width]];
  for (const [name, size] of sides) {
    lines.push(equation(name, sizeTerms(layer, size, reach, secret)));
  }
  if (secret) return lines;
  lines.push(equation("parameters", parameterTerms(layer, sizes)));
  if (output !== null && layer.kind === "conv") {
    const weights = layer.kernel_size ** 2 * sizes.input_shape[0];
    lines.push(equation("multiply-adds", [
      "each of the ", term("output", `${output.join(" × ")} numbers`), " takes ", term("kernel", weights), " products: ",
      term("result", countWords(sizes.multiply_adds))]));
  }
  const skipped = layer.stride - reach;
  if (output !== null && skipped > 0) {
    lines.push(equation("skipped", [`between two windows ${skipped} pixel${skipped === 1 ? " is" : "s are"} never looked at: the stride is longer than the kernel`]));
  }
  return lines;
}

// ⌊(12 + 2 × 0 − 3) ÷ 2⌋ + 1 = ⌊4.5⌋ + 1 = 5
function sizeTerms(layer, size, reach, secret) {
  const { stride } = layer;
  const padding = layer.padding ?? 0;
  const room = size + 2 * padding - reach;
  const padded = padding ? [" + 2 × ", term("input", padding)] : [];
  const start = ["⌊(", term("input", size), ...padded, " − ", term("kernel", reach), `) ÷ ${stride}⌋ + 1`];
  if (secret) return [...start, " = ", term("result", "?")];
  if (room < 0) return [...start, ": ", term("result", "the kernel is larger than the input")];
  const floor = stride > 1 ? `⌊${formatNumber(room / stride, 2)}⌋ + 1 = ` : "";
  return [...start, ` = ${floor}`, term("result", Math.floor(room / stride) + 1)];
}

function parameterTerms(layer, sizes) {
  if (layer.kind !== "conv") return ["none: pooling has nothing to learn"];
  const [channels] = sizes.input_shape;
  const weights = [term("kernel", layer.filters), " × (", term("input", channels), " × ",
    term("kernel", `${layer.kernel_size} × ${layer.kernel_size}`), layer.bias ? " + 1 bias) = " : ") = "];
  return [...weights, term("result", countWords(sizes.parameters))];
}

function term(role, text) {
  return make(role === "result" ? "b" : "span", { class: `cnn-${role}-words` }, String(text));
}

function equation(name, parts) {
  return make("div", { class: "cnn-equation" }, make("dt", {}, name), make("dd", {}, ...parts));
}
