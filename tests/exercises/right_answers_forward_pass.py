"""Right answers to the exercises of notebook 08, in many styles."""

import math

import numpy as np

from cnn_helpers import convolution, layers, losses, neurons, pooling

# receptive_field -------------------------------------------------------------------------------


def receptive_field_sum(kernel_sizes, strides):
    return 1 + sum(
        (size - 1) * math.prod(int(stride) for stride in strides[:layer])
        for layer, size in enumerate(kernel_sizes)
    )


def receptive_field_from_the_output(kernel_sizes, strides):
    field = 1
    for layer in range(len(kernel_sizes) - 1, -1, -1):
        field = (field - 1) * strides[layer] + kernel_sizes[layer]
    return field


def receptive_field_numpy(kernel_sizes, strides):
    steps = np.cumprod([1, *strides[:-1]])
    return 1 + ((np.asarray(kernel_sizes) - 1) * steps).sum()


def receptive_field_float(kernel_sizes, strides):
    field, step = 1.0, 1.0
    for kernel_size, stride in zip(kernel_sizes, strides, strict=True):
        field = field + kernel_size * step - step
        step = step * stride
    return np.array(field)


def receptive_field_recursive(kernel_sizes, strides):
    if len(kernel_sizes) == 0:
        return 1
    rest = receptive_field_recursive(kernel_sizes[1:], strides[1:])
    return kernel_sizes[0] + strides[0] * (rest - 1)


def receptive_field_marked_cells(kernel_sizes, strides):
    cells = {0}
    for kernel_size, stride in zip(reversed(kernel_sizes), reversed(strides), strict=True):
        cells = {cell * stride + offset for cell in cells for offset in range(kernel_size)}
    return max(cells) - min(cells) + 1


# count_multiply_adds ---------------------------------------------------------------------------


def count_multiply_adds_product(
    in_channels, out_channels, kernel_size, output_height, output_width
):
    return out_channels * in_channels * kernel_size**2 * output_height * output_width


def count_multiply_adds_math(*numbers):
    return math.prod(numbers) * numbers[2]


def count_multiply_adds_float(in_channels, out_channels, kernel_size, output_height, output_width):
    return float(out_channels * output_height * output_width) * in_channels * kernel_size**2


def count_multiply_adds_shape(in_channels, out_channels, kernel_size, output_height, output_width):
    kernels_shape = (out_channels, in_channels, kernel_size, kernel_size)
    return np.prod(kernels_shape) * np.prod((output_height, output_width))


def count_multiply_adds_steps(in_channels, out_channels, kernel_size, output_height, output_width):
    cells = kernel_size * kernel_size
    cells *= in_channels
    places = output_height * output_width
    return np.array(cells * places * out_channels)


# forward_pass ----------------------------------------------------------------------------------


def forward_pass_pool_before_relu(images, kernels, conv_bias, weights, linear_bias):
    maps = convolution.conv2d_loops(images, kernels, conv_bias)
    hidden = neurons.relu(pooling.max_pool2d(maps, 2, stride=1))
    return losses.softmax(hidden.reshape(len(images), -1) @ weights.T + linear_bias)


def forward_pass_loops(images, kernels, conv_bias, weights, linear_bias):
    count, _, height, width = images.shape
    filters, _, kernel_height, kernel_width = kernels.shape
    rows, columns = height - kernel_height + 1, width - kernel_width + 1
    maps = np.zeros((count, filters, rows, columns))
    for n in range(count):
        for f in range(filters):
            for row in range(rows):
                for column in range(columns):
                    window = images[n, :, row : row + kernel_height, column : column + kernel_width]
                    maps[n, f, row, column] = max(0, (window * kernels[f]).sum() + conv_bias[f])
    pooled = np.zeros((count, filters, rows - 1, columns - 1))
    for row in range(rows - 1):
        for column in range(columns - 1):
            window = maps[:, :, row : row + 2, column : column + 2]
            pooled[:, :, row, column] = window.max(axis=(2, 3))
    flat = pooled.reshape(count, -1)
    logits = np.array([[(row * w).sum() for w in weights] for row in flat]) + linear_bias
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def forward_pass_einsum_float32(images, kernels, conv_bias, weights, linear_bias):
    single = np.float32
    windows = np.lib.stride_tricks.sliding_window_view(images, kernels.shape[2:], axis=(2, 3))
    maps = np.einsum("nchwij,fcij->nfhw", windows.astype(single), kernels.astype(single))
    maps = np.maximum(maps + conv_bias.astype(single)[:, None, None], 0)
    rows = np.maximum(maps[:, :, :-1], maps[:, :, 1:])
    pooled = np.maximum(rows[..., :-1], rows[..., 1:])
    logits = np.einsum("nd,kd->nk", pooled.reshape(len(images), -1), weights.astype(single))
    logits = logits + linear_bias.astype(single)
    logits -= logits.max(1)[:, None]
    return np.exp(logits) / np.exp(logits).sum(1)[:, None]


def forward_pass_layers(images, kernels, conv_bias, weights, linear_bias):
    filters, channels, *kernel_size = kernels.shape
    convolve = layers.Conv2d(channels, filters, tuple(kernel_size))
    convolve.weight[...], convolve.bias[...] = kernels, conv_bias
    connect = layers.Linear(weights.shape[1], len(weights))
    connect.weight[...], connect.bias[...] = weights, linear_bias
    values = images.astype(float)
    for layer in (
        convolve,
        layers.ReLU(),
        layers.MaxPool2d(2, stride=1),
        layers.Flatten(),
        connect,
    ):
        values = layer(values)
    return losses.softmax(values)


def forward_pass_image_by_image(images, kernels, conv_bias, weights, linear_bias):
    probabilities = []
    for image in images:
        maps = convolution.conv2d(image[None], kernels, conv_bias)
        pooled = pooling.max_pool2d(neurons.relu(maps), 2, 1)
        logits = weights @ pooled.ravel() + linear_bias
        powers = np.exp(logits - logits.max())
        probabilities.append(powers / powers.sum())
    return probabilities


def forward_pass_log_sum(images, kernels, conv_bias, weights, linear_bias):
    maps = np.clip(convolution.conv2d(images, kernels, conv_bias), 0, None)
    corners = [maps[:, :, :-1, :-1], maps[:, :, :-1, 1:], maps[:, :, 1:, :-1], maps[:, :, 1:, 1:]]
    rows = np.max(corners, axis=0).reshape(images.shape[0], -1)
    logits = neurons.linear(rows, weights, linear_bias)
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))


def forward_pass_scipy(images, kernels, conv_bias, weights, linear_bias):
    from scipy.signal import correlate
    from scipy.special import softmax

    maps = np.stack(
        [
            [correlate(image.astype(float), kernel, mode="valid")[0] for kernel in kernels]
            for image in images
        ]
    )
    maps = np.maximum(maps + conv_bias[:, None, None], 0)
    pooled = pooling.max_pool2d(maps, 2, stride=1)
    return softmax(pooled.reshape(len(images), -1) @ weights.T + linear_bias, axis=1)


def forward_pass_torch(images, kernels, conv_bias, weights, linear_bias):
    import torch

    functional = torch.nn.functional
    images, kernels, conv_bias, weights, linear_bias = (
        torch.from_numpy(np.ascontiguousarray(array, dtype=np.float64))
        for array in (images, kernels, conv_bias, weights, linear_bias)
    )
    maps = functional.relu(functional.conv2d(images, kernels, conv_bias))
    rows = functional.max_pool2d(maps, 2, stride=1).flatten(1)
    return functional.softmax(functional.linear(rows, weights, linear_bias), dim=1).numpy()
