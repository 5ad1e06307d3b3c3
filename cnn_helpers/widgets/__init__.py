"""Interactive figures for the notebooks: one file a widget, drawing in ``static/*.js``."""

from cnn_helpers.widgets.kernel_explorer import KernelExplorer
from cnn_helpers.widgets.pixel_painter import PixelPainter
from cnn_helpers.widgets.pooling_explorer import PoolingExplorer
from cnn_helpers.widgets.quiz import Quiz

__all__ = ["KernelExplorer", "PixelPainter", "PoolingExplorer", "Quiz"]
