"""Known wrong occlusion maps."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["OCCLUSION"]


def _cover(image, row, column, patch_size, fill):
    occluded = image.copy()
    occluded[:, row : row + patch_size, column : column + patch_size] = fill
    return occluded


def _cover_first_channel(image, row, column, patch_size, fill):
    occluded = image.copy()
    occluded[0, row : row + patch_size, column : column + patch_size] = fill
    return occluded


def _cover_the_rest(image, row, column, patch_size, fill):
    occluded = np.full(image.shape, fill)
    window = np.s_[:, row : row + patch_size, column : column + patch_size]
    occluded[window] = image[window]
    return occluded


def _cover_sideways(image, row, column, patch_size, fill):
    return _cover(image, column, row, patch_size, fill)


def _difference(before, after, label):
    return before[label] - after[label]


def _occlusion(*, cover=_cover, compare=_difference, choose=None, step=1, short=0, change=None):
    """Return a form; each mistake changes one thing.

    ``compare`` takes the probabilities before and after, ``choose`` picks another label, ``step``
    and ``short`` say where patches lie, ``change`` turns the finished map.
    """

    def occlusion_map(predict, image, label, *, patch_size, fill=0.0):
        before = predict(image[None])[0]
        label = choose(before) if choose else label
        apart = patch_size if step is None else step
        rows, columns = (length - patch_size + 1 - short for length in image.shape[1:])
        drops = np.zeros((len(range(0, rows, apart)), len(range(0, columns, apart))))
        for row, column in np.ndindex(drops.shape):
            occluded = cover(image, row * apart, column * apart, patch_size, fill)
            drops[row, column] = compare(before, predict(occluded[None])[0], label)
        return change(drops, image) if change else drops

    return occlusion_map


def _piling_up(predict, image, label, *, patch_size, fill=0.0):
    occluded = image.copy()
    before = predict(image[None])[0, label]
    rows, columns = (length - patch_size + 1 for length in image.shape[1:])
    drops = np.zeros((rows, columns))
    for row, column in np.ndindex(drops.shape):
        occluded[:, row : row + patch_size, column : column + patch_size] = fill
        drops[row, column] = before - predict(occluded[None])[0, label]
    return drops


def _compared_with_the_last(predict, image, label, *, patch_size, fill=0.0):
    drops = _piling_up(predict, image, label, patch_size=patch_size, fill=fill)
    return np.diff(drops.ravel(), prepend=0).reshape(drops.shape)


def _centred(predict, image, label, *, patch_size, fill=0.0):
    """Lay the patch's middle on every pixel, cut off at the border."""
    before = predict(image[None])[0, label]
    drops = np.zeros(image.shape[1:])
    half = patch_size // 2
    for row, column in np.ndindex(drops.shape):
        top, left = max(0, row - half), max(0, column - half)
        occluded = image.copy()
        occluded[:, top : row - half + patch_size, left : column - half + patch_size] = fill
        drops[row, column] = before - predict(occluded[None])[0, label]
    return drops


def _on_a_sheet(drops, image):
    sheet = np.zeros(image.shape[1:])
    sheet[: drops.shape[0], : drops.shape[1]] = drops
    return sheet


def _off_the_image(predict, image, label, *, patch_size, fill=0.0):
    """Let the patch start at every pixel, and stick out at the border."""
    before = predict(image[None])[0, label]
    drops = np.zeros(image.shape[1:])
    for row, column in np.ndindex(drops.shape):
        occluded = _cover(image, row, column, patch_size, fill)
        drops[row, column] = before - predict(occluded[None])[0, label]
    return drops


