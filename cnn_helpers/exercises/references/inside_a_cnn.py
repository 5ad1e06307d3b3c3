"""Right answers to the exercises of notebook 12."""

import numpy as np

__all__ = ["occlusion_map", "saliency_map"]


def occlusion_map(predict, image, label, *, patch_size, fill=0.0):
    """Return how much the label's probability falls when a patch of the image is covered."""
    _, height, width = image.shape
    original = predict(image[np.newaxis])[0, label]
    drops = np.zeros((height - patch_size + 1, width - patch_size + 1))
    for row in range(height - patch_size + 1):
        for column in range(width - patch_size + 1):
            occluded = image.copy()
            occluded[:, row : row + patch_size, column : column + patch_size] = fill
            drops[row, column] = original - predict(occluded[np.newaxis])[0, label]
    return drops


def saliency_map(gradient, image, label, *, num_classes):
    """Return how strongly the label's logit depends on each pixel, whatever the direction."""
    grad_logits = np.zeros(num_classes)
    grad_logits[label] = 1
    return np.abs(gradient(image, grad_logits)).max(axis=0)
