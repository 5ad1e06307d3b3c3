import pytest

from cnn_helpers.figures import timing_scene

SECONDS = {"loops": 82.6, "windows": 0.0116, "im2col": 7.0e-3, "batch last": 1.4e-3}
WORK = {"image_bytes": 8e5, "column_bytes": 6.2e6, "stack_bytes": 2.2e6}
WORK |= {"copies": 7.8, "stacked": 2.8}


def words_of(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def bars_of(figure, left=timing_scene.LEFT):
    boxes = [patch.get_path().get_extents() for patch in figure.axes[0].patches]
    return [box.width for box in boxes if box.x0 == left and box.height == 24]


@pytest.mark.parametrize("subtitle", [None, "a subtitle"])
def test_time_bars(check_figure, subtitle):
    figure = timing_scene.time_bars(SECONDS, title="A race", subtitle=subtitle, caption="See?")
    check_figure(figure)
    words = words_of(figure)
    assert {"82.6 s", "11.6 ms", "7.00 ms", "1.40 ms", "fastest", "59,000 ×"} <= set(words)
    # From 1 ms to 100 s: five decades. 1.4 ms is 0.146 of a decade above the left end.
    wide = timing_scene.RIGHT - timing_scene.LEFT
    assert min(bars_of(figure)) == pytest.approx(wide * 0.1461 / 5, rel=0.01)


def test_timing_picture_draws_memory_to_scale(check_figure):
    figure = timing_scene.timing_picture(SECONDS, WORK, settings="32 images: and so on")
    check_figure(figure)
    *_, images, stacks, columns = bars_of(figure)
    assert images / columns == pytest.approx(8 / 62, rel=0.01)
    assert stacks / columns == pytest.approx(22 / 62, rel=0.01)
    assert "7.8 ×" in words_of(figure)


@pytest.mark.parametrize(("secret", "hidden"), [("fastest", "fastest"), ("copies", "7.8 ×")])
def test_a_secret_is_kept(check_figure, secret, hidden):
    seconds = dict.fromkeys(SECONDS) if secret == "fastest" else SECONDS
    figure = timing_scene.timing_picture(seconds, WORK, settings="32 images: x", secret=secret)
    check_figure(figure)
    assert hidden not in words_of(figure)
    assert "?" in words_of(figure)
