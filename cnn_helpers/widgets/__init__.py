"""Interactive figures for the notebooks: one file a widget, drawing in ``static/*.js``."""

from cnn_helpers.widgets.kernel_explorer import KernelExplorer

__all__ = ["KernelExplorer"]
