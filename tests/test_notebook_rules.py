"""Every notebook keeps the rules; every rule can be broken."""

import copy
import json
from pathlib import Path

import nbformat
import notebook_rules as rules
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from cnn_helpers import exercises
from cnn_helpers.contents import CHAPTERS

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
FILES = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.mark.parametrize("name", [chapter.file for chapter in CHAPTERS if chapter.written])
def test_notebook_of_the_table_of_contents_exists(name):
    assert (NOTEBOOKS / name).is_file()


def test_table_of_contents_names_every_notebook():
    written = {chapter.file for chapter in CHAPTERS if chapter.written}
    others = {path.name for path in FILES if path.name.startswith("refresher_")}
    assert {path.name for path in FILES} - others - {"glossary.ipynb"} == written


# The glossary is looked things up in, not read: no aims, no minutes, nothing to run.
FOR_LESSONS = (rules.says_what_to_expect, rules.has_one_setup_cell)


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        pytest.param(path, rule, id=f"{path.name}-{rule.__name__}")
        for path in FILES
        for rule in rules.RULES
        if path.name != "glossary.ipynb" or rule not in FOR_LESSONS
    ],
)
def test_notebook_keeps_the_rule(path, rule):
    found = rules.broken(rule, path)
    assert not found, "\n".join(["", *found])


# The rules themselves: a good notebook passes them all, and each small change breaks one.

ALT = "A filter of nine cells stands on a picture of an X."


