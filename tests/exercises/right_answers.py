"""Right answers in many styles. Each must pass, and the mutation test makes wrong ones of them.

A function belongs to the exercise whose id its name starts with.
"""

import functools
import itertools
import math
import operator
import warnings
from collections import Counter

import numpy as np

# warm_up ---------------------------------------------------------------------------------------


def warm_up_loop(scoops, prices):
    total = 0.0
    for scoop, price in zip(scoops, prices, strict=True):
        total += scoop * price
    return total


def warm_up_index_loop(scoops, prices):
    total = 0
    for index in range(len(scoops)):
        total = total + scoops[index] * prices[index]
    return total


def warm_up_dot(scoops, prices):
    return np.dot(scoops, prices)


def warm_up_matmul_float32(scoops, prices):
    return scoops.astype(np.float32) @ prices.astype(np.float32)


def warm_up_einsum_0d_array(scoops, prices):
    return np.array(np.einsum("n,n->", scoops, prices))


def warm_up_python_float(scoops, prices):
    return math.fsum(map(operator.mul, scoops.tolist(), prices.tolist()))


def warm_up_prints_and_warns(scoops, prices):
    print("working on it")
    warnings.warn("still working", stacklevel=1)
    return sum(scoops * prices)


# images_to_batch -------------------------------------------------------------------------------


def images_to_batch_moveaxis(pictures):
    return np.moveaxis(pictures, -1, 1).astype(np.float32) / 255


def images_to_batch_einsum(pictures):
    return np.einsum("nhwc->nchw", pictures) / 255.0


def images_to_batch_loops(pictures):
    count, height, width, channels = pictures.shape
    images = np.empty((count, channels, height, width), dtype=np.float32)
    for n in range(count):
        for c in range(channels):
            for row in range(height):
                for column in range(width):
                    images[n, c, row, column] = pictures[n, row, column, c] / 255
    return images


def images_to_batch_stack(pictures):
    channels = [pictures[:, :, :, c] for c in range(pictures.shape[3])]
    return np.stack(channels, axis=1) * (1 / 255)


def images_to_batch_swaps(pictures):
    return pictures.swapaxes(3, 2).swapaxes(2, 1).astype(float) / 255


def images_to_batch_fortran(pictures):
    return np.asfortranarray(np.transpose(pictures, (0, 3, 1, 2)) / np.float64(255))


def images_to_batch_lists(pictures):
    return [
        [(picture[..., c] / 255).tolist() for c in range(picture.shape[-1])] for picture in pictures
    ]


def images_to_batch_lookup(pictures):
    greys = np.linspace(0, 1, 256)
    return greys[np.rollaxis(pictures, 3, 1)]


# flatten ---------------------------------------------------------------------------------------


def flatten_full_reshape(images):
    count, channels, height, width = images.shape
    return np.reshape(images, (count, channels * height * width))


def flatten_list_of_rows(images):
    return [image.ravel() for image in images]


def flatten_loops(images):
    count, channels, height, width = images.shape
    rows = np.zeros((count, channels * height * width), dtype=images.dtype)
    for n in range(count):
        for c in range(channels):
            for row in range(height):
                for column in range(width):
                    rows[n, (c * height + row) * width + column] = images[n, c, row, column]
    return rows


def flatten_stack(images):
    return np.stack([np.concatenate([c.flatten() for c in image]) for image in images])


def flatten_float32(images):
    return images.astype(np.float32).reshape(images.shape[0], -1)


def flatten_fortran(images):
    return (
        np.asfortranarray(np.concatenate(images.transpose(1, 2, 3, 0).reshape(-1, len(images))))
        .reshape(-1, len(images))
        .T
    )


def flatten_nested_lists(images):
    return tuple(list(itertools.chain(*itertools.chain(*image))) for image in images.tolist())


def flatten_view(images):
    wide = np.zeros((len(images), 2 * images[0].size))
    wide[:, ::2] = images.reshape(len(images), -1)
    return wide[:, ::2]


# correlate -------------------------------------------------------------------------------------


def correlate_windows_einsum(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)


