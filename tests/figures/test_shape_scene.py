"""The shape explorer's still picture: nothing cut off, and no answer given away."""

import pytest

from cnn_helpers.widgets import ShapeExplorer
from cnn_helpers.widgets.layer_specs import EXAMPLES

LONG = {
    "kind": "conv",
    "filters": 512,
    "kernel_size": 15,
    "stride": 8,
    "padding": 8,
    "dilation": 8,
    "bias": False,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_drawn_whole(name, check_figure):
    explorer = ShapeExplorer(name)
    explorer.selected = len(explorer.layers) - 1
    check_figure(explorer.figure())


@pytest.mark.parametrize(
    "settings",
    [
        {"input_shape": (512, 512, 512), "layers": [LONG] * 4},
        {"input_shape": (1, 1, 1), "layers": [{"kernel_size": 1, "filters": 1}]},
        {"input_shape": (3, 1, 512), "layers": [{"kernel_size": 1, "stride": 8}]},
        {"input_shape": (3, 5, 5), "layers": [LONG, {"kind": "max_pool"}]},
        {"input_shape": (3, 5, 5), "layers": [LONG, {"kind": "max_pool"}], "selected": 1},
        {"input_shape": (3, 5, 5), "layers": []},
        {"input_shape": (3, 64, 64), "layers": [{"padding": 1}] * 16, "selected": 9},
    ],
)
def test_extremes_are_drawn_whole(settings, check_figure):
    check_figure(ShapeExplorer(**settings).figure())


def test_an_open_question_hides_its_answer(check_figure):
    explorer = ShapeExplorer(predict=True)
    figure = explorer.figure()
    check_figure(figure)
    texts = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "4 × 5 × 5" not in texts
    assert "112" not in texts
    explorer.prediction = (4, 5, 5)
    texts = " ".join(text.get_text() for text in explorer.figure().axes[0].texts)
    assert "4 × 5 × 5" in texts
    assert "112 parameters" in texts
