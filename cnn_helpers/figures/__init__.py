"""Arrays become pictures: the course's drawing kit.

Every function here makes a matplotlib ``Figure`` of its own, computes nothing (it draws the arrays
that it is given) and leaves pyplot and your settings alone. Parts load when first used, so
``from cnn_helpers.figures import palette`` does not load matplotlib.

=======================  ==========================================================================
``show``, ``Live``       display a figure with alternative text and caption; ``Live`` redraws it
``Scene``                a sheet of paper to draw on: cells, words, arrows, bubbles, the cast
``filter_step``, ...     finished pictures that several notebooks use
``palette``              the colours, listed once; ``colors`` is the dict of fills
``shading``              numbers to colours and to words, as the cells show them
=======================  ==========================================================================

Units in a scene are CSS pixels, 860 wide; x runs right, y runs down.

Examples
--------
A scene, as a notebook's own figure module writes it:

>>> import numpy as np
>>> from cnn_helpers import figures
>>> def diagonal_scene(image, kernel, feature_map):
...     scene = figures.Scene(430, title="A filter at work", subtitle="One window, one number.")
...     picture = scene.cells(image, 40, 120, 44, label="the picture, 5 × 5")
...     scene.window(picture, 2, 2, 3, 3)
...     glass = scene.cells(kernel, 330, 164, 44, role="kernel", label="the kernel")
...     answer = scene.cells(feature_map, 570, 164, 44, role="output", label="the feature map")
...     scene.arrow((glass.right + 14, 230), (answer.left - 14, 230), text="multiply, add")
...     scene.circle_cell(answer, 2, 2)
...     scene.ice_cream(790, 110, 130, mood="asks", says="Is it an X?", bubble_at=(640, 60))
...     scene.caption("The circled number is the sum of nine products.")
...     return scene.figure
>>> figure = diagonal_scene(np.eye(5), 2 * np.eye(3) - 1, 3 * np.eye(3))
>>> figures.show(figure, caption="What the filter answers at its last stop.", alt="figure")
Traceback (most recent call last):
    ...
ValueError: alt must describe the picture in at least 20 characters, but is 'figure'
"""

from importlib import import_module

_HOME = {
    "Scene": "scene",
    "show": "display",
    "Live": "display",
    "png": "style",
    "house": "style",
    "new_figure": "style",
    "shade": "shading",
    "filter_step": "filter_scenes",
    "kernel_gallery": "filter_scenes",
    "explorer_picture": "explorer_scene",
    "kernel_comparison": "comparison_scene",
    "array_grid": "image_scenes",
    "image_as_numbers": "image_scenes",
    "rgb_planes": "image_scenes",
    "softmax_picture": "classes",
    "training_curves": "training_scenes",
    "confusion_matrix_figure": "result_scenes",
    "mistakes": "result_scenes",
}

__all__ = ["colors", *_HOME]


def __getattr__(name):
    if name == "colors":
        return import_module("cnn_helpers.figures.palette").FILL
    if name in _HOME:
        return getattr(import_module(f"cnn_helpers.figures.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
