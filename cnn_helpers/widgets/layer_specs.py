"""What the chain of the shape explorer may consist of: convolution and pooling, as plain dicts."""

from __future__ import annotations

import numpy as np

from cnn_helpers.layers import AvgPool2d, Conv2d, Dropout, MaxPool2d, ReLU
from cnn_helpers.widgets.settings import bounded_int, flag, one_of

__all__ = ["EXAMPLES", "KINDS", "LIMITS", "as_input_shape", "as_layers", "layer_words"]

KINDS = {"conv": "convolution", "max_pool": "max pooling", "avg_pool": "average pooling"}

LIMITS = {
    "channels": (1, 512),
    "side": (1, 512),
    "filters": (1, 512),
    "kernel_size": (1, 15),
    "stride": (1, 8),
    "padding": (0, 8),
    "dilation": (1, 8),
}
"""The smallest and largest value of each setting."""

MOST_LAYERS = 16

_CONV = {"filters": 8, "kernel_size": 3, "stride": 1, "padding": 0, "dilation": 1, "bias": True}
_POOL = {"kernel_size": 2, "stride": None}


def _conv(filters, kernel_size, **settings):
    return {"kind": "conv", "filters": filters, "kernel_size": kernel_size, **settings}


def _pool(kernel_size=2, **settings):
    return {"kind": "max_pool", "kernel_size": kernel_size, **settings}


_VGG_STAGE = {"padding": 1, "kernel_size": 3}

EXAMPLES = {
    "one convolution": ((3, 12, 12), [_conv(4, 3, stride=2)]),
    "the story network": ((1, 5, 5), [_conv(2, 3), _pool(stride=1)]),
    "digits, as trained here": (
        (1, 28, 28),
        [_conv(8, 5, padding=2), _pool(), _conv(32, 5), _pool()],
    ),
    "two 3 × 3 see as far as one 5 × 5": ((1, 12, 12), [_conv(8, 3), _conv(8, 3)]),
    "growing gaps (dilation)": (
        (1, 64, 64),
        [_conv(16, 3, padding=step, dilation=step) for step in (1, 2, 4, 8)],
    ),
    "a photograph (VGG's first layers)": (
        (3, 224, 224),
        [
            _conv(64, **_VGG_STAGE),
            _conv(64, **_VGG_STAGE),
            _pool(),
            _conv(128, **_VGG_STAGE),
            _conv(128, **_VGG_STAGE),
            _pool(),
        ],
    ),
}
"""Name -> (input shape, layers).

K. Simonyan, A. Zisserman, *Very Deep Convolutional Networks for Large-Scale Image Recognition*,
ICLR 2015, for the last, and for two 3 x 3 in place of one 5 x 5; F. Yu, V. Koltun, *Multi-Scale
Context Aggregation by Dilated Convolutions*, ICLR 2016, for the growing gaps.
"""


def as_input_shape(shape):
    """Return (channels, height, width) as a tuple of checked whole numbers.

    Examples
    --------
    >>> as_input_shape([1, 28, 28])
    (1, 28, 28)
    >>> as_input_shape((28, 28))
    Traceback (most recent call last):
        ...
    ValueError: input_shape must be (channels, height, width), but is (28, 28)
    """
    if not isinstance(shape, (tuple, list)) or len(shape) != 3:
        raise ValueError(f"input_shape must be (channels, height, width), but is {shape!r}")
    checks = (
        bounded_int("channels of input_shape", *LIMITS["channels"]),
        bounded_int("height of input_shape", *LIMITS["side"]),
        bounded_int("width of input_shape", *LIMITS["side"]),
    )
    return tuple(check(size) for check, size in zip(checks, shape, strict=True))


