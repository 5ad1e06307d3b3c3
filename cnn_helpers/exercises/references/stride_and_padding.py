"""Right answers to the exercises of notebook 05."""

import numpy as np

__all__ = ["correlate_strided", "output_size"]


def output_size(input_size, kernel_size, stride=1, padding=0):
    """Return at how many places a kernel fits along one axis."""
    return (input_size + 2 * padding - kernel_size) // stride + 1


def correlate_strided(image, kernel, *, stride=1, padding=0):
    """Return the feature map of a kernel that moves by ``stride`` over an image framed in zeros."""
    padded = np.pad(image, padding)
    kernel_height, kernel_width = kernel.shape
    rows = (padded.shape[0] - kernel_height) // stride + 1
    columns = (padded.shape[1] - kernel_width) // stride + 1
    answers = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            patch = padded[top : top + kernel_height, left : left + kernel_width]
            answers[row, column] = (patch * kernel).sum()
    return answers
