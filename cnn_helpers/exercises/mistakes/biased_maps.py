"""Known wrong answers to ``bias_relu``."""

from __future__ import annotations

import numpy as np

from cnn_helpers.exercises.definition import Misconception

__all__ = ["BIAS_RELU"]


def _relu(maps):
    return np.maximum(maps, 0)


def _by_channel(bias):
    return bias[:, np.newaxis, np.newaxis]


def _total(maps, bias):
    """Return the right numbers before ReLU."""
    return maps + _by_channel(bias)


def _after(change):
    """Return a form that does something else than ReLU with the right totals."""
    return lambda maps, bias: change(_total(maps, bias))


def _in_place(maps, bias):
    maps += _by_channel(bias)
    maps[maps < 0] = 0
    return maps


def _in_place_by_channel(maps, bias):
    for channel in range(len(bias)):
        maps[:, channel] += bias[channel]
    return np.maximum(maps, 0)


def _relu_in_place(maps, bias):
    maps[maps + _by_channel(bias) < 0] = 0
    return _relu(maps + _by_channel(bias))


def _bias_of(position):
    """Return a form in loops that picks the bias by another position than the channel."""

    def looped(maps, bias):
        result = np.zeros(maps.shape)
        for place in np.ndindex(maps.shape):
            result[place] = max(0.0, maps[place] + bias[place[position]])
        return result

    return looped


_WRONG_AXIS = (
    "bias[c] belongs to all rows and columns of channel c, in every image: which shape must it "
    "have to meet axis 1? (Where the lengths happen to agree, numpy can't notice.)"
)

