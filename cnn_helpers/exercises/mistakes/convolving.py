"""Whole answers to ``conv2d`` with one thing wrong; see ``convolutions``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.mistakes.sweeping import sweep

__all__ = [
    "added",
    "all_axes_but_batch",
    "all_axes_padded",
    "batch_of_images",
    "bias_times",
    "by_channel",
    "channel_by_channel",
    "channels_padded",
    "cut",
    "form",
    "if_bias",
    "only",
    "part",
]


def add_bias(maps, bias, kernels):
    return maps if bias is None else maps + bias[:, np.newaxis, np.newaxis]


def form(image=None, kernel=None, after=None, add=add_bias, last=None, **changes):
    """Return a whole answer with a few things changed.

    ``image`` and ``kernel`` are done to these arrays before, ``after(maps, stride)`` to the maps,
    ``add(maps, bias, kernels)`` adds the bias, ``last`` is done to the result.
    """
    change_kernels, change_images = kernel, image

    def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
        kernels = change_kernels(kernels) if change_kernels else kernels
        images = change_images(images) if change_images else images
        maps = sweep(images, kernels, stride=stride, padding=padding, **changes)
        maps = after(maps, stride) if after else maps
        maps = add(maps, bias, kernels)
        return last(maps) if last else maps

    return conv2d


def channel_by_channel(reduce):
    """Return an answer that makes one number of the channels' sums in another way."""

    def answer(window, kernels):
        _ = window[0] * kernels[0]
        return reduce((window[:, np.newaxis] * kernels).sum(axis=(3, 4)))

    return answer


def bias_times(count):
    """Add the bias as often as ``count(C_in, KH, KW)`` says."""

    def add(maps, bias, kernels):
        return maps if bias is None else add_bias(maps, count(*kernels.shape[1:]) * bias, kernels)

    return form(add=add)


def added(change):
    """Add ``change(bias)`` as it stands, if there is a bias."""
    return form(add=lambda maps, bias, kernels: maps if bias is None else maps + change(bias))


def if_bias(maps, bias, kernels):
    """Ask whether the bias is true."""
    return add_bias(maps, bias, kernels) if bias else maps


def all_axes_padded(image, padding, kernels):
    """Pad images and channels as well."""
    return np.pad(image, padding)


def all_axes_but_batch(image, padding, kernels):
    """Pad channels as well."""
    return np.pad(image, ((0, 0), *[(padding, padding)] * 3))


def channels_padded(image, padding, kernels):
    """Pad channels and rows, as if the channels stood last."""
    return np.pad(image, ((0, 0), (padding, padding), (padding, padding), (0, 0)))


def batch_of_images(**changes):
    """Return a form that visits as many images as came in, of whatever the frame made of them."""

    def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
        maps = form(**changes)(images, kernels, bias, stride=stride, padding=padding)
        return maps[: len(images)]

    return conv2d


def only(*part, **changes):
    """Keep a part of the maps and set the rest to 0."""

    def kept(maps):
        rest = np.zeros_like(maps)
        rest[part] = maps[part]
        return rest

    return form(last=kept, **changes)


def part(*part):
    """Return a part of the maps alone."""
    return form(last=lambda maps: maps[part])


def cut(dtype=None):
    """Put the right numbers into maps of the images' type, or of a fixed one."""

    def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
        maps = form()(images, kernels, bias, stride=stride, padding=padding)
        return maps.astype(int).astype(dtype or images.dtype)

    def straight(images, kernels, bias=None, *, stride=1, padding=0):
        maps = form()(images, kernels, bias, stride=stride, padding=padding)
        return maps.astype(dtype or images.dtype)

    return conv2d, straight


def by_channel(*, side_by_side):
    """Return a form that makes one map for each filter and input channel.

    They stand along an axis of their own, or along that of the filters.
    """

    def conv2d(images, kernels, bias=None, *, stride=1, padding=0):
        maps = [
            form()(images[:, [c]], kernels[:, [c]], bias, stride=stride, padding=padding)
            for c in range(images.shape[1])
        ]
        maps = np.stack(maps, axis=2)
        return maps.reshape(len(maps), -1, *maps.shape[3:]) if side_by_side else maps

    return conv2d
