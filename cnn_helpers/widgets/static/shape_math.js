// Sizes, cost and receptive field of a chain of layers, as cnn_helpers/widgets/layer_chain.py computes them: the
// page's preview while a slider moves. Python stays the source of truth; a browser test holds the two equal.

// Over how many pixels a layer's window reaches along one axis.
export function reachOf(layer) {
  return (layer.kernel_size - 1) * (layer.dilation ?? 1) + 1;
}

export function chainSizes(inputShape, layers) {
  let shape = inputShape;
  let channels = inputShape[0];
  let field = 1;
  let jump = 1;
  return layers.map((layer) => {
    const reach = reachOf(layer);
    const { stride } = layer;
    const padding = layer.padding ?? 0;
    const isConv = layer.kind === "conv";
    const filters = isConv ? layer.filters : channels;
    const weights = isConv ? filters * channels * layer.kernel_size ** 2 : 0;
    field += (reach - 1) * jump;
    jump *= stride;
    const sizes = {
      input_shape: shape, output_shape: null, leftover: null,
      parameters: weights + (isConv && layer.bias ? filters : 0),
      multiply_adds: null,
      receptive_field: field, jump,
    };
    if (shape !== null && reach <= Math.min(shape[1], shape[2]) + 2 * padding) {
      const rooms = [shape[1], shape[2]].map((side) => side + 2 * padding - reach);
      const [rows, columns] = rooms.map((room) => Math.floor(room / stride) + 1);
      sizes.output_shape = [filters, rows, columns];
      sizes.leftover = rooms.map((room) => room % stride);
      sizes.multiply_adds = weights * rows * columns;
    }
    shape = sizes.output_shape;
    channels = filters;
    return sizes;
  });
}
