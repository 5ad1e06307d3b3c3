"""The glossary is current, agrees with the package, and every notebook leads to it."""

import json
import re
from pathlib import Path

import glossary
import numpy as np
import pytest

from cnn_helpers import kernels
from cnn_helpers.batch_last import batch_last
from cnn_helpers.convolution import conv2d, conv2d_backward, output_size
from cnn_helpers.convolution_designs import window_rows
from cnn_helpers.data import as_batch, mark_template
from cnn_helpers.figures.display import check_alt
from cnn_helpers.inspection import numerical_gradient, receptive_field
from cnn_helpers.layers import Conv2d, Dropout, Flatten, Linear
from cnn_helpers.losses import cross_entropy, cross_entropy_backward, mse
from cnn_helpers.neurons import linear, relu, relu_backward
from cnn_helpers.pooling import avg_pool2d, max_pool2d, max_pool2d_backward
from cnn_helpers.softmax import softmax
from cnn_helpers.training import random_shifts, story_network

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
ENTRIES = glossary.entries()
PROOFS = [(entry.term, proof) for entry in ENTRIES for proof in entry.proofs]
TURN = "run `python tools/glossary.py`"
PACKAGE = {
    **{"X": mark_template("X"), "FALLING": kernels.DIAGONAL, "PRESETS": kernels.PRESETS},
    "DOT": np.pad(np.ones((1, 1, 1, 1)), ((0, 0), (0, 0), (4, 5), (4, 5))),
    **{"np": np, "as_batch": as_batch, "output_size": output_size, "mse": mse},
    **{"conv2d": conv2d, "conv2d_backward": conv2d_backward, "softmax": softmax},
    **{"relu": relu, "relu_backward": relu_backward, "linear": linear, "Linear": Linear},
    **{"avg_pool2d": avg_pool2d, "max_pool2d": max_pool2d, "Conv2d": Conv2d, "Flatten": Flatten},
    **{"cross_entropy": cross_entropy, "cross_entropy_backward": cross_entropy_backward},
    **{"max_pool2d_backward": max_pool2d_backward, "numerical_gradient": numerical_gradient},
    **{"receptive_field": receptive_field, "story_network": story_network},
    **{"batch_last": batch_last, "window_rows": window_rows},
    **{"Dropout": Dropout, "random_shifts": random_shifts},
}


def cells_of(file):
    return json.loads((NOTEBOOKS / file).read_text(encoding="utf-8"))["cells"]


@pytest.mark.parametrize(("term", "proof"), PROOFS, ids=[f"{t}-{p[:30]}" for t, p in PROOFS])
def test_definition_agrees_with_the_package(term, proof):
    assert eval(proof, dict(PACKAGE)) is not False
    assert bool(eval(proof, dict(PACKAGE)))


def test_terms_are_distinct_and_most_are_proved():
    terms = [entry.term.lower() for entry in ENTRIES]
    assert len(set(terms)) == len(terms) >= 80
    assert len({term for term, _ in PROOFS}) >= 45


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.term)
def test_term_is_linked_in_the_cell_that_introduces_it(entry):
    cell = next(cell for cell in cells_of(entry.notebook) if cell["id"] == entry.cell)
    assert f"]({entry.place})" in "".join(cell["source"]), TURN
    assert 5 <= len(entry.says.split()) <= 60
    if entry.picture:
        assert check_alt(entry.picture["alt"])


def test_stored_glossary_is_current():
    made, stored = glossary.page()["cells"], cells_of(glossary.FILE)
    # Pictures are compared by their drawing, in tests/figures, for bytes may differ by machine.
    names = ("id", "cell_type", "source")
    assert [[cell[name] for name in names] for cell in stored] == [
        [cell[name] for name in names] for cell in made
    ], TURN
    assert [sorted(cell.get("attachments", {})) for cell in stored] == [
        sorted(cell.get("attachments", {})) for cell in made
    ], TURN


def test_every_link_to_the_glossary_leads_to_a_word():
    words = {cell["id"] for cell in cells_of(glossary.FILE)} - {"title", "words"}
    linked = {
        place
        for path in NOTEBOOKS.glob("*.ipynb")
        for cell in cells_of(path.name)
        for place in re.findall(r"\]\((?:glossary\.ipynb)?#([^)]+)\)", "".join(cell["source"]))
    }
    assert {place.removeprefix("cell-id=") for place in linked} == words
    assert all(place.startswith("cell-id=") for place in linked)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("A **stride** of 2.", "A **[stride](glossary.ipynb#cell-id=stride)** of 2."),
        ("`stride=2`: long strides.", "`stride=2`: long [strides](glossary.ipynb#cell-id=stride)."),
        ("## Stride\n\nA Stride.", "## Stride\n\nA [Stride](glossary.ipynb#cell-id=stride)."),
        ("See [stride](05.ipynb) and $stride$.", None),
        ("<details>\nstride\n</details>", None),
        ("```python\nstride = 1\n```", None),
        ("| stride | 2 |", None),
        ("A constride, strident.", None),
    ],
)
def test_link_stands_at_the_first_free_occurrence(source, result):
    stride = next(entry for entry in ENTRIES if entry.term == "stride")
    assert glossary.linked(source, stride) == result


def test_linking_twice_changes_nothing():
    for path in NOTEBOOKS.glob("*.ipynb"):
        if path.name != glossary.FILE:
            text = path.read_text(encoding="utf-8")
            notebook = json.loads(text)
            glossary.link_notebook(notebook, path.name, ENTRIES)
            assert glossary.link_notebook(notebook, path.name, ENTRIES) == 0
