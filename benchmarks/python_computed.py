"""A kernel explorer whose feature map always comes from Python: for the race only."""

from pathlib import Path

import numpy as np

from cnn_helpers.convolution import conv2d
from cnn_helpers.widgets.arrays import ArraySetting
from cnn_helpers.widgets.base import CourseWidget


class PythonComputed(CourseWidget):
    """Nine sliders; Python computes, the page draws what arrives."""

    module = str(Path(__file__).with_suffix(".js"))
    styles = ("widget.css",)

    image = ArraySetting(np.zeros((3, 3)), "image", ("rows", "columns"), read_only=True)
    kernel = ArraySetting(np.zeros((3, 3)), "kernel", (3, 3))
    feature_map = ArraySetting(np.zeros((3, 3)), "map", ("rows", "columns"), read_only=True)

    def __init__(self, image):
        super().__init__()
        self.set_trait("image", image)
        self.observe(self._compute, "kernel")
        self.kernel = [[0, 0, 0], [0, 1, 0], [0, 0, 0]]

    def _compute(self, _):
        result = conv2d(self.image[None, None], self.kernel[None, None], padding=1)
        self.set_trait("feature_map", result[0, 0])

    def sentence(self):
        """Return what this is."""
        return f"PythonComputed: an image of {self.image.shape[0]} x {self.image.shape[1]}."

    def still(self):
        """Return the sentence: nobody reopens a race."""
        return f"<p>{self.sentence()}</p>"
