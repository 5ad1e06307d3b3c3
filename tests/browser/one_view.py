"""One view of a widget in a notebook, as the tests that are special to a widget see it."""

from playwright.sync_api import expect as on_page
from waiting import settle


class OneView:
    """The only view of a widget on the page.

    Attributes
    ----------
    notebook, page
        Where it is.
    root : playwright.sync_api.Locator
        Its outermost element.
    """

    def __init__(self, notebook, selector):
        self.notebook = notebook
        self.page = notebook.page
        self.root = notebook.page.locator(selector)
        self.root.wait_for()
        self.root.scroll_into_view_if_needed()
        settle(self.page)

    def python(self, expression):
        """Return a value from Python, once it has heard of all that was done on the page."""
        settle(self.page)
        return self.notebook.ask_python(expression)

    def settle(self):
        """Wait until Python has answered all that was done, and found the preview right."""
        settle(self.page)
        on_page(self.root).to_have_attribute("data-answer", "agrees")

    def expect(self, expression, wanted):
        """Wait until Python gives a value: what the page changes takes a moment to arrive."""
        for _ in range(100):
            got = self.python(expression)
            if got == wanted:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{expression} is {got}, but should be {wanted}")

    def expect_text(self, selector, words):
        """Wait until an element's text holds these words; ``""`` means that it is empty.

        All else on the page is then up to date too.
        """
        self.page.wait_for_function(
            """([root, selector, words]) => {
            const text = root.querySelector(selector)?.textContent;
            return words ? text?.includes(words) : text === ''; }""",
            arg=[self.root.element_handle(), selector, words],
            timeout=30_000,
        )
        settle(self.page)
