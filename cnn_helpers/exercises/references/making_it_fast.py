"""Right answers to the exercises of notebook 14."""

import numpy as np

__all__ = ["conv2d_vectorized"]


def conv2d_vectorized(images, kernels, bias=None, *, stride=1, padding=0):
    """Return the feature maps of every filter on every image, from one matrix product."""
    out_channels, _, *kernel_shape = kernels.shape
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernel_shape, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]  # (N, C_in, OH, OW, KH, KW)
    count, _, rows, columns, _, _ = windows.shape
    vectors = windows.transpose(0, 2, 3, 1, 4, 5).reshape(count * rows * columns, -1)
    products = vectors @ kernels.reshape(out_channels, -1).T
    feature_maps = products.reshape(count, rows, columns, out_channels).transpose(0, 3, 1, 2)
    if bias is not None:
        feature_maps = feature_maps + bias[:, np.newaxis, np.newaxis]
    return feature_maps
