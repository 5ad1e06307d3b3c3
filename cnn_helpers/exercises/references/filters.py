"""Right answers to the exercises of notebook 04."""

import numpy as np

__all__ = ["correlate"]


def correlate(image, kernel):
    """Return the feature map of a kernel that slides over an image, without padding."""
    kernel_height, kernel_width = kernel.shape
    rows = image.shape[0] - kernel_height + 1
    columns = image.shape[1] - kernel_width + 1
    answers = np.zeros((rows, columns))
    for top in range(rows):
        for left in range(columns):
            patch = image[top : top + kernel_height, left : left + kernel_width]
            answers[top, left] = (patch * kernel).sum()
    return answers
