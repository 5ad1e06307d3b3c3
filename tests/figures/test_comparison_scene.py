"""The kernel explorer's still pictures with everything it can show."""

import numpy as np
import pytest

from cnn_helpers.widgets import KernelExplorer


@pytest.mark.parametrize(
    "settings",
    [
        {"image": "coffee", "kernel": "red against green", "channels": "rgb", "cell": (60, 100)},
        {"image": "X", "kernel": "diagonal", "second_kernel": "edge", "cell": (1, 2)},
        {"image": "digit 3", "kernel": "sharpen", "second_kernel": "edge", "zoom": 4},
        {"image": "camera", "kernel": "edge", "zoom": 64, "cell": (253, 0), "padding": 2},
        {"image": "camera", "kernel": "edge", "dilation": 4, "zoom": 8, "cell": (80, 90)},
        {"image": "X", "kernel": "diagonal", "predict": True, "ask": "largest"},
        {"image": "digit 3", "kernel": "edge", "predict": True, "ask": "largest"},
        {
            "image": "cat",
            "kernel": "brightness",
            "second_kernel": "blue against yellow",
            "channels": "rgb",
            "dilation": 2,
        },
    ],
)
def test_still_picture(settings, check_figure):
    check_figure(KernelExplorer(**settings).figure())


def test_what_is_asked_for_stays_secret():
    explorer = KernelExplorer("X", "diagonal", predict=True, ask="largest")
    texts = {text.get_text() for text in explorer.figure().axes[0].texts}
    assert "3" not in texts
    assert "?" in texts
    explorer.prediction = (0, 0)
    assert "3" in {text.get_text() for text in explorer.figure().axes[0].texts}


def test_both_maps_have_the_same_colours():
    flat = np.ones((5, 5))
    explorer = KernelExplorer(flat, np.ones((3, 3)), second_kernel=np.full((3, 3), 2.0))
    text = {text.get_text() for text in explorer.figure().axes[0].texts}
    assert "cell (0, 0): A gives 9, B gives 18, A − B is −9" in text
