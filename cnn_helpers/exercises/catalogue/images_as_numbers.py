"""Exercises of notebook 03, ``03_images_as_numbers``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.calls import Call
from cnn_helpers.exercises.definition import Argument, Exercise, Result
from cnn_helpers.exercises.probing import byte_values, distinct, fortran_ordered, with_gaps

__all__ = ["EXERCISES"]

_TO_BATCH = (Argument("pictures", ("N", "H", "W", "C"), simple="bytes"),)
_FLATTEN = (Argument("images", ("N", "C", "H", "W"), simple="count"),)


def _to_batch_calls(random):
    def pictures(*shape, layout=np.asarray, highest=255):
        return Call(_TO_BATCH, {"pictures": layout(byte_values(random, shape, highest=highest))})

    white = pictures(2, 2, 3, 3)
    white.values["pictures"][0] = 255
    return [
        pictures(1, 2, 3, 1),
        pictures(2, 3, 4, 3, highest=200),
        pictures(1, 4, 2, 3, highest=100),
        # Equal lengths let a wrong order of axes through in silence; different ones show it.
        pictures(3, 3, 3, 3),
        pictures(2, 3, 2, 3),
        white,
        pictures(3, 2, 5, 4, layout=fortran_ordered),
        pictures(2, 5, 3, 2, layout=with_gaps),
    ]


def _flatten_calls(random):
    def images(*shape, layout=np.asarray):
        return Call(_FLATTEN, {"images": layout(distinct(random, shape))})

    return [
        images(1, 1, 2, 3),
        images(2, 1, 3, 2),
        images(2, 3, 2, 4),
        images(3, 2, 4, 3),
        images(2, 2, 2, 2),
        images(3, 3, 3, 3),
        images(4, 3, 1, 2, layout=fortran_ordered),
        images(2, 3, 4, 2, layout=fortran_ordered),
        images(2, 2, 3, 5, layout=with_gaps),
    ]


EXERCISES = (
    Exercise(
        id="images_to_batch",
        title="from pictures to a batch",
        notebook="03_images_as_numbers",
        points=2,
        signature="images_to_batch(pictures (N, H, W, C) uint8) -> (N, C, H, W) float in 0..1",
        statement=(
            "A camera delivers pictures as bytes from 0 to 255, with the colour channels last. A "
            "network wants numbers from 0 to 1, with the channels right after the batch axis. "
            "Return the batch: no pixel may leave its place, 0 stays 0 and 255 becomes 1."
        ),
        stub=(
            "def images_to_batch(pictures):\n"
            '    """Return pictures (N, H, W, C) of bytes as a batch (N, C, H, W) from 0 to 1."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "Two things change: the order of the axes and the range of the numbers. Take them one "
            "at a time, and print the shape after the first.",
            "The axes are numbered 0, 1, 2, 3 = N, H, W, C. In which order do you want those four "
            "numbers? np.transpose moves axes; reshape only cuts the same row of numbers anew.",
            "pictures.transpose(0, 3, 1, 2) has the shape (N, C, H, W). What is left is a division "
            "with / by the largest byte there can be.",
        ),
        arguments=_TO_BATCH,
        results=(Result("the batch"),),
        make_calls=_to_batch_calls,
        is_valid=lambda call: True,
        part="images_as_numbers",
        withheld=("cnn_helpers.data.as_batch",),
    ),
    Exercise(
        id="flatten",
        title="every image becomes one row",
        notebook="03_images_as_numbers",
        points=2,
        signature="flatten(images (N, C, H, W)) -> (N, C*H*W)",
        statement=(
            "A linear layer takes a row of numbers for each image. Lay every image out as one row: "
            "channel after channel, in each channel row after row, in each row column after "
            "column. The pixel (c, row, column) lands at index (c*H + row)*W + column."
        ),
        stub=(
            "def flatten(images):\n"
            '    """Return images (N, C, H, W) as one row each: (N, C*H*W)."""\n'
            "    # your code here\n"
            "    ...\n"
        ),
        hints=(
            "How many rows does the result have, and how many numbers does one row hold? Work both "
            "out for 2 images with 3 channels of 4 × 5 pixels.",
            "numpy keeps the last axis closest together: that is already the order we want. So the "
            "numbers can stay where they are; only the shape changes.",
            "images.reshape(rows, -1) lets numpy work out the second length. How many rows should "
            "there be, and which entry of images.shape tells you?",
        ),
        arguments=_FLATTEN,
        results=(Result("the rows"),),
        make_calls=_flatten_calls,
        is_valid=lambda call: True,
        part="images_as_numbers",
        withheld=("cnn_helpers.layers.Flatten",),
    ),
)
