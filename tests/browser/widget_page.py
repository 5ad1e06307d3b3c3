"""What the tests for every widget do to a page: find the controls, move them, look for barriers."""

import functools
import time
from pathlib import Path

import axe_playwright_python
from waiting import set_theme, settle

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
EVENTUALLY = 30  # seconds; a busy machine is no bug
SMALLEST_TEXT = 10  # CSS pixels
SMALLEST_TARGET = 24  # CSS pixels in one direction, WCAG 2.2's target size

TOOLS = (Path(__file__).parent / "widget_page.js").read_text("utf-8")


def eventually(check):
    """Call ``check`` until it raises no AssertionError; what the page changes takes a moment."""

    @functools.wraps(check)
    def wait(*arguments, **keywords):
        deadline = time.monotonic() + EVENTUALLY
        while True:
            try:
                return check(*arguments, **keywords)
            except AssertionError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    return wait


def use_control(control):
    """Set a control to another value than it has; press a button."""
    kind = control.evaluate("(c) => c.tagName === 'INPUT' ? c.type : c.tagName.toLowerCase()")
    if kind == "range":
        at_end = control.evaluate("(c) => c.value === c.max")
        control.press("Home" if at_end else "End")
    elif kind == "select":
        values = control.evaluate(
            "(c) => [...c.options].filter((o) => !o.hidden && o.value).map((o) => o.value)"
        )
        now = control.evaluate("(c) => c.value")
        control.select_option(values[-1] if now != values[-1] else values[0])
    elif kind == "checkbox":
        control.set_checked(not control.is_checked())
    elif kind == "number":
        low, high, now = control.evaluate("(c) => [c.min || -1, c.max || 2, c.value]")
        control.fill(str(low if str(now) != str(low) else high))
    else:
        control.click()


class WidgetPage:
    """A page with two views of ``widget`` and one of ``other``."""

    def __init__(self, notebook, case):
        self.notebook = notebook
        self.page = notebook.page
        self.case = case
        self.page.evaluate(TOOLS)
        self.roots = [self.page.locator(case.root).nth(place) for place in range(3)]
        self.roots[2].wait_for(timeout=60_000)

    def ask(self, tool, root, *arguments):
        """Call one of the tools above on a view."""
        return root.evaluate(
            f"(root, arguments) => window.cnnTest.{tool}(root, ...arguments)", arguments
        )

    def settle(self):
        """Wait until Python has taken all that the page sent, and the page has drawn the answer."""
        settle(self.page)

    def move(self, root=None):
        """Use the case's own control so that something changes in Python."""
        use_control((root or self.roots[0]).locator(self.case.mover).first)

    def alerts(self):
        return [root.locator("[role=alert]").first.text_content() for root in self.roots]

    @eventually
    def expect_alert(self, start, root=None):
        text = (root or self.roots[0]).locator("[role=alert]").first.text_content()
        assert text.startswith(start) if start else text == ""

    def barriers(self):
        """What axe-core finds wrong in all views."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("(root) => axe.run(root)", self.case.root)
        return [
            f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def set_theme(self, name):
        set_theme(self.page, name)

    def set_width(self, width):
        for root in self.roots:
            root.evaluate(
                "(root, width) => { root.parentElement.style.width = width ? `${width}px` : ''; }",
                width,
            )
        settle(self.page)

    def picture(self, name):
        self.notebook.picture(f"{self.case.name}_{name}", of=self.roots[0])

    def expect_no_error(self):
        """Fail if the page, a cell or the widget has an error that the case doesn't expect."""
        assert self.notebook.errors == []
        assert self.notebook.cell_errors() == []
        said = {*self.alerts(), *self.notebook.ask_python("[widget.error, other.error]")}
        assert [text for text in said if text and not text.startswith(self.case.complaints)] == []
