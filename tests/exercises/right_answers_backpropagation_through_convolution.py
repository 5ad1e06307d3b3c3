"""Right answers to the exercises of notebook 10, in many styles."""

import numpy as np

from cnn_helpers import convolution, pooling

# conv2d_backward -------------------------------------------------------------------------------


def conv2d_backward_four_loops(grad_output, images, kernels, *, stride=1, padding=0):
    count, filters, rows, columns = grad_output.shape
    kernel_height, kernel_width = kernels.shape[2:]
    edges = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    padded = np.pad(images, edges)
    grad_padded = np.zeros_like(padded)
    grad_kernels = np.zeros_like(kernels)
    grad_bias = np.zeros(filters)
    for n in range(count):
        for f in range(filters):
            for row in range(rows):
                for column in range(columns):
                    top, left = row * stride, column * stride
                    bottom, right = top + kernel_height, left + kernel_width
                    gradient = grad_output[n, f, row, column]
                    grad_bias[f] += gradient
                    grad_kernels[f] += gradient * padded[n, :, top:bottom, left:right]
                    grad_padded[n, :, top:bottom, left:right] += gradient * kernels[f]
    if padding > 0:
        grad_padded = grad_padded[:, :, padding:-padding, padding:-padding]
    return grad_padded, grad_kernels, grad_bias


def conv2d_backward_kernel_cells(grad_output, images, kernels, *, stride=1, padding=0):
    channels, kernel_height, kernel_width = kernels.shape[1:]
    count, _, height, width = images.shape
    rows, columns = grad_output.shape[2:]
    padded = np.zeros((count, channels, height + 2 * padding, width + 2 * padding))
    padded[:, :, padding : padding + height, padding : padding + width] = images
    grad_padded, grad_kernels = np.zeros(padded.shape), np.zeros(kernels.shape)
    for i in range(kernel_height):
        for j in range(kernel_width):
            cells = np.s_[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            grad_kernels[:, :, i, j] = np.einsum("nfrc,nkrc->fk", grad_output, padded[cells])
            grad_padded[cells] += np.einsum("nfrc,fk->nkrc", grad_output, kernels[:, :, i, j])
    return (
        grad_padded[:, :, padding : padding + height, padding : padding + width],
        grad_kernels,
        grad_output.sum((0, 2, 3)),
    )


def conv2d_backward_windows(grad_output, images, kernels, *, stride=1, padding=0):
    kernel_height, kernel_width = kernels.shape[2:]
    height, width = images.shape[2:]
    rows, columns = grad_output.shape[2:]
    edges = ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2)
    windows = np.lib.stride_tricks.sliding_window_view(
        np.pad(images, edges), (kernel_height, kernel_width), axis=(2, 3)
    )[:, :, ::stride, ::stride]
    grad_kernels = np.tensordot(grad_output, windows, axes=((0, 2, 3), (0, 2, 3)))
    # A convolution of the spread-out gradient with the flipped kernels.
    spread = np.zeros(
        (
            len(images),
            len(kernels),
            height + 2 * padding - kernel_height + 1,
            width + 2 * padding - kernel_width + 1,
        )
    )
    spread[:, :, : stride * rows : stride, : stride * columns : stride] = grad_output
    around = np.pad(spread, ((0, 0), (0, 0), (kernel_height - 1,) * 2, (kernel_width - 1,) * 2))
    flipped = kernels[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
    grad_padded = convolution.conv2d(around, flipped)
    grad_images = grad_padded[:, :, padding : padding + height, padding : padding + width]
    return [grad_images, grad_kernels, np.einsum("nfrc->f", grad_output)]


def conv2d_backward_float32(grad_output, images, kernels, *, stride=1, padding=0):
    arrays = (array.astype(np.float32) for array in (grad_output, images, kernels))
    gradients = convolution.conv2d_backward(*arrays, stride=stride, padding=padding)
    return tuple(np.asfortranarray(gradient) for gradient in gradients)


def conv2d_backward_matrix(grad_output, images, kernels, *, stride=1, padding=0):
    """Every step of a convolution is linear: build its matrix, and transpose it."""
    count, filters, rows, columns = grad_output.shape
    _, channels, kernel_height, kernel_width = kernels.shape
    height, width = images.shape[2:]
    matrix = np.zeros((filters, rows, columns, channels, height, width))
    for row in range(rows):
        for column in range(columns):
            for i in range(kernel_height):
                for j in range(kernel_width):
                    y, x = row * stride + i - padding, column * stride + j - padding
                    if 0 <= y < height and 0 <= x < width:
                        matrix[:, row, column, :, y, x] += kernels[:, :, i, j]
    flat = matrix.reshape(filters * rows * columns, -1)
    grad_images = (grad_output.reshape(count, -1) @ flat).reshape(images.shape)
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    grad_kernels = [
        [
            [
                [
                    sum(
                        grad_output[n, f, row, column]
                        * padded[n, c, row * stride + i, column * stride + j]
                        for n in range(count)
                        for row in range(rows)
                        for column in range(columns)
                    )
                    for j in range(kernel_width)
                ]
                for i in range(kernel_height)
            ]
            for c in range(channels)
        ]
        for f in range(filters)
    ]
    return grad_images, grad_kernels, grad_output.swapaxes(0, 1).reshape(filters, -1).sum(1)


def conv2d_backward_torch(grad_output, images, kernels, *, stride=1, padding=0):
    import torch

    images, kernels = (torch.tensor(array, requires_grad=True) for array in (images, kernels))
    bias = torch.zeros(len(kernels), dtype=kernels.dtype, requires_grad=True)
    maps = torch.nn.functional.conv2d(images, kernels, bias, stride=stride, padding=padding)
    maps.backward(torch.tensor(grad_output))
    return images.grad.numpy(), kernels.grad.numpy(), bias.grad.numpy()


# max_pool2d_backward ---------------------------------------------------------------------------


def max_pool2d_backward_search(grad_output, feature_maps, kernel_size, stride=None):
    stride = kernel_size if stride is None else stride
    grad_maps = np.zeros_like(feature_maps)
    count, channels, rows, columns = grad_output.shape
    for n in range(count):
        for c in range(channels):
            for row in range(rows):
                for column in range(columns):
                    best, place = -np.inf, None
                    for i in range(kernel_size):
                        for j in range(kernel_size):
                            at = (n, c, row * stride + i, column * stride + j)
                            if feature_maps[at] > best:
                                best, place = feature_maps[at], at
                    grad_maps[place] += grad_output[n, c, row, column]
    return grad_maps


def max_pool2d_backward_unravel(grad_output, feature_maps, kernel_size, stride=None):
    step = stride or kernel_size
    grad_maps = np.zeros(feature_maps.shape, dtype=np.float32)
    for index, gradient in np.ndenumerate(grad_output):
        top, left = index[2] * step, index[3] * step
        window = feature_maps[index[:2]][top : top + kernel_size, left : left + kernel_size]
        i, j = np.unravel_index(np.argmax(window), window.shape)
        grad_maps[index[0], index[1], top + i, left + j] += gradient
    return grad_maps


def max_pool2d_backward_add_at(grad_output, feature_maps, kernel_size, stride=None):
    step = stride or kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps, (kernel_size, kernel_size), axis=(2, 3)
    )[:, :, ::step, ::step]
    places = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, c, row, column = np.indices(places.shape)
    grad_maps = np.zeros(feature_maps.shape)
    rows, columns = row * step + places // kernel_size, column * step + places % kernel_size
    np.add.at(grad_maps, (n, c, rows, columns), grad_output)
    return grad_maps


