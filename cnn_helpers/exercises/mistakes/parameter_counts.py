"""Known wrong answers to ``count_parameters``."""

from __future__ import annotations

from cnn_helpers.exercises.definition import Misconception

__all__ = ["COUNT_PARAMETERS"]


def _counted(formula):
    """Turn ``formula(weights of all filters, c_in, c_out, k, flag)`` into a whole answer."""

    def count(c_in, c_out, k, bias=True):
        return formula(c_in * c_out * k * k, c_in, c_out, k, bool(bias))

    return count


COUNT_PARAMETERS = (
    Misconception(
        "without_in_channels",
        "Your count is the same for a grey image and for a colour photograph. Each filter sees all "
        "input channels at once: how many numbers has its kernel then?",
        (
            _counted(lambda w, i, o, k, flag: o * k * k + o * flag),
            _counted(lambda w, i, o, k, flag: o * (k * k + flag)),
            _counted(lambda w, i, o, k, flag: o * k * k),
        ),
    ),
    Misconception(
        "without_out_channels",
        "Your count is that of a single filter. The layer has out_channels of them, each with its "
        "own kernel and its own bias.",
        (
            _counted(lambda w, i, o, k, flag: i * k * k + flag),
            _counted(lambda w, i, o, k, flag: i * k * k + 1),
            _counted(lambda w, i, o, k, flag: i * k * k),
            _counted(lambda w, i, o, k, flag: i * k * k + o * flag),
            _counted(lambda w, i, o, k, flag: i * (k * k + flag)),
        ),
    ),
    Misconception(
        "bias_per_weight",
        "You count a bias for each weight. A filter adds one bias, once, to the finished sum of "
        "all its products.",
        (
            _counted(lambda w, i, o, k, flag: w * (1 + flag)),
            _counted(lambda w, i, o, k, flag: w + k * k * flag),
            _counted(lambda w, i, o, k, flag: w + o * k * k * flag),
        ),
    ),
    Misconception(
        "one_bias_in_all",
        "You count one bias for the whole layer. How many filters are there, and how many of them "
        "share a bias?",
        (_counted(lambda w, i, o, k, flag: w + flag),),
    ),
    Misconception(
        "bias_per_pair",
        "You count a bias for each pair of input channel and filter. A filter adds the products of "
        "all its channels up and then adds its bias: how many times is that?",
        (_counted(lambda w, i, o, k, flag: w + i * o * flag),),
    ),
    Misconception(
        "bias_per_input_channel",
        "You count a bias for each input channel. Biases belong to the filters: one for each "
        "feature map that comes out.",
        (
            _counted(lambda w, i, o, k, flag: w + i * flag),
            _counted(lambda w, i, o, k, flag: w + (i + o) * flag),
        ),
    ),
    Misconception(
        "kernel_not_squared",
        "kernel_size counts once in your product. A kernel is as high as it is wide: how many "
        "numbers has one of size 3, in one channel?",
        (
            _counted(lambda w, i, o, k, flag: i * o * k + o * flag),
            _counted(lambda w, i, o, k, flag: i * o * 2 * k + o * flag),
        ),
    ),
    Misconception(
        "flag_ignored",
        "Your count includes the biases whatever bias says. With bias=False the layer has none.",
        (_counted(lambda w, i, o, k, flag: w + o),),
    ),
    Misconception(
        "no_bias_at_all",
        "Your count leaves the biases out although bias is True (as it is when nobody says "
        "anything). Each filter has one.",
        (
            _counted(lambda w, i, o, k, flag: w),
            lambda i, o, k, bias=False: o * (i * k * k + bool(bias)),
        ),
    ),
    Misconception(
        "flag_reversed",
        "You count the biases when bias is False and leave them out when it is True.",
        (_counted(lambda w, i, o, k, flag: w + o * (not flag)),),
    ),
    Misconception(
        "channels_added",
        "You add up numbers that should be multiplied. Every filter has a kernel for every input "
        "channel: with 3 channels and 4 filters, how many kernels is that?",
        (
            _counted(lambda w, i, o, k, flag: (i + o) * k * k + o * flag),
            _counted(lambda w, i, o, k, flag: i + o + k * k + o * flag),
            _counted(lambda w, i, o, k, flag: i * k * k + o * k * k + flag),
        ),
    ),
    Misconception(
        "bias_multiplied",
        "The biases are inside a product that isn't theirs: each is a single number beside its "
        "filter's weights, not one for every channel or kernel row.",
        (
            _counted(lambda w, i, o, k, flag: o * i * (k + flag) ** 2),
            _counted(lambda w, i, o, k, flag: o * (i * k + flag) ** 2),
            _counted(lambda w, i, o, k, flag: o * i * k * (k + flag)),
        ),
    ),
    Misconception(
        "in_out_squared",
        "One of the two channel counts stands in your product twice, or the kernel's size three "
        "times. Which numbers does the shape of all kernels together hold?",
        (
            _counted(lambda w, i, o, k, flag: i * i * k * k + i * flag),
            _counted(lambda w, i, o, k, flag: o * o * k * k + o * flag),
            _counted(lambda w, i, o, k, flag: w * k + o * flag),
        ),
    ),
)
