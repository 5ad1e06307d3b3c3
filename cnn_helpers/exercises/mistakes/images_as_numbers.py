"""Known wrong answers to the exercises of notebook 03."""

from __future__ import annotations

from cnn_helpers.exercises.definition import Misconception

__all__ = ["MISTAKES"]


def _right_order(pictures):
    return pictures.transpose(0, 3, 1, 2)


def _reshaped(pictures):
    count, height, width, channels = pictures.shape
    return pictures.reshape(count, channels, height, width) / 255


_TO_BATCH = (
    Misconception(
        "reshape_not_transpose",
        "The shape is right, but the pixels have moved: reshape cuts one long row of numbers into "
        "new pieces and never exchanges two axes. The bytes of one pixel end up beside each other "
        "in one channel. Which function moves axes?",
        (_reshaped,),
    ),
    Misconception(
        "height_width_swapped",
        "Every picture lies on its side: height and width have changed places. Only the channel "
        "axis should move; rows stay before columns.",
        (lambda pictures: pictures.transpose(0, 3, 2, 1) / 255,),
    ),
    Misconception(
        "integer_division",
        "All greys have become 0: a whole-number division (//), or an integer array for the "
        "result, leaves only 0 and 1. You want the numbers in between as well.",
        (lambda pictures: _right_order(pictures) // 255,),
        same_as=("integer_buffer",),
    ),
    Misconception(
        "unscaled",
        "The axes are where they should be, but the numbers still run from 0 to 255.",
        (_right_order,),
    ),
    Misconception(
        "divided_by_maximum",
        "You divide by the largest number that happens to be in the data. A dark picture would "
        "become as bright as a light one: divide by the largest number that a byte can be.",
        (
            lambda pictures: _right_order(pictures) / pictures.max(),
            lambda pictures: (
                _right_order(pictures) / pictures.max(axis=(1, 2, 3))[:, None, None, None]
            ),
            lambda pictures: (
                _right_order(pictures) / _right_order(pictures).max((2, 3))[..., None, None]
            ),
            lambda pictures: _right_order(pictures) / pictures.max(axis=(0, 1, 2))[:, None, None],
        ),
    ),
    Misconception(
        "stretched",
        "You stretch the numbers so that the smallest in the data becomes 0. The same grey must "
        "get the same number in every picture: 0 stays 0.",
        (
            lambda pictures: (
                (_right_order(pictures) - float(pictures.min()))
                / (float(pictures.max()) - float(pictures.min()))
            ),
        ),
    ),
    Misconception(
        "inverted",
        "Light and dark have changed places. Here 0 stays 0 and 255 becomes 1.",
        (lambda pictures: 1 - _right_order(pictures) / 255,),
    ),
    Misconception(
        "channels_last_kept",
        "The range is right, but the channels still come last, in (N, H, W, C). The batch wants "
        "them right after N.",
        (lambda pictures: pictures / 255,),
    ),
    Misconception(
        "nothing_scaled_nothing_moved",
        "You return the pictures as they came: neither have the channels moved, nor do the numbers "
        "run from 0 to 1.",
        (lambda pictures: pictures,),
    ),
    Misconception(
        "three_axes_named",
        "You name three axes, as for a single photo. A batch has one axis more, the pictures: it "
        "comes first and stays first, so all four need a number.",
        (
            lambda pictures: pictures.transpose(2, 0, 1) / 255,
            lambda pictures: pictures.transpose(2, 0, 1),
        ),
    ),
    Misconception(
        "colours_reversed",
        "Red and blue have changed places: your channels come in the reverse order.",
        (lambda pictures: _right_order(pictures)[:, ::-1] / 255,),
    ),
    Misconception(
        "divided_by_256",
        "White comes out a little below 1. There are 256 different bytes, but they are counted "
        "from 0: which one is the largest?",
        (lambda pictures: _right_order(pictures) / 256,),
    ),
    Misconception(
        "minus_one_to_one",
        "Your numbers run from -1 to 1. Some networks want that; here they go from 0 to 1.",
        (
            lambda pictures: _right_order(pictures) / 127.5 - 1,
            lambda pictures: (_right_order(pictures) - 127.5) / 255,
        ),
    ),
    Misconception(
        "channels_first_of_all",
        "The channels stand before the batch axis: one slice of your array holds one colour of all "
        "pictures. The first axis should count pictures.",
        (lambda pictures: pictures.transpose(3, 0, 1, 2) / 255,),
    ),
)


_FLATTEN = (
    Misconception(
        "ravel",
        "All images have run together into one long row. The batch axis stays: one row for each "
        "image.",
        (
            lambda images: images.ravel(),
            lambda images: images.reshape(1, -1),
            lambda images: images.reshape(-1, 1),
        ),
    ),
    Misconception(
        "fortran_order",
        "The shape is right, but the numbers stand in Fortran's order, where the first axis runs "
        "fastest. In numpy's usual order the last axis, the column, does.",
        (lambda images: images.reshape(len(images), -1, order="F"),),
    ),
    Misconception(
        "channels_last",
        "The shape is right, but the channels of one pixel stand side by side. We want the whole "
        "first channel, then the whole second one: the axes are already in that order.",
        (lambda images: images.transpose(0, 2, 3, 1).reshape(len(images), -1),),
    ),
    Misconception(
        "columns_before_rows",
        "The shape is right, but within a channel you go down the columns. Go along the rows: the "
        "column number runs fastest.",
        (lambda images: images.transpose(0, 1, 3, 2).reshape(len(images), -1),),
    ),
    Misconception(
        "channels_within_rows",
        "The shape is right, but you go through all channels for each row of pixels. Finish the "
        "whole first channel before the second one begins.",
        (lambda images: images.transpose(0, 2, 1, 3).reshape(len(images), -1),),
    ),
    Misconception(
        "channels_kept",
        "Your result still has an axis for the channels: (N, C, H*W). They belong into the row, "
        "one channel after the other.",
        (lambda images: images.reshape(*images.shape[:2], -1),),
    ),
    Misconception(
        "batch_last",
        "The images have got mixed: cutting the numbers into N columns and turning the table deals "
        "them out in turn, one pixel to each image. Ask for N rows right away.",
        (lambda images: images.reshape(-1, len(images)).T,),
    ),
    Misconception(
        "one_column_each",
        "Your table lies on its side: (C*H*W, N). One row, not one column, belongs to an image.",
        (
            lambda images: images.reshape(-1, len(images)),
            lambda images: images.reshape(len(images), -1).T,
        ),
    ),
    Misconception(
        "row_per_channel",
        "You make a row for each channel of each image. All channels of one image belong into one "
        "row.",
        (lambda images: images.reshape(-1, images.shape[2] * images.shape[3]),),
    ),
    Misconception(
        "memory_order",
        "Your order follows the computer's memory, which can differ from the order of the axes. "
        "Leave the order argument at its default, order='C'.",
        (
            lambda images: images.reshape(len(images), -1, order="A"),
            lambda images: images.ravel(order="K").reshape(len(images), -1),
        ),
    ),
    Misconception(
        "first_image_only",
        "Only the first image has arrived. The batch has N of them, and each gets a row.",
        (lambda images: images[0].ravel(), lambda images: images[:1].reshape(1, -1)),
    ),
    Misconception(
        "first_channel_only",
        "Only the first channel of every image has arrived. All C of them belong into the row.",
        (lambda images: images[:, 0].reshape(len(images), -1),),
    ),
)

MISTAKES = {"images_to_batch": _TO_BATCH, "flatten": _FLATTEN}
