"""A table of a model: shapes, parameters, cost and receptive field of each layer."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass

import numpy as np

from cnn_helpers.training.tracing import named_layers, trace
from cnn_helpers.validation import check_positive_int

__all__ = ["LayerSummary", "ModelSummary", "summarize"]

_HEADINGS = ("name", "layer", "output shape", "parameters", "multiply-adds", "receptive field")


@dataclass(frozen=True)
class LayerSummary:
    """One row of the table: what a layer makes of one image, and what that takes.

    Attributes
    ----------
    name, kind : str
        For example ``"conv1"``, ``"Conv2d(1, 8, kernel_size=(5, 5), stride=(1, 1))"``.
    output_shape : tuple of int, or None
        Without the batch axis; None where the size of the images isn't known.
    parameters : int
        Numbers that training can change.
    multiply_adds : int or None
        Products (each with its addition) for one image, in convolution and linear layers. Pooling,
        ReLU and the additions of a bias are not counted.
    receptive_field : (int, int) or None
        Rows and columns of the image that one output number depends on, padding included. After a
        linear layer that is the whole image, or None if its size isn't known.
    """

    name: str
    kind: str
    output_shape: tuple | None
    parameters: int
    multiply_adds: int | None
    receptive_field: tuple | None


@dataclass(frozen=True)
class ModelSummary:
    """The table: ``rows``, one for each layer, and the sums. Shown as text or in a notebook.

    Attributes
    ----------
    rows : list of LayerSummary
    input_shape : tuple of int, or None
        Shape of one image, without the batch axis.
    """

    rows: list
    input_shape: tuple | None

    @property
    def parameters(self):
        """Parameters of all layers together."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self):
        """Multiply-adds for one image in all layers, or None if its size isn't known."""
        counts = [row.multiply_adds for row in self.rows]
        return None if None in counts else sum(counts)

    def _cells(self):
        """Return lines of strings: headings, layers, sums."""
        lines = [_HEADINGS]
        for row in self.rows:
            field = row.receptive_field
            lines.append(
                (
                    row.name,
                    row.kind,
                    _shape_words(row.output_shape),
                    _count_words(row.parameters),
                    _count_words(row.multiply_adds),
                    "all" if field is None else f"{field[0]} × {field[1]}",
                )
            )
        total = _count_words(self.parameters), _count_words(self.multiply_adds)
        return [*lines, ("all layers", "", "", *total, "")]

    def _caption(self):
        if self.input_shape is None:
            return "Output shapes need the size of an image: summary(input_shape=(1, 28, 28))"
        return f"For one image of shape {_shape_words(self.input_shape)}"

    def __repr__(self):
        lines = self._cells()
        widths = [max(len(line[at]) for line in lines) for at in range(len(_HEADINGS))]
        texts = []
        for line in lines:
            cells = [
                cell.ljust(width) if at < 2 else cell.rjust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ]
            texts.append("  ".join(cells).rstrip())
        rule = "─" * max(map(len, texts))
        return "\n".join([self._caption(), texts[0], rule, *texts[1:-1], rule, texts[-1]])

    def _repr_html_(self):
        headings, *layers, total = self._cells()

        def line(cells, tag, style=""):
            inner = ""
            for at, cell in enumerate(cells):
                wrap = "normal" if at == 1 else "nowrap"  # only the layer's settings are long
                align = "left" if at < 2 else "right"
                look = f"white-space:{wrap};text-align:{align}"
                inner += f'<{tag} style="{look}">{html.escape(cell)}</{tag}>'
            return f"<tr{style}>{inner}</tr>"

        body = "".join(line(cells, "td") for cells in layers)
        last = line(total, "td", ' style="font-weight:bold"')
        return (
            f"<table><caption>{html.escape(self._caption())}</caption>"
            f"<thead>{line(headings, 'th')}</thead><tbody>{body}{last}</tbody></table>"
        )


def summarize(model, input_shape=None):
    """Return the :class:`ModelSummary` of a model: see ``Sequential.summary``.

    Examples
    --------
    >>> from cnn_helpers.layers import Linear
    >>> summarize(Linear(8, 2), (8,)).multiply_adds
    16
    """
    shapes = {}
    if input_shape is not None:
        if not isinstance(input_shape, tuple | list):
            raise TypeError(f"input_shape must be like (1, 28, 28), but is {input_shape!r}")
        input_shape = tuple(
            check_positive_int(size, "a size in input_shape") for size in input_shape
        )
        arrays = trace(model, np.zeros((1, *input_shape), np.float32))
        shapes = {name: array.shape[1:] for name, array in arrays.items()}
    rows = []
    field, step = (1, 1), (1, 1)  # of one number: its window on the image, pixels to the next
    for name, _, layer in named_layers(model):
        kind = repr(layer).split("\n")[0]
        output_shape = shapes.get(name)
        size = getattr(layer, "kernel_size", None)
        if size is not None and field is not None:
            gaps = getattr(layer, "dilation", (1, 1))
            field = tuple(field[at] + (size[at] - 1) * gaps[at] * step[at] for at in (0, 1))
            step = tuple(step[at] * layer.stride[at] for at in (0, 1))
        elif hasattr(layer, "in_features"):
            field = None  # each neuron is connected to all numbers
        seen = field
        if field is None and input_shape is not None and len(input_shape) == 3:
            seen = input_shape[1:]
        parameters = dict(layer.named_parameters())
        rows.append(
            LayerSummary(
                name,
                kind,
                output_shape,
                sum(array.size for array in parameters.values()),
                _multiply_adds(parameters.get("weight"), output_shape),
                seen,
            )
        )
    return ModelSummary(rows, input_shape)


def _multiply_adds(weight, output_shape):
    """Each weight is used once for each position of the output that it contributes to."""
    if weight is None:
        return 0
    if weight.ndim == 2:
        return weight.size
    return None if output_shape is None else weight.size * math.prod(output_shape[1:])


def _shape_words(shape):
    return "?" if shape is None else " × ".join(str(size) for size in shape)


def _count_words(count):
    return "?" if count is None else f"{count:,}"
