import pytest

from cnn_helpers.figures import palette


@pytest.mark.parametrize("role", palette.TEXT_ON_LIGHT)
def test_words_are_readable_on_paper_white_and_every_tint(role):
    for ground in (palette.PAPER, palette.WHITE, palette.TINT[role], *palette.TINT.values()):
        assert palette.contrast_ratio(palette.TEXT_ON_LIGHT[role], ground) >= 4.5


@pytest.mark.parametrize("role", palette.TEXT_ON_DARK)
def test_words_are_readable_on_dark_grounds(role):
    # JupyterLab's dark theme paints cells #111111 and sidebars #212121.
    for ground in (palette.DARK_GROUND, "#111111", "#212121"):
        assert palette.contrast_ratio(palette.TEXT_ON_DARK[role], ground) >= 4.5


def test_contrast_ratio_agrees_with_the_standard_s_examples():
    assert palette.contrast_ratio("#FFFFFF", "#000000") == pytest.approx(21)
    assert palette.contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_css_variables_are_complete_and_readable(theme):
    variables = palette.css_variables(theme)
    assert variables["--cnn-kernel"] == palette.FILL["kernel"]
    paper = variables["--cnn-paper"]
    for name, color in variables.items():
        if name.endswith("-text") or name in ("--cnn-ink", "--cnn-muted"):
            assert palette.contrast_ratio(color, paper) >= 4.5, name
        if name.endswith("-tint"):
            words = variables[name.replace("-tint", "-text")]
            assert palette.contrast_ratio(words, color) >= 4.5, name


def test_css_variables_know_two_themes():
    with pytest.raises(ValueError, match="'light' or 'dark', but is 'blue'"):
        palette.css_variables("blue")


def test_the_style_sheet_uses_only_colors_of_the_palette():
    from cnn_helpers.figures.style import _settings

    listed = {color.lower() for color in palette.FILL.values()}
    cycle = _settings()["axes.prop_cycle"].by_key()["color"]
    assert {color.lower() for color in cycle} <= listed
    assert _settings()["figure.facecolor"] == palette.PAPER
    assert _settings()["text.color"] == palette.INK