BIAS_RELU = (
    Misconception(
        "relu_before_bias",
        "Your ReLU comes before the bias. What should be set to 0 is the finished sum: a filter's "
        "negative answer can still be lifted above 0 by its bias. Which step comes last?",
        (lambda maps, bias: _relu(maps) + _by_channel(bias),),
    ),
    Misconception(
        "bias_along_width",
        "The bias runs along the columns: numpy lines the last axes up. " + _WRONG_AXIS,
        (
            lambda maps, bias: _relu(maps + bias),
            lambda maps, bias: _relu(maps + bias[np.newaxis, np.newaxis, np.newaxis, :]),
            _bias_of(3),
        ),
    ),
    Misconception(
        "bias_along_height",
        "The bias runs down the rows. " + _WRONG_AXIS,
        (
            lambda maps, bias: _relu(maps + bias[:, np.newaxis]),
            lambda maps, bias: _relu(maps + bias[np.newaxis, np.newaxis, :, np.newaxis]),
            _bias_of(2),
        ),
    ),
    Misconception(
        "bias_along_batch",
        "Each image gets a bias, instead of each channel. " + _WRONG_AXIS,
        (lambda maps, bias: _relu(maps + _by_channel(bias)[:, np.newaxis]), _bias_of(0)),
    ),
    Misconception(
        "bias_subtracted",
        "Your bias is taken away. A positive bias should lift the map of its channel.",
        (lambda maps, bias: _relu(_total(maps, -bias)), lambda maps, bias: _total(maps, -bias)),
    ),
    Misconception(
        "no_relu",
        "Your maps still hold negative numbers. Which step sets them to 0?",
        (_total,),
    ),
    Misconception(
        "no_bias",
        "The bias has no effect on your maps. Each channel has one: add it before ReLU.",
        (lambda maps, bias: _relu(maps), lambda maps, bias: maps),
    ),
    Misconception(
        "absolute_value",
        "Negative sums have become positive. ReLU doesn't turn the sign: everything below 0 "
        "becomes exactly 0.",
        (_after(np.abs),),
    ),
    Misconception(
        "relu_reversed",
        "Your ReLU keeps the negative sums and sets the positive ones to 0. Try it with 3 and with "
        "-3: which of the two should come through?",
        (_after(lambda total: np.minimum(total, 0)), _after(lambda total: _relu(-total))),
    ),
    Misconception(
        "sum_of_biases",
        "All channels get the same number: the sum, or the mean, of all biases. Each channel has a "
        "bias of its own.",
        (
            lambda maps, bias: _relu(maps + bias.sum()),
            lambda maps, bias: _relu(maps + bias.mean()),
        ),
    ),
    Misconception(
        "first_bias_for_all",
        "All channels get one and the same bias. Channel c has bias[c]: does the number of the "
        "channel stand in your code?",
        (
            lambda maps, bias: _relu(maps + bias[0]),
            lambda maps, bias: _relu(maps + bias[-1]),
        ),
    ),
    Misconception(
        "bias_multiplied",
        "Your bias multiplies the maps. It is a number to be added: a bias of 0 should change "
        "nothing.",
        (lambda maps, bias: _relu(maps * _by_channel(bias)),),
    ),
    Misconception(
        "bias_as_threshold",
        "You use the bias as a threshold: what lies above it stays as it is. Here the bias is "
        "added first, and the threshold is always 0.",
        (
            lambda maps, bias: np.maximum(maps, _by_channel(bias)),
            lambda maps, bias: np.where(maps > _by_channel(bias), maps, 0),
            lambda maps, bias: np.where(_total(maps, bias) > 0, maps, 0),
        ),
    ),
    Misconception(
        "relu_on_bias",
        "There is a ReLU on the bias, or on both parts of the sum. A negative bias is allowed, and "
        "makes its filter pickier: ReLU acts on the sum alone.",
        (
            lambda maps, bias: _total(maps, _relu(bias)),
            lambda maps, bias: _relu(_total(maps, _relu(bias))),
            lambda maps, bias: _relu(maps) + _by_channel(_relu(bias)),
        ),
    ),
    Misconception(
        "step",
        "You only tell where a sum is above 0 (1) and where it isn't (0). ReLU lets a positive sum "
        "through as it is.",
        (_after(lambda total: total > 0), _after(np.sign)),
    ),
    Misconception(
        "squeezed",
        "You squeeze the sums: a sigmoid, a tanh, or a limit above. ReLU leaves a positive sum as "
        "large as it is.",
        (
            _after(lambda total: 1 / (1 + np.exp(-total))),
            _after(np.tanh),
            _after(lambda total: np.clip(total, 0, 1)),
            _after(lambda total: np.clip(total, 0, 6)),
            _after(lambda total: np.clip(total, 0, 255)),
        ),
    ),
    Misconception(
        "leaky",
        "A small part of each negative sum leaks through. That exists, under the name leaky ReLU; "
        "here a negative sum becomes exactly 0.",
        tuple(
            _after(lambda total, leak=leak: np.where(total > 0, total, leak * total))
            for leak in (0.01, 0.1, 0.2)
        ),
    ),
    Misconception(
        "first_image_only",
        "Only the first image, or the first channel, has an answer. The result has the shape of "
        "the maps that came in.",
        (
            lambda maps, bias: _relu(_total(maps, bias))[:1],
            lambda maps, bias: _relu(_total(maps, bias))[0],
            lambda maps, bias: _relu(_total(maps, bias))[:, :1],
            lambda maps, bias: _relu(_total(maps, bias))[:, 0],
        ),
    ),
    Misconception(
        "integer_buffer",
        "Everything after the decimal point is gone: whole-number maps went in, and the array for "
        "your result is of their type. Which type has room for a bias of 0.5?",
        (
            _after(lambda total: _relu(total).astype(int)),
            lambda maps, bias: _relu(_total(maps, bias)).astype(int).astype(maps.dtype),
            lambda maps, bias: _relu(_total(maps, bias)).astype(maps.dtype),
        ),
    ),
    Misconception(
        "changed_input",
        "Your function writes into the feature maps that were handed to it. Whoever calls it still "
        "needs them: make a new array first. Beware of += and of assigning to slices or masks.",
        (_in_place, _in_place_by_channel, _relu_in_place),
    ),
)
