"""One view of a widget in a notebook, as the tests that are special to a widget see it."""


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

    def python(self, expression):
        """Return a value from Python."""
        return self.notebook.ask_python(expression)

    def settle(self):
        """Wait until Python has said that the preview is what it computes."""
        self.page.wait_for_function(
            "(root) => root.dataset.answer === 'agrees'",
            arg=self.root.element_handle(),
            timeout=30_000,
        )

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
            timeout=20_000,
        )