def correlate_tensordot(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.tensordot(windows, kernel, axes=2)


def correlate_shifted_images(image, kernel):
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    feature_map = 0
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            feature_map = feature_map + kernel[i, j] * image[i : i + height, j : j + width]
    return feature_map


def correlate_four_loops(image, kernel):
    height, width = image.shape
    kernel_height, kernel_width = kernel.shape
    rows, columns = height - kernel_height + 1, width - kernel_width + 1
    feature_map = np.zeros((rows, columns), dtype=np.float32)
    for row in range(rows):
        for column in range(columns):
            for i in range(kernel_height):
                for j in range(kernel_width):
                    feature_map[row, column] += image[row + i, column + j] * kernel[i, j]
    return feature_map


def correlate_lists(image, kernel):
    image, kernel = image.tolist(), kernel.tolist()
    high, wide = len(kernel), len(kernel[0])
    return [
        [
            sum(image[r + i][c + j] * kernel[i][j] for i in range(high) for j in range(wide))
            for c in range(len(image[0]) - wide + 1)
        ]
        for r in range(len(image) - high + 1)
    ]


def correlate_as_strided(image, kernel):
    image = np.ascontiguousarray(image, dtype=np.float64)
    rows, columns = np.subtract(image.shape, kernel.shape) + 1
    windows = np.lib.stride_tricks.as_strided(
        image, (rows, columns, *kernel.shape), image.strides * 2
    )
    return (windows * kernel).sum(axis=(2, 3))


def correlate_matrix_product(image, kernel):
    high, wide = kernel.shape
    rows, columns = image.shape[0] - high + 1, image.shape[1] - wide + 1
    patches = [
        image[row : row + high, column : column + wide].ravel()
        for row in range(rows)
        for column in range(columns)
    ]
    return (np.array(patches) @ kernel.ravel()).reshape(rows, columns)


def correlate_fourier(image, kernel):
    shape = image.shape
    spectrum = np.fft.rfft2(image) * np.conj(np.fft.rfft2(kernel, shape))
    whole = np.fft.irfft2(spectrum, shape)
    return whole[: shape[0] - kernel.shape[0] + 1, : shape[1] - kernel.shape[1] + 1]


def correlate_fortran(image, kernel):
    return np.asfortranarray(correlate_windows_einsum(image, kernel)).astype(np.float32)


# sgd_momentum_step -----------------------------------------------------------------------------


def sgd_momentum_step_lines(parameter, gradient, velocity, *, lr, momentum):
    new_velocity = velocity * momentum
    new_velocity = new_velocity + gradient
    step = lr * new_velocity
    new_parameter = parameter - step
    return new_parameter, new_velocity


def sgd_momentum_step_copies(parameter, gradient, velocity, *, lr, momentum):
    parameter, velocity = parameter.copy(), velocity.copy()
    velocity *= momentum
    velocity += gradient
    parameter -= lr * velocity
    return [parameter, velocity]


def sgd_momentum_step_unrolled(parameter, gradient, velocity, *, lr, momentum):
    return (
        parameter - lr * gradient - lr * momentum * velocity,
        gradient + momentum * velocity,
    )


def sgd_momentum_step_float32(parameter, gradient, velocity, *, lr, momentum):
    v = np.float32(momentum) * velocity.astype(np.float32) + gradient.astype(np.float32)
    return np.asfortranarray(parameter.astype(np.float32) - np.float32(lr) * v), v


def sgd_momentum_step_ufuncs(parameter, gradient, velocity, *, lr, momentum):
    new = np.add(np.multiply(momentum, velocity), gradient)
    return np.subtract(parameter, np.multiply(lr, new)), new


def sgd_momentum_step_loop(parameter, gradient, velocity, *, lr, momentum):
    parameters, velocities = np.empty(parameter.shape), np.empty(velocity.shape)
    for index in np.ndindex(parameter.shape):
        velocities[index] = momentum * velocity[index] + gradient[index]
        parameters[index] = parameter[index] - lr * velocities[index]
    return parameters, velocities


def sgd_momentum_step_one_array(parameter, gradient, velocity, *, lr, momentum):
    new = momentum * velocity + gradient
    return np.stack([parameter - lr * new, new])


# confusion_matrix ------------------------------------------------------------------------------


def confusion_matrix_add_at(labels, predictions, num_classes):
    matrix = np.zeros((num_classes, num_classes))
    np.add.at(matrix, (labels, predictions), 1)
    return matrix


def confusion_matrix_bincount(labels, predictions, num_classes):
    pairs = labels * num_classes + predictions
    counts = np.bincount(pairs, minlength=num_classes**2)
    return counts.reshape(num_classes, num_classes)


def confusion_matrix_one_hot(labels, predictions, num_classes):
    rows = np.eye(num_classes)[labels]
    columns = np.eye(num_classes)[predictions]
    return (rows.T @ columns).astype(np.int32)


def confusion_matrix_histogram(labels, predictions, num_classes):
    edges = np.arange(num_classes + 1) - 0.5
    return np.histogram2d(labels, predictions, bins=(edges, edges))[0]


def confusion_matrix_counter(labels, predictions, num_classes):
    pairs = Counter(zip(labels.tolist(), predictions.tolist(), strict=True))
    return [[pairs[row, column] for column in range(num_classes)] for row in range(num_classes)]


def confusion_matrix_comparisons(labels, predictions, num_classes):
    matrix = np.zeros((num_classes, num_classes), dtype=np.uint16)
    for row in range(num_classes):
        for column in range(num_classes):
            matrix[row, column] = np.sum((labels == row) & (predictions == column))
    return matrix


def confusion_matrix_reduce(labels, predictions, num_classes):
    def count(matrix, pair):
        matrix[pair[0]][pair[1]] += 1
        return matrix

    empty = [[0] * num_classes for _ in range(num_classes)]
    return functools.reduce(count, zip(labels, predictions, strict=True), empty)


# With packages that need not be there -----------------------------------------------------------


def correlate_scipy_signal(image, kernel):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid")


def correlate_scipy_ndimage(image, kernel):
    from scipy.ndimage import correlate

    full = correlate(image.astype(float), kernel.astype(float), mode="constant")
    top, left = kernel.shape[0] // 2, kernel.shape[1] // 2
    height = image.shape[0] - kernel.shape[0] + 1
    width = image.shape[1] - kernel.shape[1] + 1
    return full[top : top + height, left : left + width]


def confusion_matrix_scipy_sparse(labels, predictions, num_classes):
    from scipy.sparse import coo_array

    ones = np.ones(len(labels), dtype=int)
    shape = (num_classes, num_classes)
    return coo_array((ones, (labels, predictions)), shape=shape).toarray()


def correlate_torch(image, kernel):
    import torch

    images = torch.from_numpy(np.ascontiguousarray(image, dtype=np.float32))[None, None]
    kernels = torch.from_numpy(np.ascontiguousarray(kernel, dtype=np.float32))[None, None]
    return torch.nn.functional.conv2d(images, kernels)[0, 0].numpy()


def correlate_torch_tensor(image, kernel):
    import torch

    windows = torch.tensor(image).double().unfold(0, kernel.shape[0], 1)
    windows = windows.unfold(1, kernel.shape[1], 1)
    return (windows * torch.tensor(kernel).double()).sum((2, 3))


def sgd_momentum_step_torch(parameter, gradient, velocity, *, lr, momentum):
    import torch

    tensor = torch.tensor(parameter, requires_grad=True)
    optimizer = torch.optim.SGD([tensor], lr=lr, momentum=momentum)
    optimizer.state[tensor]["momentum_buffer"] = torch.tensor(velocity)
    tensor.grad = torch.tensor(gradient)
    optimizer.step()
    if momentum == 0:
        return tensor.detach().numpy(), gradient.copy()
    return tensor.detach().numpy(), optimizer.state[tensor]["momentum_buffer"].numpy()


def flatten_torch(images):
    import torch

    return torch.tensor(images).flatten(start_dim=1)


def images_to_batch_torch(pictures):
    import torch

    return torch.tensor(pictures).permute(0, 3, 1, 2).float().div(255)


def warm_up_torch(scoops, prices):
    import torch

    return (torch.tensor(scoops) * torch.tensor(prices)).sum()
