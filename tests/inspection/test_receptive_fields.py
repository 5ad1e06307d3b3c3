"""Receptive fields against brute force: change each pixel and see which cells change."""

import numpy as np
import pytest
from inspected_models import MODELS, make

from cnn_helpers.inspection import receptive_field
from cnn_helpers.training import mnist_lenet


def changed_by_pixels(model, image):
    """For each array (by name): whether unit (…) changes with pixel (row, column)."""
    for layer in model:  # positive weights: no change can cancel, no ReLU can hide one
        if hasattr(layer, "weight"):
            layer.weight = np.abs(layer.weight) + 0.1
            layer.bias = np.abs(layer.bias)
    before = model.trace(image)
    found = {name: [] for name in before}
    for row, column in np.ndindex(image.shape[1:]):
        other = image.copy()
        other[:, row, column] += 1000  # so much that it wins every maximum
        for name, array in model.trace(other).items():
            found[name].append(array[0] != before[name][0])
    return {
        name: np.moveaxis(np.array(maps), 0, -1).reshape(*before[name].shape[1:], *image.shape[1:])
        for name, maps in found.items()
    }


def rectangle(seen):
    """Rows and columns of the smallest rectangle around what is True."""
    return tuple(
        (int(some[0]), int(some[-1]) + 1) if len(some) else (0, 0)
        for some in (np.flatnonzero(seen.any(axis=axis)) for axis in (1, 0))
    )


@pytest.mark.parametrize("name", MODELS)
def test_a_unit_depends_on_just_the_pixels_of_its_field(name):
    model, image = make(name)
    for layer, changed in changed_by_pixels(model, image).items():
        is_map = changed.ndim == 5
        for cell in np.ndindex(changed.shape[1:3] if is_map else changed.shape[:1]):
            seen = changed[:, *cell].any(axis=0) if is_map else changed[cell]
            found = receptive_field(model, layer, cell, image.shape)
            # In rows and columns apart: a field of no rows has no columns either.
            if seen.any():
                assert (found.rows, found.columns) == rectangle(seen), (layer, cell)
            else:
                assert found.rows[0] == found.rows[1] or found.columns[0] == found.columns[1]


def test_by_hand_where_padding_and_leftover_pixels_meet():
    model, image = make("leftover pixels")
    # 17 rows at stride 3 give 6: rows 0-1, 3-4, ..., 15-16. Of 13 columns the last two are left.
    assert receptive_field(model, "conv1", (5, 3), image.shape).rows == (15, 17)
    corner = receptive_field(model, "conv2", (0, 3), image.shape)
    assert corner.rows == (0, 5)
    assert corner.columns == (6, 11)  # nothing of columns 11 and 12
    assert corner.size == (8, 8)
    assert corner.outside == (3, 0, 0, 1)


def test_sizes_agree_with_the_summary():
    model = mnist_lenet(seed=0)
    for row in model.summary((1, 28, 28)).rows:
        if len(row.output_shape) == 3:
            middle = tuple(size // 2 for size in row.output_shape[1:])
            found = receptive_field(model, row.name, middle, (1, 28, 28))
            assert found.size == row.receptive_field


def test_the_last_batch_gives_the_size_of_the_images():
    model, image = make("plain")
    with pytest.raises(ValueError, match="input_shape must be like"):
        receptive_field(model, "conv1", (0, 0))
    model(image[np.newaxis])
    assert receptive_field(model, "conv1", (1, 2)).rows == (1, 4)


@pytest.mark.parametrize(
    ("layer", "cell", "words"),
    [
        ("conv7", (0, 0), "layer must be one of images, conv1, .*, but is 'conv7'"),
        ("conv1", (4, 0), "cell must lie inside conv1 of 4 x 7, but is"),
        ("conv1", 3, "cell must lie inside conv1 of 4 x 7, but is 3"),
        ("linear1", (0, 1), "cell must lie inside linear1 of 3, but is"),
        ("linear1", 1.5, "cell must lie inside linear1 of 3, but is 1.5"),
    ],
)
def test_complaints(layer, cell, words):
    model, image = make("plain")
    with pytest.raises(ValueError, match=words):
        receptive_field(model, layer, cell, image.shape)
