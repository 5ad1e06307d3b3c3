// The one preview routine: what cnn_helpers.convolution.conv2d computes, for one image and one kernel.
// Python stays the source of truth; a browser test holds the two equal.
// An array is {rows, columns, values}, values in row order. An image of several channels is a list of arrays, and so is
// its kernel: what the channels give is added up.

export function outputSize(inputSize, kernelSize, stride = 1, padding = 0, dilation = 1) {
  return Math.floor((inputSize + 2 * padding - reachOf(kernelSize, dilation)) / stride) + 1;
}

// How many pixels a kernel spans.
export function reachOf(kernelSize, dilation) {
  return (kernelSize - 1) * dilation + 1;
}

export function correlate(image, kernel, { stride = 1, padding = 0, dilation = 1, bias = 0, relu = false } = {}) {
  const images = [image].flat();
  const kernels = [kernel].flat();
  const rows = outputSize(images[0].rows, kernels[0].rows, stride, padding, dilation);
  const columns = outputSize(images[0].columns, kernels[0].columns, stride, padding, dilation);
  const values = new Float64Array(rows * columns);
  images.forEach((plane, channel) => {
    addProducts({ rows, columns, values }, plane, kernels[channel], { stride, padding, dilation });
  });
  for (let index = 0; index < values.length; index++) {
    const sum = values[index] + bias;
    values[index] = relu && sum < 0 ? 0 : sum;
  }
  return { rows, columns, values };
}

function addProducts({ rows, columns, values }, image, kernel, { stride, padding, dilation }) {
  const pixels = image.values;
  // One sweep over the map for each weight: the padding's zeros are never visited.
  for (let kernelRow = 0; kernelRow < kernel.rows; kernelRow++) {
    const down = kernelRow * dilation - padding;
    const [firstRow, endRow] = covered(down, image.rows, stride, rows);
    for (let kernelColumn = 0; kernelColumn < kernel.columns; kernelColumn++) {
      const weight = kernel.values[kernelRow * kernel.columns + kernelColumn];
      if (weight === 0) continue;
      const shift = kernelColumn * dilation - padding;
      const [firstColumn, endColumn] = covered(shift, image.columns, stride, columns);
      for (let row = firstRow; row < endRow; row++) {
        const start = (row * stride + down) * image.columns + shift;
        for (let column = firstColumn; column < endColumn; column++) {
          values[row * columns + column] += weight * pixels[start + column * stride];
        }
      }
    }
  }
}

// Output positions whose pixel (position * stride + shift) lies inside the image.
function covered(shift, imageSize, stride, outputCount) {
  const first = Math.max(0, Math.ceil(-shift / stride));
  const end = Math.min(outputCount, Math.floor((imageSize - 1 - shift) / stride) + 1);
  return [first, end];
}

// The pixels under the kernel for one output cell; null where the window lies on the padding.
export function windowAt(image, row, column, { size = 3, stride = 1, padding = 0, dilation = 1 } = {}) {
  const pixels = [];
  for (let windowRow = 0; windowRow < size; windowRow++) {
    for (let windowColumn = 0; windowColumn < size; windowColumn++) {
      const imageRow = row * stride + windowRow * dilation - padding;
      const imageColumn = column * stride + windowColumn * dilation - padding;
      const inside =
        imageRow >= 0 && imageRow < image.rows && imageColumn >= 0 && imageColumn < image.columns;
      pixels.push(inside ? image.values[imageRow * image.columns + imageColumn] : null);
    }
  }
  return pixels;
}
