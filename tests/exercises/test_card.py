"""The card: accessible, safe, the same each time, and a text that says the same."""

import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pytest

from cnn_helpers import exercises
from cnn_helpers.figures import palette

ATTACK = "<script>alert('x')</script>"


class Page(HTMLParser):
    """Collects the elements of a piece of HTML and checks that they are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open, self.words = [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def html(feedback):
    return feedback._repr_mimebundle_()["text/html"]


def misled(id, name, form=0):
    return exercises.check(id, exercises.get(id).misconceptions[name].forms[form])


FEEDBACKS = [
    misled("correlate", "flipped_kernel"),
    misled("correlate", "one_short"),
    misled("images_to_batch", "reshape_not_transpose"),
    misled("flatten", "ravel"),
    misled("sgd_momentum_step", "nesterov"),
    misled("sgd_momentum_step", "parameter_only"),
    misled("confusion_matrix", "accuracy"),
    misled("warm_up", "printed"),
    exercises.check("correlate", exercises.get("correlate").reference),
    exercises.check("correlate", lambda image, kernel: ...),
    exercises.check("correlate", lambda image, kernel: image[99]),
    exercises.check("correlate", lambda image, kernel: np.full((20, 20), np.nan)),
    exercises.check("correlate", 3),
]


@pytest.mark.parametrize("feedback", FEEDBACKS, ids=lambda f: f"{f.exercise.id}-{f.kind}")
def test_card_is_accessible(feedback):
    page = Page(html(feedback))
    group = page.all("div")[0]
    assert group["role"] == "group"
    assert group["aria-label"] == f"Feedback on {feedback.exercise.id}"
    heading = page.all("p")[0]
    assert heading["role"] == "heading"
    assert heading["aria-level"] == "4"
    for header in page.all("th"):
        assert header["scope"] in ("row", "col")
    assert len(page.all("table")) <= len(page.all("th"))
    assert len(page.all("figure")) == len(page.all("figcaption"))
    # Ids would come twice when a cell is shown twice.
    assert not any("id" in attributes for _, attributes in page.elements)
    words = "".join(page.words)
    assert any(mark in words for mark in ("✓", "✗", "…"))
    assert feedback.message in words


@pytest.mark.parametrize("feedback", FEEDBACKS, ids=lambda f: f"{f.exercise.id}-{f.kind}")
def test_text_says_the_same(feedback):
    text = " ".join(str(feedback).split())
    assert feedback.heading in text
    assert feedback.message in text
    assert repr(feedback) == str(feedback) == feedback._repr_mimebundle_()["text/plain"]
    assert all(len(line) < 120 for line in str(feedback).splitlines() if "np.array" not in line)


def test_differing_cells_are_marked_with_a_sign_and_not_by_colour_alone():
    feedback = misled("confusion_matrix", "transposed")
    wrong = int((feedback.expected != feedback.got).sum())
    assert wrong > 0
    assert html(feedback).count('<td class="cnn-differs">≠ ') == wrong
    assert "≠ marks what differs" in html(feedback)


def test_a_wrong_shape_is_marked():
    feedback = misled("flatten", "ravel")
    assert f"≠ shape {feedback.got.shape}" in html(feedback)
    assert f"shape {feedback.got.shape}" in str(feedback)


def test_everything_from_the_student_is_escaped():
    class Hostile(Exception):  # noqa: N818
        pass

    Hostile.__name__ = ATTACK

    def correlate(image, kernel):
        print(ATTACK)
        raise Hostile(ATTACK)

    correlate.__name__ = ATTACK

    def other_arguments(image):
        return image

    other_arguments.__name__ = ATTACK

    def strange_type(image, kernel):
        return type(ATTACK, (), {})()

    for function in (correlate, other_arguments, strange_type):
        feedback = exercises.check("correlate", function)
        assert ATTACK in str(feedback)
        assert "<script" not in html(feedback)
        assert Page(html(feedback)).all("script") == []


@pytest.mark.parametrize("kind", ["not_written", "passed", "value"])
def test_card_is_the_same_each_time(kind):
    function = {
        "not_written": lambda image, kernel: ...,
        "passed": exercises.get("correlate").reference,
        "value": exercises.get("correlate").misconceptions["flipped_kernel"].forms[0],
    }[kind]
    one, two = (exercises.check("correlate", function)._repr_mimebundle_() for _ in range(2))
    assert one == two


def test_colors_read_well_on_both_grounds():
    for theme, ground in (("light", palette.PAPER), ("dark", palette.DARK_GROUND)):
        colors = palette.css_variables(theme)
        for name in ("ink", "muted", "gradient-text", "output-text"):
            assert palette.contrast_ratio(colors[f"--cnn-{name}"], ground) >= 4.5
        tint = colors["--cnn-gradient-tint"]
        assert palette.contrast_ratio(colors["--cnn-ink"], tint) >= 4.5


def test_every_color_of_the_card_is_defined_for_both_grounds():
    text = html(FEEDBACKS[0])
    light, dark = text.splitlines()[1:3]
    used = {part.split(")")[0] for part in text.split("var(")[1:]} - {"--state", "--state-text"}
    assert used
    for name in used:
        assert f"{name}:" in light
        assert f"{name}:" in dark


@pytest.mark.parametrize("id", exercises.ids())
def test_hints_are_three_nested_steps(id):
    hints = exercises.hints(id)
    page = Page(hints._repr_html_())
    assert len(page.all("details")) == len(page.all("summary")) == 3
    assert hints._repr_html_().count("<details") == 3
    assert hints._repr_html_().endswith("</details></details></details>")
    words = "".join(page.words)
    positions = [words.index(hint) for hint in exercises.get(id).hints]
    assert positions == sorted(positions)
    assert all(hint in repr(hints) for hint in exercises.get(id).hints)


def test_checking_and_showing_loads_no_drawing_and_no_widgets():
    code = (
        "import sys\n"
        "from cnn_helpers import exercises\n"
        "feedback = exercises.check('warm_up', lambda scoops, prices: (scoops * prices).mean())\n"
        "assert feedback.misconception == 'mean'\n"
        "feedback._repr_mimebundle_(), str(feedback), exercises.hints('warm_up')._repr_html_()\n"
        "heavy = {'matplotlib', 'ipywidgets', 'anywidget', 'IPython', 'PIL', 'scipy', 'torch'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("feedback", FEEDBACKS, ids=lambda f: f"{f.exercise.id}-{f.kind}")
def test_figure_can_be_drawn_and_shown(feedback):
    from cnn_helpers.figures import png

    assert png(feedback.figure()).startswith(b"\x89PNG")