def max_pool2d_backward_cell_by_cell(grad_output, feature_maps, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    rows, columns = grad_output.shape[2:]
    pooled = pooling.max_pool2d(feature_maps, kernel_size, stride)
    grad_maps, left_over = np.zeros(feature_maps.shape), grad_output.copy()
    for i in range(kernel_size):
        for j in range(kernel_size):
            cells = np.s_[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride]
            wins = feature_maps[cells][:, :, :rows, :columns] == pooled
            grad_maps[cells] += np.where(wins, left_over, 0)
            left_over = np.where(wins, 0, left_over)
    return grad_maps


def max_pool2d_backward_bincount(grad_output, feature_maps, kernel_size, stride=None):
    stride = stride or kernel_size
    numbers = np.arange(feature_maps.size).reshape(feature_maps.shape)
    winners = []
    for n, c, row, column in np.ndindex(grad_output.shape):
        window = np.s_[
            n,
            c,
            row * stride : row * stride + kernel_size,
            column * stride : column * stride + kernel_size,
        ]
        winners.append(numbers[window].ravel()[feature_maps[window].argmax()])
    sums = np.bincount(winners, weights=grad_output.ravel(), minlength=feature_maps.size)
    return np.asfortranarray(sums.reshape(feature_maps.shape))


def max_pool2d_backward_torch(grad_output, feature_maps, kernel_size, stride=None):
    import torch

    maps = torch.tensor(feature_maps, requires_grad=True)
    pooled = torch.nn.functional.max_pool2d(maps, kernel_size, stride)
    pooled.backward(torch.tensor(grad_output))
    return maps.grad.numpy()
