"""The notebooks that race: one explorer of a 3 x 3 kernel each, written in different ways.

Each image has a flat patch of ones, and only the middle weight moves. There the feature map equals
that weight, so one pixel of the picture tells which value is shown.
"""

from dataclasses import dataclass
from pathlib import Path

LOW, HIGH, STEP = -2.0, 2.0, 0.05

IMAGE = """import numpy as np
rows, columns = np.mgrid[:{size}, :{size}] / {size}
image = 0.25 * columns
image[(rows > 0.1) & (rows < 0.4) & (columns > 0.1) & (columns < 0.4)] = 1
"""

INTERACT = """%matplotlib inline
%config InlineBackend.print_figure_kwargs = {{"bbox_inches": None}}
import ipywidgets
import matplotlib.pyplot as plt
from scipy.signal import correlate2d

def show(**weights):
    kernel = np.reshape(list(weights.values()), (3, 3))
    figure = plt.figure(figsize=(6.4, 3.4))
    for place, (title, array, limits) in enumerate([
        ("image", image, (0, 1)), ("feature map", correlate2d(image, kernel, "same"), (-2, 2)),
    ]):
        axes = figure.add_axes([0.02 + 0.5 * place, 0.02, 0.46, 0.86])
        axes.imshow(array, cmap="gray", vmin=limits[0], vmax=limits[1])
        axes.set(title=title, xticks=[], yticks=[])
    plt.show()

sliders = {{
    f"w{{i}}": ipywidgets.FloatSlider(value=float(i == 4), min=-2, max=2, step=0.05)
    for i in range(9)
}}
_ = ipywidgets.interact(show, **sliders)
"""

EXPLORER = """from cnn_helpers.widgets import KernelExplorer
def explorer():
    return KernelExplorer(image, "identity", padding=1, look="photo", map_look="grey",
                          map_limits=(-2, 2), cell=(40, 40))
explorer()
"""

PYTHON = """import sys
sys.path.insert(0, {folder!r})
from python_computed import PythonComputed
PythonComputed(image)
"""


@dataclass(frozen=True)
class Contestant:
    """A notebook, and where on its page the value shows.

    Attributes
    ----------
    name : str
        What the table calls it.
    cells : tuple of str
        Its code.
    picture : str
        CSS selector of the feature map; the visible one numbered ``view`` counts.
    place : (float, float)
        Where the patch's middle lies in the picture, from 0 to 1, across and down.
    slider : int
        Number of the middle weight's slider among the page's sliders.
    """

    name: str
    cells: tuple
    picture: str
    place: tuple = (0.25, 0.25)
    slider: int = 4
    view: int = 0


def contestants():
    """Return all of them."""
    entries = []
    for size in (64, 256):
        image = IMAGE.format(size=size)
        # The patch's middle lies at a quarter of the right axes.
        place = (0.52 + 0.46 * 0.25, 1 - (0.02 + 0.86 * 0.75))
        entries += [
            Contestant(
                f"interact + matplotlib inline, {size} x {size}",
                (image + INTERACT.format(),),
                ".jp-OutputArea-output img",
                place,
            ),
            Contestant(
                f"KernelExplorer, {size} x {size}", (image + EXPLORER,), "canvas.feature-map"
            ),
        ]
    image = IMAGE.format(size=64)
    folder = str(Path(__file__).parent)
    entries += [
        Contestant(
            "computed in Python, 64 x 64",
            (image + PYTHON.format(folder=folder),),
            "canvas.feature-map",
        ),
        Contestant(
            "five KernelExplorers, 64 x 64",
            (image + EXPLORER, *["explorer()"] * 4),
            "canvas.feature-map",
            slider=4 + 2 * 10,  # the third's: nine weights and the bias each
            view=2,
        ),
    ]
    return entries
