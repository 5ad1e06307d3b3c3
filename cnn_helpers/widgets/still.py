"""What stands in for a widget where no kernel runs: on GitHub, in print, in a notebook reopened.

JupyterLab shows a reopened widget as "Error displaying widget: model not found", whatever else
its output holds. So a widget comes in two outputs, a still picture and itself, and the style below
shows one of them: the widget once it is drawn, the still picture before that and afterwards.
"""

from __future__ import annotations

import os
import sys

__all__ = ["VIEW", "has_separate_outputs", "still_html"]

VIEW = "application/vnd.jupyter.widget-view+json"

# JupyterLab marks every output with its MIME type, only a widget's not.
_STYLE = """<style>
.jp-OutputArea-child:has(.cnn-still):has(+ .jp-OutputArea-child .cnn-widget),
.jp-OutputArea-child:has(.cnn-still) + .jp-OutputArea-child\
:has(> .jp-OutputArea-output:not([data-mime-type])):not(:has(.cnn-widget)) { display: none; }
@media screen {
  .jp-OutputArea-child .cnn-still { animation: cnn-still 0s 0.5s backwards; }
  @keyframes cnn-still { from { visibility: hidden; } }
}
</style>"""


def still_html(content):
    """Return the HTML that is hidden as soon as the widget after it is drawn.

    It appears after half a second, so that it doesn't flash up before a widget that is on its way.

    Parameters
    ----------
    content : str
        HTML of the picture and its sentence.
    """
    return f'<div class="cnn-still">\n{content}\n{_STYLE}\n</div>'


def has_separate_outputs():
    """Say whether the page arranges outputs as JupyterLab and Notebook do.

    VS Code and Colab arrange them otherwise, so there the style above would hide nothing.
    """
    elsewhere = "google.colab" in sys.modules or any(
        name in os.environ for name in ("VSCODE_PID", "VSCODE_CWD")
    )
    return not elsewhere