def html_picture(alt=ALT, caption="One window, one number."):
    return (
        f'<figure><img alt="{alt}" src="data:image/png;base64,AAAA/tmp/">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


STILL = '<div class="cnn-still">\n<p>KernelExplorer: X. Run this cell.</p>\n</div>'


def shown(content, kind="text/html"):
    return new_output("display_data", {kind: content, "text/plain": "[Picture]"})


def good_notebook():
    correlate = exercises.get("correlate")
    common = {"schema_version": 3, "task": False}
    stub = {"grade": False, "grade_id": "correlate", "solution": True, "locked": False}
    check = {"grade": True, "grade_id": "correlate-check", "solution": False, "locked": True}
    cells = [
        new_markdown_cell(
            "# See with a filter\n\n**You will learn** to\n- slide a kernel\n\n"
            "**You need** notebook 03.\n\n**Minutes**: 25 to 45",
            id="title",
        ),
        new_code_cell(
            "from cnn_helpers import exercises, figures", metadata={"tags": ["setup"]}, id="setup"
        ),
        *(
            new_code_cell(
                f"figures.show(picture_{number})",
                outputs=[shown(html_picture(alt=f"{ALT} It is picture number {number}."))],
                id=f"picture-{number}",
            )
            for number in range(4)
        ),
        new_code_cell(
            "KernelExplorer()",
            outputs=[shown(STILL), shown({"model_id": "1"}, rules.WIDGET_VIEW)],
            id="explorer",
        ),
        new_markdown_cell("Back to [the title](04_filters.ipynb#title).", id="link"),
        new_code_cell(correlate.stub, metadata={"nbgrader": {**stub, **common}}, id="correlate"),
        new_code_cell(
            'exercises.check("correlate", correlate)',
            metadata={"nbgrader": {**check, **common, "points": correlate.points}},
            id="correlate-check",
        ),
        new_code_cell('exercises.hints("correlate")', id="correlate-hints"),
    ]
    kernelspec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
    return notebook


@pytest.fixture
def folder(tmp_path):
    """A folder as notebooks/ is, where a test writes its notebook."""
    return tmp_path


def findings(rule, notebook, folder, name="04_filters.ipynb"):
    path = folder / name
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return rules.broken(rule, path)


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_good_notebook_keeps_the_rule(rule, folder):
    assert findings(rule, good_notebook(), folder) == []


def cell_of(notebook, id):
    return next(cell for cell in notebook.cells if cell.id == id)


def set_source(id, source):
    def change(notebook):
        cell_of(notebook, id).source = source

    return change


def set_output(output, id="explorer"):
    def change(notebook):
        cell_of(notebook, id).outputs = [nbformat.from_dict(output)]

    return change


def set_metadata(id, **metadata):
    def change(notebook):
        cell_of(notebook, id).metadata.update(metadata)

    return change


def drop(*ids):
    def change(notebook):
        notebook.cells = [cell for cell in notebook.cells if cell.id not in ids]

    return change


def set_nbgrader(id, **entries):
    def change(notebook):
        cell_of(notebook, id).metadata["nbgrader"].update(entries)

    return change


def twin(notebook):
    notebook.cells.append(copy.deepcopy(notebook.cells[-1]))


def bad_link(notebook):
    cell_of(notebook, "link").source = "Next: [pooling](07_pooling_and_shifts.ipynb)"


BAD = [
    (rules.is_valid, twin, "same id"),
    (rules.is_valid, lambda notebook: notebook.cells[0].pop("source"), "not valid"),
    (rules.is_small, set_source("link", "word " * 100_001), "bytes"),
    (rules.has_verb_title, set_source("title", "See with a filter"), "begin with a markdown"),
    (rules.has_verb_title, set_source("title", "# The filter"), "verb phrase"),
    (rules.has_verb_title, set_source("title", "# Filters"), "verb phrase"),
    (rules.has_verb_title, set_source("link", "# See it again"), "one title"),
    (rules.says_what_to_expect, set_source("title", "# See with it\nYou need 20 minutes"), "learn"),
    (rules.says_what_to_expect, set_source("title", "# A\nYou will learn, you need"), "minutes"),
    (rules.has_one_setup_cell, set_metadata("setup", tags=[]), "has 0"),
    (rules.has_one_setup_cell, set_metadata("explorer", tags=["setup"]), "has 2"),
    (rules.has_one_setup_cell, set_source("explorer", "import os"), "imports belong"),
    (
        rules.has_one_setup_cell,
        lambda notebook: notebook.cells.append(notebook.cells.pop(1)),
        "first code cell",
    ),
    (rules.has_short_code, set_source("explorer", "print(1)\n" * 13), "13 lines"),
    (rules.has_short_prose, set_source("link", "word " * 91), "91 words"),
    (rules.has_short_prose, set_source("link", "- word word\n" * 90), "180 words"),
    (rules.has_no_empty_cell, set_source("link", " \n"), "empty"),
    (rules.has_no_semicolon, set_source("explorer", "a = 1;\nb = 2"), "';'"),
    (rules.has_known_tags, set_metadata("link", tags=["nbval-skip"]), "nbval-skip"),
    (rules.links_lead_somewhere, bad_link, "07_pooling"),
    (rules.links_lead_somewhere, set_source("link", "See `12_inside.ipynb`."), "12_inside"),
    (rules.links_lead_somewhere, set_source("link", "[data](../data/README.md)"), "../data"),
    (rules.has_plain_metadata, lambda notebook: notebook.metadata.update(widgets={}), "widgets"),
    (
        rules.has_plain_metadata,
        lambda notebook: notebook.metadata.kernelspec.update(name="course"),
        "python3",
    ),
    (rules.was_run_in_order, drop("picture-2"), "in order"),
    (
        rules.has_clean_outputs,
        set_output({"output_type": "error", "ename": "KeyError", "evalue": "", "traceback": []}),
        "KeyError",
    ),
    (
        rules.has_clean_outputs,
        set_output({"output_type": "stream", "name": "stderr", "text": "Warning"}),
        "stderr",
    ),
    (rules.has_clean_outputs, set_output(shown("<svg></svg>", "image/svg+xml")), "SVG"),
    (rules.has_clean_outputs, set_output(shown("<p><svg></svg></p>")), "SVG"),
    (rules.has_clean_outputs, set_output(shown("read /home/ada/x.npy")), "path"),
    (rules.has_clean_outputs, set_output(shown("<Widget at 0x7f12ab34cd>")), "address"),
    (rules.has_alternative_texts, set_output(shown(html_picture(alt="figure"))), "alt"),
    (rules.has_alternative_texts, set_output(shown('<img src="data:">')), "alt"),
    (rules.has_alternative_texts, set_output(shown("AAAA", "image/png")), "alt"),
    (rules.has_alternative_texts, set_source("link", "![](picture.png)"), "alt"),
    (rules.has_captions, set_output(shown(html_picture(caption=" "))), "caption"),
    (rules.has_pictures, drop("picture-0"), "shows 3"),
    (rules.has_its_exercises, drop("correlate"), "'correlate'"),
    (rules.has_its_exercises, drop("correlate-check"), "'correlate-check'"),
    (rules.has_its_exercises, drop("correlate-hints"), "hints"),
    (rules.has_its_exercises, set_source("correlate", "def correlate(): ..."), "stub"),
    (rules.has_its_exercises, set_source("correlate-check", "print()"), "no cell calls"),
    (rules.has_its_exercises, set_nbgrader("correlate", solution=False), "solution"),
    (rules.has_its_exercises, set_nbgrader("correlate-check", points=99), "99"),
    (
        rules.has_its_exercises,
        set_source("explorer", "exercises.check('flatten', flatten)"),
        "no exercise of this notebook",
    ),
    (
        rules.has_figure_beside_widget,
        drop("picture-0", "picture-1", "picture-2", "picture-3"),
        "no figure",
    ),
    (
        rules.has_figure_beside_widget,
        set_output(shown({"model_id": "1"}, rules.WIDGET_VIEW)),
        "has 1 widgets, but 0 stills of them",
    ),
]


@pytest.mark.parametrize(("rule", "change", "words"), BAD)
def test_rule_finds_the_fault(rule, change, words, folder):
    notebook = good_notebook()
    change(notebook)
    found = findings(rule, notebook, folder)
    assert len(found) == 1
    assert words in found[0]


def test_widget_that_brings_its_words_needs_no_figure(folder):
    notebook = good_notebook()
    drop("picture-0", "picture-1", "picture-2", "picture-3")(notebook)
    words = '<section class="cnn-still-quiz"><p>1. Which?</p></section>'
    cell_of(notebook, "explorer").outputs[0] = shown(STILL.replace("<p>", f"{words}<p>"))
    assert findings(rules.has_figure_beside_widget, notebook, folder) == []


def test_every_rule_is_broken_by_some_notebook():
    assert {rule for rule, _, _ in BAD} == set(rules.RULES)


def test_map_of_the_course_needs_one_figure_only(folder):
    notebook = good_notebook()
    drop("picture-0", "picture-1", "picture-2")(notebook)
    assert findings(rules.has_pictures, notebook, folder, name="00_start_here.ipynb") == []
    drop("picture-3")(notebook)
    assert findings(rules.has_pictures, notebook, folder, name="00_start_here.ipynb") != []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It isn't <b>bold</b>.", 3),
        ("See [the *first* notebook](00_start_here.ipynb).", 4),
        ("Then $\\sum_i x_i w_i$ is 3.", 4),
        ("Call `conv2d(images, kernels)` now.", 3),
    ],
)
def test_words_are_counted_as_a_reader_sees_them(text, words):
    assert rules.count_words(text) == words
