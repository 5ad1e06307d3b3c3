"""Known wrong answers to the exercises of notebook 05."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception
from cnn_helpers.exercises.mistakes.counting_places import OUTPUT_SIZE
from cnn_helpers.exercises.mistakes.misplaced_kernels import misplaced
from cnn_helpers.exercises.mistakes.sweeping import sweep

__all__ = ["MISTAKES"]


def _form(image=None, kernel=None, after=None, **changes):
    """Return a whole answer with a few things changed."""
    change_image, change_kernel, change_maps = image, kernel, after

    def correlate_strided(image, kernel, *, stride=1, padding=0):
        image = change_image(image) if change_image else image
        kernel = change_kernel(kernel) if change_kernel else kernel
        feature_map = sweep(image, kernel, stride=stride, padding=padding, **changes)
        return change_maps(feature_map, stride) if change_maps else feature_map

    return correlate_strided


def _cut(dtype=None):
    """Put the right numbers into a map of the image's type, or of a fixed one."""

    def correlate_strided(image, kernel, *, stride=1, padding=0):
        feature_map = sweep(image, kernel, stride=stride, padding=padding)
        return feature_map.astype(int).astype(dtype or image.dtype)

    def straight(image, kernel, *, stride=1, padding=0):
        return sweep(image, kernel, stride=stride, padding=padding).astype(dtype or image.dtype)

    return correlate_strided, straight


def _only(part):
    """Keep a part of the map and set the rest to 0."""

    def kept(feature_map, stride):
        rest = np.zeros_like(feature_map)
        rest[part] = feature_map[part]
        return rest

    return kept


def _holes(image, kernel, *, stride=1, padding=0):
    """Write only every stride-th cell of a map that is as large as with stride 1."""
    feature_map = sweep(image, kernel, padding=padding)
    holes = np.zeros_like(feature_map)
    holes[::stride, ::stride] = feature_map[::stride, ::stride]
    return holes


_CORRELATE_STRIDED = (
    *misplaced(_form),
    Misconception(
        "holes_between_answers",
        "Your answers stand stride cells apart, with zeros between them. The windows take long "
        "steps, but the map has one cell for each answer, side by side: count its cells first.",
        (_holes,),
    ),
    Misconception(
        "frame_around_the_result",
        "Your frame of zeros stands around the result. It belongs around the image, before the "
        "kernel moves: then windows can reach out over the edge.",
        (
            lambda image, kernel, *, stride=1, padding=0: np.pad(
                sweep(image, kernel, stride=stride), padding
            ),
        ),
    ),
    Misconception(
        "mean",
        "You take the mean of the products. Add them up and leave the sum as it is: a blur kernel "
        "brings its division along in its own cells.",
        (_form(answer=lambda window, kernel: (window * kernel).mean()),),
    ),
    Misconception(
        "matrix_product",
        "You multiply matrices (@ or dot): rows meet columns. Here each kernel cell meets the one "
        "pixel below it: the * of numpy does that.",
        (
            _form(answer=lambda window, kernel: (window @ kernel).sum()),
            _form(answer=lambda window, kernel: (window @ kernel.T).sum()),
            _form(answer=lambda window, kernel: window @ kernel),
        ),
    ),
    Misconception(
        "product_of_sums",
        "You add up the window, add up the kernel and multiply the two sums. Multiply cell by cell "
        "first, then add.",
        (_form(answer=lambda window, kernel: window.sum() * kernel.sum()),),
    ),
    Misconception(
        "one_product_only",
        "Only one product of each window has stayed: every round of the inner loops writes over "
        "the one before, or you keep the largest. How do you add to a cell?",
        (
            _form(answer=lambda window, kernel: (window * kernel)[-1, -1]),
            _form(answer=lambda window, kernel: (window * kernel)[0, 0]),
            _form(answer=lambda window, kernel: (window * kernel).max()),
        ),
    ),
    Misconception(
        "return_inside_loop",
        "Your function returns from inside a loop, before the kernel has been everywhere: return "
        "ends the function at once. How far in must that line stand?",
        (
            _form(after=_only((0, 0))),
            _form(after=_only(0)),
            _form(after=lambda feature_map, stride: feature_map[0, 0]),
            _form(after=lambda feature_map, stride: feature_map[0]),
            _form(after=lambda feature_map, stride: feature_map[:1]),
        ),
    ),
    Misconception(
        "negatives_dropped",
        "Your negative sums have become 0 or positive. A negative answer says something too: keep "
        "it. (What sets negatives to 0 comes in the next notebook, under the name ReLU.)",
        (
            _form(after=lambda feature_map, stride: np.maximum(feature_map, 0)),
            _form(after=lambda feature_map, stride: np.abs(feature_map)),
        ),
    ),
    Misconception(
        "uint8_buffer",
        "Your feature map has the image's type, or holds bytes: whole numbers, some of them only "
        "from 0 to 255. Sums can be negative, large or fractions: what type should the map have?",
        (*_cut(), *_cut(np.uint8)),
    ),
)

MISTAKES = {"output_size": OUTPUT_SIZE, "correlate_strided": _CORRELATE_STRIDED}
