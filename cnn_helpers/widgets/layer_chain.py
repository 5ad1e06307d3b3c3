"""What each layer of a chain makes of its input: sizes, leftovers, cost, receptive field."""

from __future__ import annotations

from cnn_helpers.geometry import output_size
from cnn_helpers.widgets.layer_specs import KINDS

__all__ = ["chain_sizes", "formula_words", "reach_of", "unfit_words"]


def reach_of(layer):
    """Return over how many pixels a layer's window reaches along one axis.

    Examples
    --------
    >>> reach_of({"kind": "conv", "kernel_size": 3, "dilation": 2})
    5
    """
    return (layer["kernel_size"] - 1) * layer.get("dilation", 1) + 1


def chain_sizes(input_shape, layers):
    """Return one dict for each layer; what can't be known behind a layer that doesn't fit is None.

    Parameters
    ----------
    input_shape : (int, int, int)
        Channels, height, width.
    layers : list of dict
        As ``layer_specs.as_layers`` gives them.

    Returns
    -------
    list of dict
        ``input_shape`` and ``output_shape`` (channels, height, width); ``leftover`` (rows, columns)
        that no full step reaches, at the far ends of the padded input; ``parameters``;
        ``multiply_adds`` for one image, of convolutions only, the additions of a bias not counted;
        ``receptive_field``, in pixels of the input along one axis, padding included; ``jump``, the
        pixels from one number's field to the next one's.

    References
    ----------
    V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*, 2016, for the
    sizes; A. Araujo, W. Norris, J. Sim, *Computing Receptive Fields of Convolutional Neural
    Networks*, Distill, 2019.

    Examples
    --------
    >>> from cnn_helpers.widgets.layer_specs import EXAMPLES, as_layers
    >>> shape, layers = EXAMPLES["the story network"]
    >>> for sizes in chain_sizes(shape, as_layers(layers)):
    ...     print(sizes["output_shape"], sizes["parameters"], sizes["receptive_field"])
    (2, 3, 3) 20 3
    (2, 2, 2) 0 4
    """
    found = []
    shape, channels = tuple(input_shape), input_shape[0]
    field, jump = 1, 1
    for layer in layers:
        reach, stride = reach_of(layer), layer["stride"]
        padding = layer.get("padding", 0)
        is_conv = layer["kind"] == "conv"
        filters = layer["filters"] if is_conv else channels
        weights = filters * channels * layer["kernel_size"] ** 2 if is_conv else 0
        field += (reach - 1) * jump
        jump *= stride
        sizes = {
            "input_shape": shape,
            "output_shape": None,
            "leftover": None,
            "parameters": weights + (filters if is_conv and layer["bias"] else 0),
            "multiply_adds": None,
            "receptive_field": field,
            "jump": jump,
        }
        if shape is not None and reach <= min(shape[1:]) + 2 * padding:
            rows, columns = (output_size(side, reach, stride, padding) for side in shape[1:])
            sizes["output_shape"] = (filters, rows, columns)
            sizes["leftover"] = tuple((side + 2 * padding - reach) % stride for side in shape[1:])
            sizes["multiply_adds"] = weights * rows * columns
        shape, channels = sizes["output_shape"], filters
        found.append(sizes)
    return found


def unfit_words(layers, sizes):
    """Return why the first layer that doesn't fit can't be, or ``""``.

    Examples
    --------
    >>> layers = [{"kind": "max_pool", "kernel_size": 3, "stride": 3}]
    >>> unfit_words(layers, chain_sizes((1, 2, 9), layers))
    'Layer 1 does not fit: its windows (max pooling 3 × 3) reach over 3 rows, but its input has \
only 2. Make the kernel smaller.'
    """
    for at, (layer, size) in enumerate(zip(layers, sizes, strict=True)):
        if size["output_shape"] is not None or size["input_shape"] is None:
            continue
        reach, padding = reach_of(layer), layer.get("padding", 0)
        rows, columns = (side + 2 * padding for side in size["input_shape"][1:])
        count, axis = (rows, "rows") if rows < reach else (columns, "columns")
        kernel = f"{layer['kernel_size']} × {layer['kernel_size']}"
        dilation = layer.get("dilation", 1)
        spread = f" with dilation {dilation}" if dilation > 1 else ""
        padded = ", padding included" if padding else ""
        cures = ["Make the kernel smaller"]
        if dilation > 1:
            cures.append("lower the dilation")
        if layer["kind"] == "conv":
            cures.append("add padding")
        cure = cures[0] if len(cures) == 1 else f"{', '.join(cures[:-1])} or {cures[-1]}"
        return (
            f"Layer {at + 1} does not fit: its windows ({KINDS[layer['kind']]} {kernel}{spread}) "
            f"reach over {reach} {axis}, but its input has only {count}{padded}. {cure}."
        )
    return ""


def formula_words(layer, size, result):
    """Return the formula of one side of the output, its numbers filled in.

    Parameters
    ----------
    layer : dict
        The layer.
    size : int
        Rows or columns of its input.
    result : int or str
        Rows or columns of its output, or what stands in for them.

    Examples
    --------
    >>> formula_words({"kind": "conv", "kernel_size": 3, "stride": 2, "padding": 1}, 12, 6)
    '⌊(12 + 2 × 1 − 3) ÷ 2⌋ + 1 = 6'
    """
    padding = layer.get("padding", 0)
    padded = f" + 2 × {padding}" if padding else ""
    return f"⌊({size}{padded} − {reach_of(layer)}) ÷ {layer['stride']}⌋ + 1 = {result}"
