"""A page with one view of one widget, as the tests of a single widget see it."""


class SingleView:
    """The one view on a notebook's page.

    Attributes
    ----------
    page : playwright.sync_api.Page
    root : playwright.sync_api.Locator
        The view's outermost element.
    """

    def __init__(self, notebook, selector):
        self.notebook, self.page = notebook, notebook.page
        self.root = self.page.locator(selector)
        self.root.wait_for()
        self.root.scroll_into_view_if_needed()

    def python(self, expression):
        """A value from Python."""
        return self.notebook.ask_python(expression)

    def expect(self, expression, wanted):
        """Wait until Python gives a value: what the page changes takes a moment to arrive."""
        for _ in range(100):
            got = self.python(expression)
            if got == wanted:
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"{expression} is {got}, but should be {wanted}")

    def expect_text(self, selector, words):
        """Wait until an element's text holds these words; ``""`` means that it is empty."""
        self.page.wait_for_function(
            """([root, selector, words]) => {
            const text = root.querySelector(selector)?.textContent;
            return words ? text?.includes(words) : text === ''; }""",
            arg=[self.root.element_handle(), selector, words],
            timeout=15_000,
        )
