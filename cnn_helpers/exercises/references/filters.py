"""Right answers to the exercises of notebook 04."""

import numpy as np

__all__ = ["correlate"]


def correlate(image, kernel):
    """Return the feature map of a kernel that slides over an image, without padding."""
    kernel_height, kernel_width = kernel.shape
    height = image.shape[0] - kernel_height + 1
    width = image.shape[1] - kernel_width + 1
    feature_map = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            window = image[row : row + kernel_height, column : column + kernel_width]
            feature_map[row, column] = (window * kernel).sum()
    return feature_map
