"""The kernel explorer as a test sees it: its controls on the page, its values in Python."""

import time

import numpy as np
from playwright.sync_api import TimeoutError
from playwright.sync_api import expect as on_page
from waiting import settle

START = """from cnn_helpers import widgets
explorer = widgets.KernelExplorer({arguments})
explorer
"""

# Reads the colours in the middle of each cell, beside its number.
READ_CELLS = """([canvas, rows, columns]) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const cells = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = Math.floor(((column + 0.12) * width) / columns);
      const y = Math.floor(((row + 0.12) * height) / rows);
      cells.push([...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)]);
    }
  }
  return cells; }"""


class ExplorerPage:
    """One view of an explorer called ``name`` in Python."""

    def __init__(self, notebook, name="explorer", view=0):
        self.notebook = notebook
        self.page = notebook.page
        self.name = name
        self.root = self.page.locator(".cnn-explorer").nth(view)
        self.root.wait_for()
        self.root.scroll_into_view_if_needed()
        self.settle()

    def settle(self):
        """Wait until Python has answered all that was done, and its answer is drawn."""
        settle(self.page)

    @property
    def answer(self):
        self.settle()
        return self.root.get_attribute("data-answer")

    def slider(self, row, column):
        return self.root.get_by_label(f"weight row {row}, column {column}, slider")

    def field(self, row, column):
        return self.root.get_by_label(f"weight row {row}, column {column}", exact=True)

    def expect_alert(self, start):
        """Wait for an alert that starts with these words; ``""`` means none."""
        try:
            self.page.wait_for_function(
                """([root, start]) => {
                const text = root.querySelector('[role=alert]').textContent;
                return start ? text.startsWith(start) : text === ''; }""",
                arg=[self.root.element_handle(), start],
                timeout=30_000,
            )
        except TimeoutError:
            on_page(self.root.get_by_role("alert")).to_have_text(start)

    def python(self, expression):
        """A value from Python, once it has heard of all; ``explorer`` is the widget."""
        self.settle()
        return self.notebook.ask_python(expression.replace("explorer", self.name))

    def kernel(self):
        return np.array(self.python("explorer.kernel.tolist()"))

    def feature_map(self):
        return np.array(self.python("explorer.feature_map.tolist()"))

    def expect(self, expression, wanted, *, close=0.0):
        """Wait until Python gives a value: what the page changes takes a moment to arrive."""
        for _ in range(50):
            got = self.python(expression)
            if np.shape(got) == np.shape(wanted) and (
                np.allclose(got, wanted, rtol=0, atol=close) if close else got == wanted
            ):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{expression} is {got}, but should be {wanted}")

    def drawn(self, which="feature-map"):
        """The colours of the drawn cells, (rows, columns, 3) from 0 to 255."""
        shape = self.python(
            "list(explorer.feature_map.shape)"
            if which == "feature-map"
            else "[size + 2 * explorer.padding for size in explorer.image.shape]"
        )
        canvas = self.root.locator(f"canvas.{which}").element_handle()
        colors = self.page.evaluate(READ_CELLS, [canvas, *shape])
        return np.array(colors).reshape(*shape, 3)

    def drag(self, slider, to):
        """Drag a slider's thumb with the mouse to a fraction of its way, in small steps."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        low, high, value = (
            float(slider.evaluate(f"(input) => input.{name}")) for name in ("min", "max", "value")
        )
        way = box["width"] - 16
        middle = box["y"] + box["height"] / 2
        start = box["x"] + 8 + way * (value - low) / (high - low)
        self.page.mouse.move(start, middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 8 + way * to, middle, steps=25)
        self.page.mouse.up()

    def drag_for(self, slider, seconds):
        """Drag a slider from end to end and back for so long."""
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        middle = box["y"] + box["height"] / 2
        ends = [box["x"] + 9, box["x"] + box["width"] - 9]
        self.page.mouse.move(ends[0], middle)
        self.page.mouse.down()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            ends.reverse()
            self.page.mouse.move(ends[0], middle, steps=60)
        self.page.mouse.up()
        self.settle()
