"""Right answers to the exercises of notebook 05, in many styles."""

import math
import warnings

import numpy as np

from cnn_helpers import convolution

# output_size -----------------------------------------------------------------------------------


def output_size_ceil(input_size, kernel_size, stride=1, padding=0):
    return math.ceil((input_size + 2 * padding - kernel_size + 1) / stride)


def output_size_floor_of_a_float(input_size, kernel_size, stride=1, padding=0):
    return np.floor((input_size + 2 * padding - kernel_size) / stride) + 1


def output_size_int_of_a_float(input_size, kernel_size, stride=1, padding=0):
    return int((input_size - kernel_size + 2 * padding) / stride + 1)


def output_size_walking(input_size, kernel_size, stride=1, padding=0):
    places = 0
    for left in range(-padding, input_size + padding, stride):
        if left + kernel_size <= input_size + padding:
            places += 1
    return places


def output_size_counting(input_size, kernel_size, stride=1, padding=0):
    return len(range(0, input_size + 2 * padding - kernel_size + 1, stride))


def output_size_one_in_the_fraction(input_size, kernel_size, stride=1, padding=0):
    return np.array((input_size + 2 * padding - kernel_size + stride) // stride)


def output_size_divmod(input_size, kernel_size, stride=1, padding=0):
    steps, _ = divmod(input_size + padding + padding - kernel_size, stride)
    return np.float32(steps + 1)


def output_size_package(input_size, kernel_size, stride=1, padding=0):
    return convolution.output_size(input_size, kernel_size, stride, padding)


# correlate_strided -----------------------------------------------------------------------------


def correlate_strided_four_loops(image, kernel, *, stride=1, padding=0):
    height = (image.shape[0] + 2 * padding - kernel.shape[0]) // stride + 1
    width = (image.shape[1] + 2 * padding - kernel.shape[1]) // stride + 1
    feature_map = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    down = row * stride + i - padding
                    across = column * stride + j - padding
                    if 0 <= down < image.shape[0] and 0 <= across < image.shape[1]:
                        feature_map[row, column] += image[down, across] * kernel[i, j]
    return feature_map


def correlate_strided_corners(image, kernel, *, stride=1, padding=0):
    padded = np.zeros((image.shape[0] + 2 * padding, image.shape[1] + 2 * padding))
    padded[padding : padding + image.shape[0], padding : padding + image.shape[1]] = image
    tops = range(0, padded.shape[0] - kernel.shape[0] + 1, stride)
    lefts = range(0, padded.shape[1] - kernel.shape[1] + 1, stride)
    rows = []
    for top in tops:
        cells = []
        for left in lefts:
            window = padded[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            cells.append(np.sum(window * kernel))
        rows.append(cells)
    return rows


def correlate_strided_then_skip(image, kernel, *, stride=1, padding=0):
    padded = np.pad(image, ((padding, padding), (padding, padding)), mode="constant")
    rows = padded.shape[0] - kernel.shape[0] + 1
    columns = padded.shape[1] - kernel.shape[1] + 1
    full = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = padded[row : row + kernel.shape[0], column : column + kernel.shape[1]]
            full[row, column] = np.vdot(window, kernel)
    return full[::stride, ::stride]


def correlate_strided_windows(image, kernel, *, stride=1, padding=0):
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(image, padding), kernel.shape)
    return np.einsum("rcij,ij->rc", windows[::stride, ::stride], kernel)


def correlate_strided_as_strided_float32(image, kernel, *, stride=1, padding=0):
    padded = np.pad(image, padding).astype(np.float32)
    down, across = padded.strides
    height = (padded.shape[0] - kernel.shape[0]) // stride + 1
    width = (padded.shape[1] - kernel.shape[1]) // stride + 1
    windows = np.lib.stride_tricks.as_strided(
        padded,
        (height, width, *kernel.shape),
        (down * stride, across * stride, down, across),
    )
    return np.tensordot(windows, kernel.astype(np.float32), axes=((2, 3), (0, 1)))


def correlate_strided_matrix_product(image, kernel, *, stride=1, padding=0):
    padded = np.pad(image, padding)
    tops = range(0, padded.shape[0] - kernel.shape[0] + 1, stride)
    lefts = range(0, padded.shape[1] - kernel.shape[1] + 1, stride)
    columns = np.array(
        [
            padded[top : top + kernel.shape[0], left : left + kernel.shape[1]].ravel()
            for top in tops
            for left in lefts
        ]
    )
    return np.asfortranarray((columns @ kernel.ravel()).reshape(len(tops), len(lefts)))


def correlate_strided_shifted_images(image, kernel, *, stride=1, padding=0):
    padded = np.pad(image.astype(float), padding)
    height = (padded.shape[0] - kernel.shape[0]) // stride + 1
    width = (padded.shape[1] - kernel.shape[1]) // stride + 1
    feature_map = 0.0
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            cells = padded[i::stride, j::stride][:height, :width]
            feature_map = feature_map + kernel[i, j] * cells
    return feature_map


def correlate_strided_warns(image, kernel, *, stride=1, padding=0):
    warnings.warn("this may take a while", stacklevel=1)
    return convolution.conv2d(
        image[None, None], kernel[None, None], stride=stride, padding=padding
    )[0, 0]


def correlate_strided_scipy(image, kernel, *, stride=1, padding=0):
    from scipy.signal import correlate2d

    padded = np.pad(image, padding).astype(float)
    return correlate2d(padded, kernel.astype(float), mode="valid")[::stride, ::stride]


def correlate_strided_torch(image, kernel, *, stride=1, padding=0):
    import torch

    image, kernel = (torch.tensor(array).double()[None, None] for array in (image, kernel))
    return torch.nn.functional.conv2d(image, kernel, stride=stride, padding=padding)[0, 0].numpy()
