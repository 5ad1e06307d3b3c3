"""The tiny pictures of the glossary: one idea each, at most 430 pixels wide."""

from __future__ import annotations

import numpy as np

from cnn_helpers.figures import palette, strokes
from cnn_helpers.figures.scene import Scene
from cnn_helpers.figures.style import house, ticks_inside

__all__ = [
    "bias_and_relu",
    "confusion",
    "convolution",
    "flattening",
    "kernel",
    "max_pooling",
    "padding",
    "relu_curve",
    "softmax_bars",
    "stride",
    "window",
]

TOP = 16


def window(image, row, column, size):
    """Frame one window on a picture."""
    scene = Scene(182, width=190)
    block = scene.cells(image, 20, TOP, 30, look="input")
    scene.window(block, row, column, size, size)
    return scene.figure


def kernel(weights):
    """Draw a kernel."""
    scene = Scene(142, width=190)
    scene.cells(weights, 40, TOP, 36, role="kernel")
    return scene.figure


def convolution(image, weights, feature_map):
    """Draw a picture with a window, the kernel and the feature map, whose first cell is circled."""
    scene = Scene(182, width=430)
    block = scene.cells(image, 20, TOP, 30, look="input")
    size = len(weights)
    scene.window(block, 0, 0, size, size)
    glass = scene.cells(weights, 202, TOP + 30, 30, role="kernel")
    scene.words("×", 186, block.center[1], size="body")
    scene.words("→", glass.right + 14, block.center[1], size="body")
    answer = scene.cells(feature_map, 320, TOP + 30, 30, role="output")
    scene.circle_cell(answer, 0, 0)
    return scene.figure


def bias_and_relu(feature_map, detected):
    """Draw a map before and after a bias and ReLU."""
    scene = Scene(130, width=370)
    before = scene.cells(feature_map, 20, TOP, 32, role="output")
    after = scene.cells(detected, 250, TOP, 32, role="output")
    scene.arrow((before.right + 14, 64), (after.left - 14, 64), text="bias, ReLU")
    return scene.figure


def padding(framed):
    """Draw a picture in its frame of zeros, whose cells stay white."""
    scene = Scene(182, width=190)
    rows, columns = np.shape(framed)
    block = scene.cells(framed, 20, TOP, 30, look="input", frame=False)
    scene.window(block, 1, 1, rows - 2, columns - 2, role="input", line_width=4)
    return scene.figure


def stride(row, starts, size):
    """Draw a row of pixels, and below it a bar for each window."""
    scene = Scene(66 + 26 * len(starts), width=290)
    block = scene.ribbon(row, 20, TOP, 36, look="input")
    for number, start in enumerate(starts):
        y = block.bottom + 20 + 26 * number
        left = block.left + start * 36
        scene.line([(left + 4, y), (left + size * 36 - 4, y)], role="kernel", width=5)
    return scene.figure


def max_pooling(feature_map, pooled, winners):
    """Draw a map cut into windows of 2 × 2, the winners circled, and the pooled map."""
    scene = Scene(162, width=330)
    block = scene.cells(feature_map, 20, TOP, 32, role="output")
    for row in range(0, block.rows, 2):
        for column in range(0, block.columns, 2):
            scene.window(block, row, column, 2, 2, line_width=3)
    for winner in winners:
        scene.circle_cell(block, *winner)
    after = scene.cells(pooled, 240, TOP + 32, 32, role="output")
    scene.arrow((block.right + 16, block.center[1]), (after.left - 14, block.center[1]))
    return scene.figure


def flattening(table, row):
    """Draw a table, and the row that it becomes."""
    scene = Scene(104, width=430)
    block = scene.cells(table, 20, TOP, 34, look="input")
    after = scene.ribbon(row, 190, TOP + 17, 34, look="input")
    scene.arrow((block.right + 14, block.center[1]), (after.left - 12, block.center[1]))
    return scene.figure


@house()
def relu_curve(inputs, outputs):
    """Draw the curve of ReLU."""
    scene = Scene(170, width=250)
    axes = scene.plot(46, 18, 180, 108, xlim=(inputs[0], inputs[-1]), ylim=(-0.3, outputs.max()))
    axes.plot(inputs, outputs, color=palette.FILL["output"], linewidth=3)
    axes.axhline(0, color=palette.RULE, linewidth=1, zorder=0)
    axes.axvline(0, color=palette.RULE, linewidth=1, zorder=0)
    ticks_inside(axes)
    return scene.figure


def softmax_bars(logits, probabilities):
    """Draw logits as cells and their probabilities as bars with numbers."""
    scene = Scene(46 + 36 * len(logits), width=400)
    block = scene.cells(np.reshape(logits, (-1, 1)), 20, TOP, 36, role="output")
    scene.arrow((block.right + 14, block.center[1]), (block.right + 96, block.center[1]))
    scene.words("softmax", block.right + 54, block.center[1] - 16, size="small")
    for index, share in enumerate(probabilities):
        y = TOP + 18 + 36 * index
        right = 180 + 150 * share
        bar = np.array([[180, y - 9], [right, y - 9], [right, y + 9], [180, y + 9]])
        strokes.shape(scene.axes, bar, fill=palette.FILL["output"], line="none", wobble=0)
        scene.words(f"{share:.2f}", right + 10, y, size="small", align="left")
    return scene.figure


def confusion(counts, mistake):
    """Draw a confusion matrix with one mistake circled."""
    scene = Scene(176, width=250)
    block = scene.cells(counts, 100, 52, 36, role="output")
    scene.circle_cell(block, *mistake)
    for index in range(block.rows):
        scene.words(str(index), 82, 70 + 36 * index, size="small", role="muted")
        scene.words(str(index), 118 + 36 * index, 38, size="small", role="muted")
    scene.words("is", 52, block.center[1], size="small")
    scene.words("read as", block.center[0], 16, size="small")
    return scene.figure
