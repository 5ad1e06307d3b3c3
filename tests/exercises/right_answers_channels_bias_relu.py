"""Right answers to the exercises of notebook 06, in many styles."""

import warnings

import numpy as np

from cnn_helpers import convolution, neurons

# bias_relu -------------------------------------------------------------------------------------


def bias_relu_four_loops(feature_maps, bias):
    result = np.zeros(feature_maps.shape)
    count, channels, height, width = feature_maps.shape
    for n in range(count):
        for c in range(channels):
            for row in range(height):
                for column in range(width):
                    total = feature_maps[n, c, row, column] + bias[c]
                    if total > 0:
                        result[n, c, row, column] = total
    return result


def bias_relu_by_channel(feature_maps, bias):
    result = np.empty(feature_maps.shape)
    for channel in range(len(bias)):
        result[:, channel] = np.maximum(feature_maps[:, channel] + bias[channel], 0)
    return result


def bias_relu_reshape_and_mask(feature_maps, bias):
    total = feature_maps + bias.reshape(1, -1, 1, 1)
    return total * (total > 0)


def bias_relu_copy_and_mask(feature_maps, bias):
    result = feature_maps.astype(np.float32)
    result += bias.astype(np.float32)[:, None, None]
    result[result < 0] = 0
    return result


def bias_relu_channels_last(feature_maps, bias):
    total = feature_maps.transpose(0, 2, 3, 1) + bias
    return np.where(total > 0, total, 0).transpose(0, 3, 1, 2)


def bias_relu_clip_fortran(feature_maps, bias):
    total = np.add(feature_maps, np.expand_dims(bias, (0, 2, 3)))
    return np.asfortranarray(np.clip(total, 0, None))


def bias_relu_lists(feature_maps, bias):
    return [
        [
            [[max(float(cell) + shift, 0.0) for cell in row] for row in feature_map]
            for feature_map, shift in zip(image, bias.tolist(), strict=True)
        ]
        for image in feature_maps
    ]


def bias_relu_average_with_size(feature_maps, bias):
    total = feature_maps + bias[np.newaxis, :, np.newaxis, np.newaxis]
    return (total + abs(total)) / 2


def bias_relu_package(feature_maps, bias):
    return neurons.relu(feature_maps + bias[:, None, None])


def bias_relu_torch(feature_maps, bias):
    import torch

    total = torch.tensor(feature_maps).double() + torch.tensor(bias).double().view(1, -1, 1, 1)
    return torch.relu(total)


# count_parameters ------------------------------------------------------------------------------


def count_parameters_two_terms(in_channels, out_channels, kernel_size, bias=True):
    weights = out_channels * in_channels * kernel_size**2
    biases = out_channels if bias else 0
    return weights + biases


def count_parameters_bool_as_number(in_channels, out_channels, kernel_size, bias=True):
    return (in_channels * kernel_size * kernel_size + bias) * out_channels


def count_parameters_array_sizes(in_channels, out_channels, kernel_size, bias=True):
    kernels = np.zeros((out_channels, in_channels, kernel_size, kernel_size))
    if bias:
        return kernels.size + len(kernels)
    return kernels.size


def count_parameters_float(in_channels, out_channels, kernel_size, bias=True):
    shape = np.array([out_channels, in_channels, kernel_size, kernel_size], dtype=float)
    return shape.prod() + out_channels * float(bias)


def count_parameters_adding_up(in_channels, out_channels, kernel_size, bias=True):
    total = 0
    for _ in range(out_channels):
        for _ in range(in_channels):
            total += kernel_size * kernel_size
        if bias:
            total += 1
    return np.int32(total)


def count_parameters_torch(in_channels, out_channels, kernel_size, bias=True):
    import torch

    layer = torch.nn.Conv2d(in_channels, out_channels, kernel_size, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())


# conv2d ----------------------------------------------------------------------------------------


def conv2d_seven_loops(images, kernels, bias=None, *, stride=1, padding=0):
    count, channels, height, width = images.shape
    filters, _, kernel_height, kernel_width = kernels.shape
    rows = (height + 2 * padding - kernel_height) // stride + 1
    columns = (width + 2 * padding - kernel_width) // stride + 1
    maps = np.zeros((count, filters, rows, columns))
    for n in range(count):
        for f in range(filters):
            for row in range(rows):
                for column in range(columns):
                    total = 0.0 if bias is None else bias[f]
                    for c in range(channels):
                        for i in range(kernel_height):
                            for j in range(kernel_width):
                                down = row * stride + i - padding
                                across = column * stride + j - padding
                                if 0 <= down < height and 0 <= across < width:
                                    total = total + images[n, c, down, across] * kernels[f, c, i, j]
                    maps[n, f, row, column] = total
    return maps


