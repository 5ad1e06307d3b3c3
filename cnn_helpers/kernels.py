"""Kernels with a name and a history, all 3x3 and ready for :func:`cnn_helpers.convolution.conv2d`.

Each is a read-only float64 array with axes (KH, KW). "Convolution" in this course slides the kernel
as it is printed here, without flipping it.

Signs follow the printed array: ``SOBEL_VERTICAL_EDGES`` answers with a positive number where the
picture's numbers grow from left to right, ``SOBEL_HORIZONTAL_EDGES`` where they grow from top to
bottom.

Examples
--------
>>> PRESETS["identity"]
array([[0., 0., 0.],
       [0., 1., 0.],
       [0., 0., 0.]])
>>> float(BOX_BLUR.sum())
1.0
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

__all__ = [
    "BOX_BLUR",
    "COLOR_PRESETS",
    "DIAGONAL",
    "EDGE",
    "EMBOSS",
    "GAUSSIAN",
    "IDENTITY",
    "PRESETS",
    "SHARPEN",
    "SOBEL_HORIZONTAL_EDGES",
    "SOBEL_VERTICAL_EDGES",
]


def _kernel(rows, divisor=1):
    # The bytes of a literal stay read-only for good: nobody can switch writing back on.
    values = np.array(rows, np.float64) / divisor
    return np.frombuffer(values.tobytes()).reshape(values.shape)


IDENTITY = _kernel([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
"""Gives the picture back: the centre counts once, its neighbours not at all."""

BOX_BLUR = _kernel([[1, 1, 1], [1, 1, 1], [1, 1, 1]], 9)
"""The plain mean of a pixel and its eight neighbours.

Gonzalez and Woods, *Digital Image Processing*, 4th ed., Pearson 2018, section 3.5 (box filter).
"""

GAUSSIAN = _kernel([[1, 2, 1], [2, 4, 2], [1, 2, 1]], 16)
"""A mean that trusts near pixels more: the outer product of the binomial weights (1, 2, 1) / 4.

Burt and Adelson, *The Laplacian Pyramid as a Compact Image Code*, IEEE Trans. Communications 31,
1983, build larger Gaussian-like kernels from such weights; Gonzalez and Woods, section 3.5.
"""

SHARPEN = _kernel([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
"""The picture plus what sets a pixel apart from its four neighbours.

Identity minus the four-neighbour Laplacian: Gonzalez and Woods, section 3.6.
"""

EDGE = _kernel([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
"""Outlines in every direction: eight times the centre minus its neighbours; flat areas give 0.

The negative of the eight-neighbour Laplacian: Gonzalez and Woods, section 3.6.
"""

SOBEL_VERTICAL_EDGES = _kernel([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
"""Vertical edges: the change from left to right, smoothed from top to bottom.

I. Sobel and G. Feldman, *A 3x3 Isotropic Gradient Operator for Image Processing*, talk at the
Stanford Artificial Intelligence Project, 1968; printed in Duda and Hart, *Pattern Classification
and Scene Analysis*, Wiley 1973, p. 271. The sign is ours: growing to the right is positive.
"""

SOBEL_HORIZONTAL_EDGES = _kernel([[-1, -2, -1], [0, 0, 0], [1, 2, 1]])
"""Horizontal edges: the change from top to bottom; ``SOBEL_VERTICAL_EDGES`` transposed.

Source: as :data:`SOBEL_VERTICAL_EDGES`.
"""

EMBOSS = _kernel([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])
"""Relief: the picture plus its change from the top left to the bottom right, as if lit from there.

A folk kernel of image editors, with no single first source; these nine numbers are the usual ones.
They sum to 1, so that flat areas keep their grey.
"""

DIAGONAL = _kernel([[1, -1, -1], [-1, 1, -1], [-1, -1, 1]])
"""Looks for a stroke from the top left to the bottom right: ``2 * numpy.eye(3) - 1``.

Ink on the diagonal counts for it, ink beside the diagonal against it. The first kernel of the
course's story network, which tells an X from other marks.
"""

PRESETS = MappingProxyType(
    {
        "identity": IDENTITY,
        "box blur": BOX_BLUR,
        "Gaussian blur": GAUSSIAN,
        "sharpen": SHARPEN,
        "edge": EDGE,
        "Sobel, vertical edges": SOBEL_VERTICAL_EDGES,
        "Sobel, horizontal edges": SOBEL_HORIZONTAL_EDGES,
        "emboss": EMBOSS,
        "diagonal": DIAGONAL,
    }
)
"""Display name -> kernel, in the order of a menu; read-only."""

COLOR_PRESETS = MappingProxyType(
    {
        "brightness": np.multiply.outer([0.299, 0.587, 0.114], IDENTITY),
        "red against green": np.multiply.outer([1.0, -1.0, 0.0], IDENTITY),
        "blue against yellow": np.multiply.outer([-0.5, -0.5, 1.0], IDENTITY),
    }
)
"""Display name -> kernel over red, green and blue, (channel, row, column); read-only.

"brightness" mixes the channels as the eye weighs them (ITU-R BT.601). The other two are the pairs
of opponent colours in which the eye hands colour on: Hurvich and Jameson, *An opponent-process
theory of color vision*, Psychological Review 64, 1957.
"""
for _preset in COLOR_PRESETS.values():
    _preset.setflags(write=False)
