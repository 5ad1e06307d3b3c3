"""A peer to race: convolution as courses teach it, with index arrays ("im2col"), in (N, C, H, W).

After the well-known exercise of Stanford's CS231n: the windows are gathered by fancy indexing, one
matrix product does the convolution, and ``np.add.at`` scatters the gradient back.
"""

import numpy as np


def window_indices(channels, height, width, size, stride, padding):
    """Return the indices that gather every window, and the output size."""
    output_height = (height + 2 * padding - size) // stride + 1
    output_width = (width + 2 * padding - size) // stride + 1
    row_in_window = np.tile(np.repeat(np.arange(size), size), channels)
    column_in_window = np.tile(np.arange(size), size * channels)
    top = stride * np.repeat(np.arange(output_height), output_width)
    left = stride * np.tile(np.arange(output_width), output_height)
    rows = row_in_window[:, np.newaxis] + top
    columns = column_in_window[:, np.newaxis] + left
    channel = np.repeat(np.arange(channels), size * size)[:, np.newaxis]
    return (channel, rows, columns), (output_height, output_width)


def im2col(images, size, stride, padding):
    padded = np.pad(images, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    (channel, rows, columns), output_size = window_indices(*images.shape[1:], size, stride, padding)
    gathered = padded[:, channel, rows, columns]
    return gathered.transpose(1, 2, 0).reshape(gathered.shape[1], -1), output_size


def col2im(gathered, shape, size, stride, padding):
    count, channels, height, width = shape
    padded_shape = count, channels, height + 2 * padding, width + 2 * padding
    padded = np.zeros(padded_shape, gathered.dtype)
    indices, _ = window_indices(channels, height, width, size, stride, padding)
    separated = gathered.reshape(gathered.shape[0], -1, count).transpose(2, 0, 1)
    np.add.at(padded, (slice(None), *indices), separated)
    return padded[:, :, padding : padding + height, padding : padding + width]


class Conv2d:
    def __init__(self, channels, filters, size, padding=0):
        scale = np.float32(np.sqrt(2 / (channels * size * size)))
        shape = filters, channels, size, size
        self.weight = scale * np.random.default_rng(0).standard_normal(shape, np.float32)
        self.bias, self.size, self.padding = np.zeros(filters, np.float32), size, padding

    def forward(self, images):
        self.shape = images.shape
        self.columns, output_size = im2col(images, self.size, 1, self.padding)
        maps = self.weight.reshape(len(self.weight), -1) @ self.columns + self.bias[:, np.newaxis]
        return maps.reshape(len(self.weight), *output_size, len(images)).transpose(3, 0, 1, 2)

    def backward(self, grad):
        filters = len(self.weight)
        self.grad_bias = grad.sum(axis=(0, 2, 3))
        grad = grad.transpose(1, 2, 3, 0).reshape(filters, -1)
        self.grad_weight = (grad @ self.columns.T).reshape(self.weight.shape)
        gathered = self.weight.reshape(filters, -1).T @ grad
        return col2im(gathered, self.shape, self.size, 1, self.padding)


class Linear:
    def __init__(self, inputs, outputs):
        scale = np.float32(np.sqrt(2 / inputs))
        self.weight = scale * np.random.default_rng(0).standard_normal(
            (inputs, outputs), np.float32
        )
        self.bias = np.zeros(outputs, np.float32)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.weight + self.bias

    def backward(self, grad):
        self.grad_weight, self.grad_bias = self.inputs.T @ grad, grad.sum(axis=0)
        return grad @ self.weight.T


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        return np.maximum(inputs, 0)

    def backward(self, grad):
        return grad * (self.inputs > 0)


class MaxPool2d:
    """Windows side by side, by reshaping, which is CS231n's fast way for them."""

    def __init__(self, size):
        self.size = size

    def forward(self, maps):
        count, channels, height, width = maps.shape
        rows, columns = height // self.size, width // self.size
        self.windows = maps.reshape(count, channels, rows, self.size, columns, self.size)
        self.pooled = self.windows.max(axis=3).max(axis=4)
        return self.pooled

    def backward(self, grad):
        wins = self.windows == self.pooled[:, :, :, np.newaxis, :, np.newaxis]
        shared = np.broadcast_to(grad[:, :, :, np.newaxis, :, np.newaxis], wins.shape) * wins
        shared /= wins.sum(axis=(3, 5), keepdims=True)
        count, channels, rows, size, columns, _ = wins.shape
        return shared.reshape(count, channels, rows * size, columns * size)


class Flatten:
    def forward(self, maps):
        self.shape = maps.shape
        return maps.reshape(len(maps), -1)

    def backward(self, grad):
        return grad.reshape(self.shape)


def training_step(plan, images, labels, lr=0.01, momentum=0.9):
    """Return a function that takes one step of SGD with momentum, and gives the loss before it."""
    layers = [globals()[name](*arguments, **settings) for name, arguments, settings in plan]
    learning = [layer for layer in layers if hasattr(layer, "weight")]
    velocities = [[np.zeros_like(layer.weight), np.zeros_like(layer.bias)] for layer in learning]

    def step():
        values = images
        for layer in layers:
            values = layer.forward(values)
        probabilities = np.exp(values - values.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        everyone = np.arange(len(labels))
        loss = -np.log(probabilities[everyone, labels]).mean()
        grad = probabilities
        grad[everyone, labels] -= 1
        grad /= len(labels)
        for layer in reversed(layers):
            grad = layer.backward(grad)
        for layer, (velocity, bias_velocity) in zip(learning, velocities, strict=True):
            velocity *= momentum
            velocity += layer.grad_weight
            layer.weight -= lr * velocity
            bias_velocity *= momentum
            bias_velocity += layer.grad_bias
            layer.bias -= lr * bias_velocity
        return loss

    return step