OCCLUSION = (
    Misconception(
        "wrong_sign",
        "Your signs are turned round. Where covering hurts, the map should be positive: original "
        "minus occluded.",
        (_occlusion(compare=lambda before, after, label: after[label] - before[label]),),
    ),
    Misconception(
        "no_baseline",
        "You return the probability that is left. How much was it before anything was covered?",
        (
            _occlusion(compare=lambda before, after, label: after[label]),
            _occlusion(compare=lambda before, after, label: 1 - after[label]),
        ),
    ),
    Misconception(
        "patches_pile_up",
        "Your patches pile up: the earlier ones are still there when the next is laid. What should "
        "each patch be laid on?",
        (_piling_up, _compared_with_the_last),
    ),
    Misconception(
        "first_channel_only",
        "The patch covers the first channel only. The others still show what lies below: cover "
        "them all.",
        (_occlusion(cover=_cover_first_channel),),
    ),
    Misconception(
        "winner_for_label",
        "You look at the class that wins. The caller says whose probability is asked for: label.",
        (
            _occlusion(choose=np.argmax),
            _occlusion(compare=lambda before, after, label: before.max() - after.max()),
            _occlusion(compare=lambda before, after, label: before[label] - after.max()),
        ),
    ),
    Misconception(
        "rest_covered",
        "You keep the patch and cover the rest. That asks another question; here the patch is what "
        "disappears.",
        (_occlusion(cover=_cover_the_rest),),
    ),
    Misconception(
        "fill_ignored",
        "You cover with a colour of your own. The caller chooses what a patch is filled with, in "
        "fill.",
        (
            _occlusion(
                cover=lambda image, row, column, size, fill: _cover(image, row, column, size, 0)
            ),
            _occlusion(
                cover=lambda image, row, column, size, fill: _cover(image, row, column, size, 1)
            ),
            _occlusion(
                cover=lambda image, row, column, size, fill: _cover(
                    image, row, column, size, image.mean()
                )
            ),
        ),
    ),
    Misconception(
        "one_short",
        "You leave the last places out. Count with your finger: at how many places does a patch of "
        "width 2 lie wholly on an image of width 3?",
        (_occlusion(short=1),),
    ),
    Misconception(
        "map_as_large_as_image",
        "Your map has a cell for every pixel. A patch lies wholly on the image at fewer places, "
        "and its cell is that of its top left corner.",
        (_occlusion(change=_on_a_sheet), _centred, _off_the_image),
    ),
    Misconception(
        "tiles",
        "Your patches lie side by side like tiles. Move on by one pixel at a time, so that they "
        "overlap.",
        (_occlusion(step=None),),
    ),
    Misconception(
        "rows_and_columns_swapped",
        "Rows and columns have changed places: map[row, column] belongs to the patch whose corner "
        "is at [row, column].",
        (_occlusion(change=lambda drops, image: drops.T), _occlusion(cover=_cover_sideways)),
    ),
    Misconception(
        "patch_of_another_size",
        "Your patch has one row and one column too few, or too many. A slice ends before its "
        "second number: from row to row + patch_size.",
        (
            _occlusion(
                cover=lambda image, row, column, size, fill: _cover(
                    image, row, column, size - 1, fill
                )
            ),
            _occlusion(
                cover=lambda image, row, column, size, fill: _cover(
                    image, row, column, size + 1, fill
                )
            ),
        ),
    ),
    Misconception(
        "absolute_values",
        "You drop the sign. Covering can also help, where something spoke against the label: then "
        "the cell is negative.",
        (
            _occlusion(compare=lambda before, after, label: abs(before[label] - after[label])),
            _occlusion(compare=lambda before, after, label: max(before[label] - after[label], 0)),
        ),
    ),
    Misconception(
        "relative_drop",
        "You divide the two probabilities, or one by the other. Here we want their difference.",
        (
            _occlusion(
                compare=lambda before, after, label: (before[label] - after[label]) / before[label]
            ),
            _occlusion(compare=lambda before, after, label: after[label] / before[label]),
            _occlusion(compare=lambda before, after, label: before[label] / after[label]),
            _occlusion(
                compare=lambda before, after, label: np.log(before[label]) - np.log(after[label])
            ),
        ),
    ),
    Misconception(
        "rescaled",
        "You stretch the map to a range of your own. Leave the differences as they are: a drop of "
        "0.02 should look small.",
        (
            _occlusion(change=lambda drops, image: drops / np.abs(drops).max()),
            _occlusion(change=lambda drops, image: drops / drops.max()),
            _occlusion(change=lambda drops, image: (drops - drops.min()) / np.ptp(drops)),
        ),
    ),
)
