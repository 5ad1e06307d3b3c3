"""The story network on one sheet: where each of its arrays stands, and how it is drawn there."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import Rectangle

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.cells import Block, draw_cells, number_colors
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.shading import common_decimals, format_number, largest_size, shade
from cnn_helpers.figures.style import digits, house

__all__ = ["HEIGHT", "StorySheet"]

HEIGHT = 784
CELL = 42
TOP = 138
SECOND = TOP + 3 * CELL + 40  # the second map's top
FLAT = 548  # the second row of the sheet
_LEFT = {"image": 34, "kernels": 278, "feature_maps": 437, "rectified": 596, "pooled": 745}
_ROLE = {
    "image": "input",
    **dict.fromkeys(("kernels", "conv_bias", "weights", "linear_bias"), "kernel"),
    **dict.fromkeys(("feature_maps", "rectified", "pooled", "flat", "logits"), "output"),
    "probabilities": "output",
    "loss": "gradient",
}
_SHAPES = {"image": (5, 5), "kernels": (3, 3), "feature_maps": (3, 3), "rectified": (3, 3)}
_SMALL = {"linear_bias": (405, 1), "logits": (492, 1), "probabilities": (622, 1)}


def _stacked(name):
    """Return the blocks of an array whose two channels stand one below the other."""
    rows, columns = _SHAPES.get(name, (2, 2))
    middle = CELL * (3 - rows) / 2
    return [Block(_LEFT[name], top + middle, rows, columns, CELL) for top in (TOP, SECOND)]


def _places():
    tall = (SECOND + 3 * CELL + TOP) / 2
    places = {name: _stacked(name) for name in ("kernels", "feature_maps", "rectified", "pooled")}
    places["image"] = [Block(_LEFT["image"], tall - 2.5 * CELL, 5, 5, CELL)]
    places["flat"] = [Block(34, FLAT, 1, 8, CELL)]
    places["weights"] = [Block(34, FLAT + CELL + 12, 2, 8, CELL)]
    for name, (left, columns) in _SMALL.items():
        places[name] = [Block(left, FLAT + CELL + 12, 2, columns, CELL)]
    places["loss"] = [Block(764, FLAT + 1.5 * CELL + 12, 1, 1, CELL)]
    return places


class StorySheet:
    """A scene on which the network's arrays are laid out, ready to be filled.

    Parameters
    ----------
    title, subtitle : str
        At the top.
    """

    def __init__(self, title, subtitle):
        self.scene = Scene(HEIGHT, title=title, subtitle=subtitle)
        self.places = _places()

    def parts(self, name, arrays):
        """Return the blocks of an array with the part of the array that each of them shows."""
        array = _array(name, arrays)
        if name == "kernels":
            array = array[:, 0]
        if name == "image":
            array = array[None]
        elif name == "flat":
            array = array.reshape(1, 1, 8)
        elif name == "weights":
            array = array[None]
        elif name in (*_SMALL, "loss"):
            array = np.reshape(array, (1, -1, 1))
        return zip(self.places[name], array, strict=True)

    def at(self, cell):
        """Return the block of a cell of the network, and its row and column there."""
        name, *index = cell
        blocks = self.places[name]
        if len(blocks) == 2:
            return blocks[index[0]], *index[-2:]
        if len(index) == 2:
            return blocks[0], *index
        return blocks[0], (index or [0])[0], 0

    @house()
    def draw(self, name, arrays, *, gradient=False):
        """Draw an array's numbers as cells."""
        array = _array(name, arrays)
        look = "gradient" if gradient else "ink" if name == "image" else None
        decimals = common_decimals(array)
        longest = max(len(format_number(value, decimals)) for value in np.ravel(array))
        for block, part in self.parts(name, arrays):
            limit = largest_size(array)
            colors = shade(part, look or _ROLE[name], limit=limit, strength=_strength(look))
            corner = block.left, block.top, CELL
            how = {"role": _ROLE[name], "numbers": False, "colors": colors}
            draw_cells(self.scene.axes, part, *corner, **how)
            colors = number_colors(colors.reshape(-1, 3))
            for (place, value), color in zip(np.ndenumerate(part), colors, strict=True):
                self._write(_text(value, decimals), *block.at(*place), color, min(18, 57 / longest))

    @house()
    def draw_both(self, name, values, gradients, related):
        """Draw values with the gradients below them in each cell; what isn't related is pale."""
        limit = largest_size(_array(name, values))
        known = gradients.keys() | ({"flat"} if "pooled" in gradients else set())
        slopes = [part for _, part in self.parts(name, gradients)] if name in known else None
        for number, (block, part) in enumerate(self.parts(name, values)):
            look = "ink" if name == "image" else _ROLE[name]
            colors = shade(part, look, limit=limit, strength=_strength(look))
            self._cells(block, part, colors, slopes and slopes[number], related[name, number])
            frame = {"line": palette.FILL[_ROLE[name]], "line_width": 3, "z": 5}
            strokes.box(self.scene.axes, block.left, block.top, block.width, block.height, **frame)

    def biases(self, values, gradients):
        """Write the convolution's biases, or their gradients, or both, under the kernels."""
        for channel, block in enumerate(self.places["kernels"]):
            parts = [
                _text(array["conv_bias"][channel], 2) for array in (values, gradients) if array
            ]
            words = f"bias {parts[0]}" + (f", gradient {parts[1]}" if len(parts) > 1 else "")
            # Beside the arrow that comes from the image there is room for the shorter words only.
            x, y = block.center[0] + 8 * (len(parts) - 1), block.bottom + 18
            self.scene.words(words, x, y, size="small", role="kernel" if values else "gradient")

    def _cells(self, block, part, colors, slopes, related):
        axes = self.scene.axes
        inks = number_colors(colors.reshape(-1, 3))
        for (place, value), ink in zip(np.ndenumerate(part), inks, strict=True):
            alpha = 1.0 if related[place] else 0.3
            x, y = block.at(*place)
            corner = x - CELL / 2, y - CELL / 2
            edge = {"edgecolor": palette.RULE, "linewidth": 0.8, "zorder": 2, "alpha": alpha}
            axes.add_patch(Rectangle(corner, CELL, CELL, facecolor=palette.WHITE, **edge))
            axes.add_patch(Rectangle(corner, CELL, CELL * 0.56, facecolor=colors[place], **edge))
            self._write(_text(value, common_decimals([value])), x, y - CELL * 0.21, ink, 14, alpha)
            if slopes is not None:
                color = palette.TEXT_ON_LIGHT["gradient"]
                text = _text(slopes[place], common_decimals([slopes[place]]))
                self._write(text, x, y + CELL * 0.28, color, 11.5, alpha)

    def _write(self, text, x, y, color, size, alpha=1.0):
        how = {"ha": "center", "va": "center_baseline", "zorder": 4, "alpha": alpha}
        self.scene.axes.text(x, y, text, color=color, fontproperties=digits(size), **how)


def _array(name, arrays):
    """Return the array that a place shows; the flattened one is the pooled one."""
    return arrays["pooled" if name == "flat" else name]


def _strength(look):
    return 1.0 if look == "ink" else 0.72


def _text(value, decimals):
    """Return a number as a cell shows it; what rounds to nothing is 0, without decimals."""
    text = format_number(value, decimals)
    return "0" if float(text.replace("−", "-")) == 0 else text
