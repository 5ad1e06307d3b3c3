"""One setting says how much the training cells do; a browser takes the light one."""

import sys

import pytest

from cnn_helpers import pace


@pytest.mark.parametrize(
    ("platform", "setting", "expected"),
    [
        ("linux", None, "full"),
        ("emscripten", None, "light"),
        ("linux", "light", "light"),
        ("emscripten", " Full ", "full"),
        ("win32", "", "full"),
    ],
)
def test_pace(monkeypatch, platform, setting, expected):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("CNN_COURSE_PACE", raising=False)
    if setting is not None:
        monkeypatch.setenv("CNN_COURSE_PACE", setting)
    assert pace.current() == expected
    assert pace.pick("full", "light") == expected
    assert expected in pace.sentence().lower()


def test_an_unknown_pace_is_named(monkeypatch):
    monkeypatch.setenv("CNN_COURSE_PACE", "slow")
    with pytest.raises(ValueError, match=r"^CNN_COURSE_PACE must be full or light, but is 'sl"):
        pace.pick(1, 2)