def conv2d_two_loops(images, kernels, bias=None, *, stride=1, padding=0):
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kernel_height, kernel_width = kernels.shape[2:]
    rows = (padded.shape[2] - kernel_height) // stride + 1
    columns = (padded.shape[3] - kernel_width) // stride + 1
    maps = np.zeros((len(images), len(kernels), rows, columns))
    if bias is not None:
        maps += bias.reshape(1, -1, 1, 1)
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            window = padded[:, :, top : top + kernel_height, left : left + kernel_width]
            maps[:, :, row, column] += np.tensordot(window, kernels, axes=((1, 2, 3), (1, 2, 3)))
    return maps


def conv2d_windows_einsum(images, kernels, bias=None, *, stride=1, padding=0):
    padded = np.pad(images, [(0, 0), (0, 0), (padding,) * 2, (padding,) * 2])
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernels.shape[2:], axis=(2, 3))
    maps = np.einsum("nchwij,fcij->nfhw", windows[:, :, ::stride, ::stride], kernels)
    return maps if bias is None else maps + bias[None, :, None, None]


def conv2d_as_strided_float32(images, kernels, bias=None, *, stride=1, padding=0):
    count, channels, height, width = images.shape
    kernel_height, kernel_width = kernels.shape[2:]
    frame = np.zeros((count, channels, height + 2 * padding, width + 2 * padding), np.float32)
    frame[:, :, padding : padding + height, padding : padding + width] = images
    n, c, down, across = frame.strides
    rows = (height + 2 * padding - kernel_height) // stride + 1
    columns = (width + 2 * padding - kernel_width) // stride + 1
    windows = np.lib.stride_tricks.as_strided(
        frame,
        (count, rows, columns, channels, kernel_height, kernel_width),
        (n, down * stride, across * stride, c, down, across),
    )
    table = windows.reshape(count * rows * columns, -1)
    result = table @ kernels.reshape(len(kernels), -1).astype(np.float32).T
    if bias is not None:
        result = result + bias.astype(np.float32)
    return result.reshape(count, rows, columns, -1).transpose(0, 3, 1, 2)


def conv2d_shifted_images(images, kernels, bias=None, *, stride=1, padding=0):
    padded = np.pad(images.astype(float), ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    kernel_height, kernel_width = kernels.shape[2:]
    rows = (padded.shape[2] - kernel_height) // stride + 1
    columns = (padded.shape[3] - kernel_width) // stride + 1
    maps = 0 if bias is None else np.asarray(bias)[:, np.newaxis, np.newaxis]
    for i in range(kernel_height):
        for j in range(kernel_width):
            pixels = padded[:, :, i::stride, j::stride][:, :, :rows, :columns]
            maps = maps + np.einsum("nchw,fc->nfhw", pixels, kernels[:, :, i, j])
    return np.asfortranarray(maps)


def conv2d_lists(images, kernels, bias=None, *, stride=1, padding=0):
    height, width = kernels.shape[2:]
    batch = []
    for image in images:
        padded = np.stack([np.pad(channel, padding) for channel in image])
        tops = range(0, padded.shape[1] - height + 1, stride)
        lefts = range(0, padded.shape[2] - width + 1, stride)
        maps = []
        for f, kernel in enumerate(kernels):
            shift = 0 if bias is None else bias[f]
            maps.append(
                [
                    [
                        (padded[:, t : t + height, p : p + width] * kernel).sum() + shift
                        for p in lefts
                    ]
                    for t in tops
                ]
            )
        batch.append(maps)
    return batch


def conv2d_then_skip(images, kernels, bias=None, *, stride=1, padding=0):
    if bias is None:
        bias = np.zeros(kernels.shape[0])
    warnings.warn("every place is visited, and most are thrown away", stacklevel=1)
    return convolution.conv2d(images, kernels, bias, padding=padding)[:, :, ::stride, ::stride]


def conv2d_scipy(images, kernels, bias=None, *, stride=1, padding=0):
    from scipy.signal import correlate2d

    frame = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded, kernels = np.pad(images, frame).astype(float), kernels.astype(float)
    maps = np.array(
        [
            [
                sum(
                    correlate2d(channel, kernel, mode="valid")
                    for channel, kernel in zip(image, filter_, strict=True)
                )
                for filter_ in kernels
            ]
            for image in padded
        ]
    )[:, :, ::stride, ::stride]
    return maps if bias is None else maps + bias[:, None, None]


def conv2d_torch(images, kernels, bias=None, *, stride=1, padding=0):
    import torch

    images, kernels = torch.tensor(images).double(), torch.tensor(kernels).double()
    bias = None if bias is None else torch.tensor(bias).double()
    maps = torch.nn.functional.conv2d(images, kernels, bias, stride=stride, padding=padding)
    return maps.numpy()
