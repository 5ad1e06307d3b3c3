"""Right answers to the exercises of notebook 07, in many styles."""

import numpy as np

# max_pool2d ------------------------------------------------------------------------------------


def max_pool2d_six_loops(feature_maps, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    count, channels, height, width = feature_maps.shape
    rows, columns = (height - kernel_size) // stride + 1, (width - kernel_size) // stride + 1
    pooled = np.empty((count, channels, rows, columns), dtype=np.float32)
    for n in range(count):
        for c in range(channels):
            for row in range(rows):
                for column in range(columns):
                    best = -np.inf
                    for i in range(kernel_size):
                        for j in range(kernel_size):
                            value = feature_maps[n, c, row * stride + i, column * stride + j]
                            if value > best:
                                best = value
                    pooled[n, c, row, column] = best
    return pooled


def max_pool2d_corners(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    height, width = feature_maps.shape[2:]
    tops = range(0, height - kernel_size + 1, stride)
    lefts = range(0, width - kernel_size + 1, stride)
    pooled = np.zeros((*feature_maps.shape[:2], len(tops), len(lefts)))
    for row, top in enumerate(tops):
        for column, left in enumerate(lefts):
            window = feature_maps[:, :, top : top + kernel_size, left : left + kernel_size]
            pooled[:, :, row, column] = np.amax(window, (2, 3))
    return pooled


def max_pool2d_windows(feature_maps, kernel_size, stride=None):
    step = kernel_size if stride is None else stride
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps, (kernel_size, kernel_size), axis=(2, 3)
    )
    return windows[:, :, ::step, ::step].max(axis=(-1, -2))


def max_pool2d_shifted_maps(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    rows = (feature_maps.shape[2] - kernel_size + stride) // stride
    columns = (feature_maps.shape[3] - kernel_size + stride) // stride
    pooled = np.full((*feature_maps.shape[:2], rows, columns), -np.inf)
    for i in range(kernel_size):
        for j in range(kernel_size):
            cells = feature_maps[:, :, i::stride, j::stride][:, :, :rows, :columns]
            pooled = np.maximum(pooled, cells)
    return pooled


def max_pool2d_as_strided(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    maps = np.asarray(feature_maps, dtype=np.float64)
    n, c, h, w = maps.shape
    a, b, down, across = maps.strides
    shape = (n, c, (h - kernel_size) // stride + 1, (w - kernel_size) // stride + 1)
    windows = np.lib.stride_tricks.as_strided(
        maps,
        (*shape, kernel_size, kernel_size),
        (a, b, down * stride, across * stride, down, across),
    )
    return np.asfortranarray(windows.reshape(*shape, -1).max(axis=4))


def max_pool2d_lists(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    return [
        [
            [
                [
                    max(
                        value
                        for line in feature_map[top : top + kernel_size]
                        for value in line[left : left + kernel_size]
                    )
                    for left in range(0, len(feature_map[0]) - kernel_size + 1, stride)
                ]
                for top in range(0, len(feature_map) - kernel_size + 1, stride)
            ]
            for feature_map in image
        ]
        for image in feature_maps.tolist()
    ]


def max_pool2d_sorted(feature_maps, kernel_size, stride=None):
    if not stride:
        stride = kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps, (kernel_size, kernel_size), (2, 3)
    )
    windows = windows[:, :, ::stride, ::stride]
    return np.sort(windows.reshape(*windows.shape[:4], -1), axis=-1)[..., -1]


def max_pool2d_rows_then_columns(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    down = range(0, feature_maps.shape[2] - kernel_size + 1, stride)
    across = range(0, feature_maps.shape[3] - kernel_size + 1, stride)
    rows = np.stack([feature_maps[:, :, t : t + kernel_size].max(2) for t in down], axis=2)
    return np.stack([rows[..., t : t + kernel_size].max(3) for t in across], axis=3)


def max_pool2d_scipy(feature_maps, kernel_size, stride=None):
    from scipy.ndimage import maximum_filter

    stride = stride or kernel_size
    size = (1, 1, kernel_size, kernel_size)
    filtered = maximum_filter(feature_maps.astype(float), size=size, mode="constant")
    half, (height, width) = kernel_size // 2, feature_maps.shape[2:]
    return filtered[
        :,
        :,
        half : half + height - kernel_size + 1 : stride,
        half : half + width - kernel_size + 1 : stride,
    ]


def max_pool2d_torch(feature_maps, kernel_size, stride=None):
    import torch

    maps = torch.from_numpy(np.ascontiguousarray(feature_maps, dtype=np.float32))
    return torch.nn.functional.max_pool2d(maps, kernel_size, stride).numpy()


def max_pool2d_torch_unfold(feature_maps, kernel_size, stride=None):
    import torch

    step = stride or kernel_size
    maps = torch.tensor(feature_maps)
    return maps.unfold(2, kernel_size, step).unfold(3, kernel_size, step).amax((4, 5))


# avg_pool2d ------------------------------------------------------------------------------------


def avg_pool2d_six_loops(feature_maps, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    count, channels, height, width = feature_maps.shape
    rows, columns = (height - kernel_size) // stride + 1, (width - kernel_size) // stride + 1
    pooled = np.zeros((count, channels, rows, columns), dtype=np.float32)
    for n in range(count):
        for c in range(channels):
            for row in range(rows):
                for column in range(columns):
                    total = 0.0
                    for i in range(kernel_size):
                        for j in range(kernel_size):
                            total += feature_maps[n, c, row * stride + i, column * stride + j]
                    pooled[n, c, row, column] = total / (kernel_size * kernel_size)
    return pooled


def avg_pool2d_sum(feature_maps, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    height, width = feature_maps.shape[2:]
    rows = (height - kernel_size) // stride + 1
    columns = (width - kernel_size) // stride + 1
    pooled = np.zeros((*feature_maps.shape[:2], rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = feature_maps[
                :,
                :,
                row * stride : row * stride + kernel_size,
                column * stride : column * stride + kernel_size,
            ]
            pooled[:, :, row, column] = window.sum(axis=(2, 3)) / kernel_size**2
    return pooled


def avg_pool2d_windows(feature_maps, kernel_size, stride=None):
    step = stride or kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps, (kernel_size, kernel_size), axis=(2, 3)
    )
    return np.mean(windows[:, :, ::step, ::step], axis=(4, 5))


def avg_pool2d_shifted_maps(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    rows = (feature_maps.shape[2] - kernel_size) // stride + 1
    columns = (feature_maps.shape[3] - kernel_size) // stride + 1
    total = 0.0
    for i in range(kernel_size):
        for j in range(kernel_size):
            total = total + feature_maps[:, :, i::stride, j::stride][:, :, :rows, :columns]
    return total / kernel_size**2


def avg_pool2d_running_sums(feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    sums = np.pad(feature_maps.astype(float).cumsum(2).cumsum(3), ((0, 0), (0, 0), (1, 0), (1, 0)))
    k = kernel_size
    blocks = sums[:, :, k:, k:] - sums[:, :, :-k, k:] - sums[:, :, k:, :-k] + sums[:, :, :-k, :-k]
    return blocks[:, :, ::stride, ::stride] / k**2


def avg_pool2d_einsum_float32(feature_maps, kernel_size, stride=None):
    step = stride or kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps.astype(np.float32), (kernel_size, kernel_size), axis=(2, 3)
    )
    weights = np.full((kernel_size, kernel_size), 1 / kernel_size**2, dtype=np.float32)
    return np.asfortranarray(np.einsum("nchwij,ij->nchw", windows[:, :, ::step, ::step], weights))


def avg_pool2d_torch(feature_maps, kernel_size, stride=None):
    import torch

    maps = torch.from_numpy(np.ascontiguousarray(feature_maps, dtype=np.float32))
    return torch.nn.functional.avg_pool2d(maps, kernel_size, stride)
