"""The helper package behind the course *Convolutional Neural Networks, Illustrated*.

Import the part that you need: ``from cnn_helpers import data, figures`` or
``from cnn_helpers.layers import Conv2d``. Importing this package alone is cheap: it loads neither
matplotlib nor ipywidgets.
"""

__version__ = "0.1.0"
