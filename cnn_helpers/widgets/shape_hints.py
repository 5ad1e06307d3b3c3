"""What is said about a predicted size, and which slip it may have come from."""

from __future__ import annotations

from cnn_helpers.widgets.layer_chain import reach_of

__all__ = ["as_shape_prediction", "shape_verdict"]


def as_shape_prediction(value):
    """Return None, or a prediction as four whole numbers; parameters may be left out as None.

    Examples
    --------
    >>> as_shape_prediction([8, 24, 24, None])
    (8, 24, 24, None)
    """
    if value is None:
        return None
    if not isinstance(value, (tuple, list)) or len(value) not in (3, 4):
        raise ValueError(
            f"prediction must be (channels, height, width) or with parameters, but is {value!r}"
        )
    value = (*value, None)[:4]
    for number in value[:3] if value[3] is None else value:
        if isinstance(number, bool) or not isinstance(number, int) or abs(number) > 10**9:
            raise ValueError(f"prediction must hold whole numbers, but holds {number!r}")
    return value


def shape_verdict(prediction, layer, sizes):
    """Return whether all of a prediction is right, and a sentence on it.

    Parameters
    ----------
    prediction : (int, int, int, int or None)
        Channels, height, width, parameters.
    layer : dict
        The layer that was asked about.
    sizes : dict
        What ``chain_sizes`` gives for it; it fits.

    Returns
    -------
    (bool, str)

    Examples
    --------
    >>> layer = {"kind": "max_pool", "kernel_size": 2, "stride": 2}
    >>> sizes = {"input_shape": (1, 5, 5), "output_shape": (1, 2, 2), "parameters": 0}
    >>> shape_verdict((1, 3, 3, None), layer, sizes)[1]
    'Not quite: it is 1 × 2 × 2. Height and width: round down, a window that does not fit whole \
is left out.'
    """
    *shape, parameters = prediction
    truth = sizes["output_shape"]
    written = " × ".join(map(str, truth))
    asked = f" with {sizes['parameters']:,} parameters" if parameters is not None else ""
    right = tuple(shape) == tuple(truth) and parameters in (None, sizes["parameters"])
    if right:
        return True, f"Right: {written}{asked}."
    hints = []
    if shape[0] != truth[0]:
        hints.append(f"Channels: {_channels_hint(layer)}")
    sides = [
        (name, _side_hint(shape[at], truth[at], sizes["input_shape"][at], layer))
        for at, name in ((1, "height"), (2, "width"))
        if shape[at] != truth[at]
    ]
    if len(sides) == 2 and sides[0][1] == sides[1][1]:
        sides = [("height and width", sides[0][1])]
    hints += [f"{name.capitalize()}: {words}" for name, words in sides if words]
    if parameters not in (None, sizes["parameters"]):
        words = _parameters_hint(parameters, layer, sizes)
        hints += [f"Parameters: {words}"] if words else []
    return False, " ".join([f"Not quite: it is {written}{asked}.", *hints])


def _channels_hint(layer):
    if layer["kind"] == "conv":
        return "every filter makes one map."
    return "pooling works on each channel alone."


def _side_hint(said, truth, size, layer):
    stride, padding, reach = layer["stride"], layer.get("padding", 0), reach_of(layer)
    room = size + 2 * padding - reach
    causes = [
        (room // stride, "+ 1 is missing: the first place of the window counts too."),
        (-(-room // stride) + 1, "round down, a window that does not fit whole is left out."),
        ((size + padding - reach) // stride + 1, "padding is added at both ends."),
        ((size - reach) // stride + 1, "padding is added at both ends."),
        (room + 1, f"the window moves {stride} pixels at a time."),
        (size - reach, "+ 1 is missing, and stride and padding count too."),
        ((size + 2 * padding - layer["kernel_size"]) // stride + 1, "dilation spreads the kernel."),
        (size, "the windows must lie inside: without enough padding the map shrinks."),
    ]
    return next((words for value, words in causes if value == said != truth), "")


def _parameters_hint(said, layer, sizes):
    if layer["kind"] != "conv":
        return "pooling has none, nothing is learned in it."
    area, filters = layer["kernel_size"] ** 2, layer["filters"]
    channels = sizes["input_shape"][0]
    bias = filters if layer["bias"] else 0
    weights = filters * channels * area
    causes = [
        (weights if bias else weights + filters, "mind the bias, one for each filter."),
        (filters * area + bias, "a filter has weights for every input channel."),
        (filters * area, "a filter has weights for every input channel."),
        (channels * area + min(bias, 1), "that is one filter, there are several."),
        (channels * area, "that is one filter, there are several."),
        (weights + 1, "there is one bias for each filter."),
        (
            sizes.get("multiply_adds"),
            "those are the multiply-adds; weights are shared by all places.",
        ),
    ]
    return next((words for value, words in causes if value == said != sizes["parameters"]), "")
