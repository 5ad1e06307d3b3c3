"""Known wrong gradients of max pooling."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["POOLING"]


def _first(window):
    shares = np.zeros(window.shape)
    shares.flat[window.argmax()] = 1
    return shares


def _last(window):
    shares = np.zeros(window.shape)
    shares.flat[window.size - 1 - window.ravel()[::-1].argmax()] = 1
    return shares


def _first_in_column(window):
    return _first(window.T).T


def _all(window):
    return (window == window.max()).astype(float)


def _corner(window):
    shares = np.zeros(window.shape)
    shares[0, 0] = 1
    return shares


def _smallest(window):
    return _first(-window)


def _largest_size(window):
    return _first(np.abs(window))


def _backward(shares=_first, *, write=None, default=None, steps=None, weigh=lambda g, window: g):
    """Return a form that hands out gradient window by window; each mistake changes one thing."""

    def backward(grad_output, feature_maps, kernel_size, stride=None):
        if stride is None:
            stride = default or kernel_size
        stride = steps(kernel_size, stride) if steps else stride
        grad_maps = np.zeros(feature_maps.shape)
        for image, channel, row, column in np.ndindex(grad_output.shape):
            top, left = row * stride, column * stride
            place = image, channel, slice(top, top + kernel_size), slice(left, left + kernel_size)
            window = feature_maps[place]
            if window.size:
                gradient = weigh(grad_output[image, channel, row, column], window)
                (write or _add)(grad_maps[place], gradient, shares(window))
        return grad_maps

    return backward


def _add(target, gradient, shares):
    target += gradient * shares


def _overwrite_window(target, gradient, shares):
    target[...] = gradient * shares


def _overwrite_winner(target, gradient, shares):
    target[shares > 0] = gradient


def _overwrite_all(target, gradient, shares):
    target[...] = gradient


def _place_in_window(grad_output, feature_maps, kernel_size, stride=None):
    """Take the place in the window for a place on the map."""
    stride = kernel_size if stride is None else stride
    grad_maps = np.zeros(feature_maps.shape)
    for image, channel, row, column in np.ndindex(grad_output.shape):
        top, left = row * stride, column * stride
        window = feature_maps[image, channel, top : top + kernel_size, left : left + kernel_size]
        down, across = divmod(window.argmax(), kernel_size)
        grad_maps[image, channel, down, across] += grad_output[image, channel, row, column]
    return grad_maps


def _one_winner(axes):
    """Let one cell win for all channels, or for all images too."""

    def backward(grad_output, feature_maps, kernel_size, stride=None):
        largest = feature_maps.max(axis=axes, keepdims=True)
        only = np.where(feature_maps == largest, feature_maps, -np.inf)
        return np.where(
            np.isfinite(only), _backward()(grad_output, feature_maps, kernel_size, stride), 0
        )

    return backward


def _cut(grad_output, feature_maps, kernel_size, stride=None):
    """Make the result as large as the windows reach."""
    stride = kernel_size if stride is None else stride
    rows, columns = ((length - 1) * stride + kernel_size for length in grad_output.shape[2:])
    return _backward()(grad_output, feature_maps, kernel_size, stride)[:, :, :rows, :columns]


def _pooled(grad_output, feature_maps, kernel_size, stride=None):
    """Return the forward pass."""
    stride = kernel_size if stride is None else stride
    windows = np.lib.stride_tricks.sliding_window_view(
        feature_maps, (kernel_size, kernel_size), axis=(2, 3)
    )
    return windows[:, :, ::stride, ::stride].max(axis=(4, 5))


POOLING = (
    Misconception(
        "overwritten",
        "Where windows overlap, a cell can win several of them. Yours keeps the gradient of the "
        "last one only: what should become of the others?",
        (_backward(write=_overwrite_window), _backward(write=_overwrite_winner)),
    ),
    Misconception(
        "all_ties_paid",
        "Equal numbers in a window all get the whole gradient, so that more comes out than went "
        "in. One of them counts as the winner: which?",
        (
            _backward(_all),
            _backward(_all, write=_overwrite_window),
            _backward(_all, write=_overwrite_winner),
        ),
    ),
    Misconception(
        "ties_split",
        "Equal numbers in a window share the gradient. That would be fair, but in this course, as "
        "in PyTorch, one of them takes it all: which?",
        (_backward(lambda window: _all(window) / _all(window).sum()),),
    ),
    Misconception(
        "last_tie",
        "Of equal numbers in a window your last one gets the gradient. The first in row order "
        "should: does your comparison replace a best that is only equalled?",
        (_backward(_last),),
    ),
    Misconception(
        "column_order_tie",
        "Of equal numbers you take the first down the columns. The order of the rows decides, as "
        "argmax counts.",
        (_backward(_first_in_column),),
    ),
    Misconception(
        "spread_evenly",
        "You share the gradient out over the whole window: that is average pooling's way back. How "
        "much does the maximum change if a number that didn't win moves a little?",
        (
            _backward(lambda window: np.full(window.shape, 1 / window.size)),
            _backward(np.ones_like),
            _backward(write=_overwrite_all),
        ),
    ),
    Misconception(
        "top_left",
        "The gradient always goes to the window's first cell. It belongs to the winner, wherever "
        "in the window that stands.",
        (_backward(_corner), _backward(_corner, write=_overwrite_winner)),
    ),
    Misconception(
        "times_value",
        "You multiply the gradient with the winner's value. If the winner grows by a little, the "
        "maximum grows by just as much: what slope is that?",
        (
            _backward(weigh=lambda g, window: g * window.max()),
            _backward(weigh=lambda g, window: window.max()),
        ),
    ),
    Misconception(
        "mask_only",
        "You mark the winners with 1. The chain rule wants that multiplied with what comes in from "
        "above.",
        (
            _backward(weigh=lambda g, window: 1.0),
            _backward(write=lambda target, g, shares: np.copyto(target, 1, where=shares > 0)),
        ),
    ),
    Misconception(
        "place_in_window",
        "You take the winner's place in its window for its place on the map: all gradient ends up "
        "in the map's first corner. Where does this window start?",
        (_place_in_window,),
    ),
    Misconception(
        "one_winner_for_all",
        "Only the largest number of a whole map, or of all channels, gets gradient. Every window "
        "of every map has a winner of its own.",
        (_one_winner((2, 3)), _one_winner((1,)), _one_winner((1, 2, 3)), _one_winner((0, 1, 2, 3))),
    ),
    Misconception(
        "smallest_wins",
        "Your gradient goes to the smallest number, or to the one furthest from 0. Max pooling "
        "kept the largest.",
        (_backward(_smallest), _backward(_largest_size)),
    ),
    Misconception(
        "default_stride_one",
        "Without a stride your windows step by 1. Here stride=None means that they lie side by "
        "side.",
        (_backward(default=1),),
    ),
    Misconception(
        "stride_ignored",
        "Your windows lie elsewhere than in the forward pass: you step on without looking at "
        "stride.",
        (
            _backward(steps=lambda kernel_size, stride: kernel_size),
            _backward(steps=lambda kernel_size, stride: 1),
            _backward(steps=lambda kernel_size, stride: 2),
        ),
    ),
    Misconception(
        "leftovers_cut",
        "Your result ends where the last window ends. Leftover cells are part of the map too: no "
        "window saw them, so what is their gradient?",
        (_cut,),
    ),
    Misconception(
        "forward_again",
        "You return the pooled maps: that is the forward pass. We want a gradient for every cell "
        "of the feature maps.",
        (_pooled,),
    ),
    Misconception(
        "wrong_sign",
        "Your gradient has the opposite sign. Backward asks how the loss grows; the minus comes "
        "later, in the update.",
        (_backward(weigh=lambda g, window: -g),),
    ),
    Misconception(
        "divided_again",
        "You divide the gradient, by the number of images or of cells. grad_output already holds "
        "the 1/N of the mean loss, and the winner takes all of its window's gradient.",
        (
            lambda grad_output, maps, *rest: _backward()(grad_output, maps, *rest) / len(maps),
            _backward(weigh=lambda g, window: g / window.size),
        ),
    ),
)