def as_layers(layers):
    """Return a list of complete, checked dicts, one for each layer.

    Parameters
    ----------
    layers : sequence of dict or Layer
        ``{"kind": "conv", "filters": 8, "kernel_size": 3, "stride": 1, "padding": 0,
        "dilation": 1, "bias": True}`` or ``{"kind": "max_pool", "kernel_size": 2, "stride": 2}``
        (also ``"avg_pool"``); what is left out has PyTorch's default. Or layers of
        ``cnn_helpers.layers``; ReLU and Dropout change no size and are passed over.

    Raises
    ------
    ValueError
        If there are more than 16 layers, or a setting is unknown or out of range.

    Examples
    --------
    >>> as_layers([{"kind": "max_pool", "kernel_size": 3}])
    [{'kind': 'max_pool', 'kernel_size': 3, 'stride': 3}]
    >>> as_layers([{"kind": "conv", "stride": 0}])
    Traceback (most recent call last):
        ...
    ValueError: stride of layer 0 must be a whole number from 1 to 8, but is 0
    """
    if not isinstance(layers, (tuple, list)):
        raise TypeError(f"layers must be a list of layers, but is {layers!r}")
    passed = [layer for layer in layers if not isinstance(layer, (ReLU, Dropout))]
    if len(passed) > MOST_LAYERS:
        raise ValueError(f"layers must be at most {MOST_LAYERS}, but are {len(passed)}")
    return [_checked(_as_dict(layer, at), at) for at, layer in enumerate(passed)]


def _as_dict(layer, at):
    if isinstance(layer, dict):
        return layer
    if isinstance(layer, Conv2d):
        names = ("kernel_size", "stride", "padding", "dilation")
        settings = {name: _single(getattr(layer, name), name, at) for name in names}
        with_bias = layer.bias is not None
        return {"kind": "conv", "filters": layer.out_channels, **settings, "bias": with_bias}
    if isinstance(layer, (MaxPool2d, AvgPool2d)):
        kind = "max_pool" if isinstance(layer, MaxPool2d) else "avg_pool"
        names = ("kernel_size", "stride")
        return {"kind": kind, **{name: _single(getattr(layer, name), name, at) for name in names}}
    raise TypeError(f"layers must be convolution or pooling layers, but layer {at} is {layer!r}")


def _single(pair, name, at):
    if pair[0] != pair[1]:
        raise ValueError(
            f"{name} of layer {at} must be the same for rows and columns, but is {pair}"
        )
    return pair[0]


def _checked(layer, at):
    try:
        kind = one_of(f"kind of layer {at}", tuple(KINDS))(layer.get("kind", "conv"))
    except TypeError as error:
        raise ValueError(str(error)) from None
    complete = {**(_CONV if kind == "conv" else _POOL), **layer, "kind": kind}
    allowed = {"kind", *(_CONV if kind == "conv" else _POOL)}
    if unknown := sorted(map(str, complete.keys() - allowed)):
        raise ValueError(
            f"settings of layer {at}, {KINDS[kind]}, are {', '.join(sorted(allowed))}, "
            f"but got {', '.join(unknown)}"
        )
    if complete.get("stride") is None:
        complete["stride"] = complete["kernel_size"]
    checked = {"kind": kind}
    for name, value in complete.items():
        if name == "bias":
            checked[name] = flag(f"bias of layer {at}")(value)
        elif name != "kind":
            value = int(value) if isinstance(value, np.integer) else value
            checked[name] = bounded_int(f"{name} of layer {at}", *LIMITS[name])(value)
    return checked


def layer_words(layer):
    """Return a layer in words.

    Examples
    --------
    >>> layer_words({"kind": "max_pool", "kernel_size": 2, "stride": 2})
    'max pooling 2 × 2, stride 2'
    """
    size = layer["kernel_size"]
    words = f"{KINDS[layer['kind']]} {size} × {size}"
    if layer["kind"] == "conv":
        plural = "" if layer["filters"] == 1 else "s"
        words = f"{words}, {layer['filters']} filter{plural}"
        if layer["stride"] > 1:
            words += f", stride {layer['stride']}"
        if layer["padding"]:
            words += f", padding {layer['padding']}"
        if layer["dilation"] > 1:
            words += f", dilation {layer['dilation']}"
        return words if layer["bias"] else f"{words}, no bias"
    return f"{words}, stride {layer['stride']}"
