"""summary: counted by hand, and measured: receptive fields by what a changed pixel changes."""

import re

import numpy as np
import pytest

from cnn_helpers.layers import AvgPool2d, Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnn_helpers.training import Sequential


def lenet():
    return Sequential(
        *(Conv2d(1, 6, 5, padding=2), ReLU(), MaxPool2d(2)),
        *(Conv2d(6, 16, 5), ReLU(), MaxPool2d(2)),
        *(Flatten(), Linear(400, 120), ReLU(), Linear(120, 10)),
    )


def test_lenet_by_hand():
    rows = {row.name: row for row in lenet().summary((1, 28, 28)).rows}
    assert rows["conv1"].output_shape == (6, 28, 28)
    assert rows["conv1"].parameters == 6 * 25 + 6
    assert rows["conv1"].multiply_adds == 28 * 28 * 6 * 25
    assert rows["conv1"].receptive_field == (5, 5)
    assert rows["pool1"].receptive_field == (6, 6)
    assert rows["conv2"].output_shape == (16, 10, 10)
    assert rows["conv2"].multiply_adds == 10 * 10 * 16 * 6 * 25
    assert rows["conv2"].receptive_field == (6 + 4 * 2, 6 + 4 * 2)
    assert rows["pool2"].receptive_field == (16, 16)
    assert rows["pool2"].parameters == rows["pool2"].multiply_adds == 0
    assert rows["flatten1"].output_shape == (400,)
    assert rows["linear1"].parameters == 400 * 120 + 120
    assert rows["linear1"].multiply_adds == 400 * 120
    assert rows["linear1"].receptive_field == rows["linear2"].receptive_field == (28, 28)


def test_the_sums_are_those_of_the_rows_and_of_the_model():
    model = lenet()
    table = model.summary((1, 28, 28))
    assert table.parameters == model.parameter_count == sum(row.parameters for row in table.rows)
    assert table.multiply_adds == 117_600 + 240_000 + 48_000 + 1_200


@pytest.mark.parametrize(
    "layers",
    [
        [Conv2d(1, 2, (3, 2))],
        [Conv2d(1, 2, 3, stride=2), Conv2d(2, 2, (2, 3), stride=(1, 2))],
        [Conv2d(1, 1, 3, padding=1), AvgPool2d(2), Conv2d(1, 3, 2)],
        [AvgPool2d(3, stride=2), AvgPool2d((1, 2), stride=1), Conv2d(1, 1, (2, 1))],
        [Conv2d(1, 2, 3, dilation=2), AvgPool2d(2), Conv2d(2, 1, (3, 2), dilation=(1, 2))],
    ],
)
def test_receptive_field_and_cost_as_measured(layers):
    model = Sequential(*layers, seed=0)
    for _, array in model.named_parameters():
        array[...] = np.abs(array) + 0.1  # so that no contribution cancels another
    image = np.zeros((1, 1, 20, 22))
    outputs = model(image)
    row, column = outputs.shape[2] // 2, outputs.shape[3] // 2
    gradient = np.zeros_like(outputs)
    gradient[0, 0, row, column] = 1  # which pixels does the output in the middle depend on?
    reached = model.backward(gradient, input_gradient=True)[0, 0] != 0
    rows, columns = np.flatnonzero(reached.any(axis=1)), np.flatnonzero(reached.any(axis=0))
    table = model.summary((1, 20, 22))
    assert table.rows[-1].receptive_field == (np.ptp(rows) + 1, np.ptp(columns) + 1)
    assert table.rows[-1].output_shape == outputs.shape[1:]


def test_the_last_batch_tells_the_size():
    model = lenet()
    before = model.summary()
    assert before.input_shape is None
    assert before.multiply_adds is None
    assert before.parameters == model.parameter_count
    assert [row.output_shape for row in before.rows] == [None] * 10
    assert before.rows[5].receptive_field == (16, 16)
    assert "summary(input_shape=(1, 28, 28))" in repr(before)
    model(np.zeros((7, 1, 28, 28), np.float32))
    assert model.summary().input_shape == (1, 28, 28)
    assert repr(model.summary()) == repr(model.summary((1, 28, 28)))


def test_the_text_is_a_table_and_the_html_holds_the_same():
    table = lenet().summary((1, 28, 28))
    lines = repr(table).splitlines()
    assert lines[0] == "For one image of shape 1 × 28 × 28"
    conv2 = next(line for line in lines if line.startswith("conv2"))
    assert conv2.split("  ")[-1] == "14 × 14"
    assert re.search(r"16 × 10 × 10 +2,416 +240,000 +14 × 14$", conv2)
    assert re.fullmatch(r"all layers +51,902 +406,800", lines[-1])
    assert len({len(line) for line in lines[1:-2]}) == 1  # columns stand in line
    html = table._repr_html_()
    assert html.count("<tr") == 1 + 10 + 1
    for cell in ("conv2", "16 × 10 × 10", "2,416", "240,000", "14 × 14", "406,800"):
        assert f">{cell}</td>" in html


def test_vectors_instead_of_images():
    table = Sequential(Linear(9, 3), ReLU(), Linear(3, 2)).summary((9,))
    assert [row.output_shape for row in table.rows] == [(3,), (3,), (2,)]
    assert table.multiply_adds == 27 + 6
    assert table.rows[0].receptive_field is None


@pytest.mark.parametrize(
    ("shape", "error", "message"),
    [
        (28, TypeError, r"^input_shape must be like \(1, 28, 28\), but is 28$"),
        ((1, 0, 28), ValueError, r"^a size in input_shape must be a whole number of at least 1"),
        ((3, 28, 28), ValueError, r"^layer 0, Conv2d\(.*\): kernels expect 1 input channel"),
    ],
)
def test_a_shape_that_does_not_fit(shape, error, message):
    with pytest.raises(error, match=message):
        lenet().summary(shape)
