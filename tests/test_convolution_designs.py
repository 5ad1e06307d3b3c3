"""The five designs compute what the package's convolution computes, and copy what they say."""

import ast
import inspect
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnn_helpers import convolution_designs
from cnn_helpers.batch_last import batch_last
from cnn_helpers.convolution import conv2d_loops

FUNCTIONS = list(convolution_designs.DESIGNS.values())
NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "14_making_it_fast.ipynb"


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=20)
@given(
    sizes=st.tuples(*[st.integers(1, 3)] * 5, st.integers(0, 3), st.integers(0, 3)),
    last=st.booleans(),
)
def test_agrees_with_the_loops_of_the_package(name, sizes, last):
    count, channels, filters, kernel_height, kernel_width, down, along = sizes
    random = np.random.default_rng(sum(sizes))
    images = random.normal(size=(count, channels, kernel_height + down, kernel_width + along))
    kernels = random.normal(size=(filters, channels, kernel_height, kernel_width))
    given_images = batch_last(images) if last else images
    maps = getattr(convolution_designs, name)(given_images, kernels)
    assert maps.shape == convolution_designs.maps_shape(images, kernels)
    np.testing.assert_allclose(maps, conv2d_loops(images, kernels), atol=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_float32_stays_float32(name):
    images, kernels = np.ones((2, 3, 4, 5), np.float32), np.ones((2, 3, 2, 2), np.float32)
    maps = getattr(convolution_designs, name)(images, kernels)
    assert maps.dtype == np.float32
    np.testing.assert_array_equal(maps, 12)


def _code(text):
    """Return a function's code without its docstring, however it is laid out."""
    function = ast.parse(text).body[0]
    if ast.get_docstring(function):
        function.body = function.body[1:]
    return ast.unparse(function)


def test_only_stacking_copies():
    images = batch_last(np.ones((4, 3, 6, 7)))
    stacks = convolution_designs.stack_rows(images, 3)
    windows = convolution_designs.overlapping_windows(stacks, 2)
    assert not np.shares_memory(images, stacks)
    assert np.shares_memory(stacks, windows)
    assert stacks.size == 4 * 7 * 3 * 3 * 4  # output rows, columns, KH, channels, images
    assert windows.size == 4 * 6 * (2 * 3 * 3) * 4


@pytest.mark.parametrize("name", sorted({*convolution_designs.__all__} - {"DESIGNS"}))
def test_the_notebook_defines_the_same_function(name):
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    (source,) = [source for source in sources if f"def {name}(" in source]
    (function,) = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    ours = inspect.getsource(getattr(convolution_designs, name))
    assert _code(ast.unparse(function)) == _code(ours)
