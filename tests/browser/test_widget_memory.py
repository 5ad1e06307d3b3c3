"""A minute of dragging: neither the page nor the kernel gathers memory."""

import pytest
from explorer_page import START, ExplorerPage
from real_lab import memory_of

pytestmark = pytest.mark.browser

WARM_UP, SECONDS = 10, 60
MOST_PAGE, MOST_KERNEL = 4, 12  # MB; a map of 254 x 254 numbers kept at each move would be hundreds


def test_memory_stays_flat_over_a_minute_of_dragging(open_cells):
    notebook = open_cells(START.format(arguments='"camera", "sharpen"'))
    explorer = ExplorerPage(notebook)
    explorer.drag_for(explorer.slider(1, 1), WARM_UP)
    before = memory_of(notebook)
    explorer.drag_for(explorer.slider(1, 1), SECONDS)
    after = memory_of(notebook)
    assert after["JavaScript heap"] - before["JavaScript heap"] < MOST_PAGE, (before, after)
    assert after["kernel"] - before["kernel"] < MOST_KERNEL, (before, after)
    assert notebook.errors == []
