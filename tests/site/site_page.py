"""A page of the site: opened, run, looked at; whatever goes wrong on it is remembered."""

import io
import time

from PIL import Image
from waiting import frames, until
from widget_cases import CASES
from widget_page import use_control

HOST = "school.test"
RUNNING = 900_000  # milliseconds; a busy machine is no bug
# Without a service worker the kernel has no drive, and the page says so; that is no error of ours.
ANY_CONTROL = ("input[type=range]", "select", "button:not([disabled])")
ERRORS = """() => {
  const found = [];
  for (const cell of jupyterapp.shell.currentWidget.content.model.cells) {
    for (const output of cell.toJSON().outputs ?? []) {
      if (output.output_type === 'error') {
        found.push(`${cell.id}: ${output.ename}: ${output.evalue}`);
      }
      if (output.name === 'stderr') found.push(`${cell.id}: ${[output.text].flat().join('')}`);
    }
  }
  return found; }"""


class SitePage:
    """A page, and what its console said.

    Attributes
    ----------
    page : playwright.sync_api.Page
    errors : list of str
        Errors of the console and of scripts, answers of 400 and above, requests to other servers.
    """

    def __init__(self, page, address, path):
        self.page, self.address, self.errors = page, address, []
        page.on("console", self._hear)
        page.on("pageerror", self._hear_script)
        page.on("response", self._look_at)
        page.goto(f"{address}/{path}")

    def _hear(self, message):
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url')})")

    def _hear_script(self, error):
        # A kernel that the visitor leaves while it starts says so.
        if "was disposed" not in str(error):
            self.errors.append(f"page error: {error}")

    def _look_at(self, response):
        if response.status >= 400:
            self.errors.append(f"{response.status}: {response.url}")
        if not response.url.startswith((self.address, "data:", "blob:")):
            self.errors.append(f"asked of another server: {response.url}")

    def close(self):
        if not self.page.is_closed():
            self.page.close()

    def wait_for_notebook(self):
        """Wait until the strip above the notebook and its cells are there."""
        self.page.wait_for_selector(".course-run", timeout=RUNNING)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=RUNNING)

    def run_all(self):
        """Press the strip's button and wait for the last cell; fail if one raised."""
        self.page.click(".course-run")
        self.page.wait_for_function(
            """() => {
            const failed = [...jupyterapp.shell.currentWidget.content.model.cells]
                .some((cell) => cell.toJSON().outputs?.some((one) => one.output_type === 'error'));
            if (failed) return true; // the cells after it are not run
            const cells = [...jupyterapp.shell.currentWidget.content.model.cells]
                .filter((cell) => cell.type === 'code' && cell.sharedModel.source.trim());
            return cells.every((cell) => cell.executionCount !== null)
                && cells.every((cell) => cell.executionState !== 'running')
                && jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle';
            }""",
            timeout=RUNNING,
            polling=500,
        )
        found = self.page.evaluate(ERRORS)
        assert found == [], found

    def tell_python(self, code):
        """Run code in the kernel and return what it prints."""
        self.page.wait_for_function(
            """() => {
            const context = jupyterapp.shell.currentWidget.sessionContext;
            return context.isReady && context.session?.kernel?.status === 'idle'; }""",
            timeout=RUNNING,
        )
        return self.page.evaluate(
            """async (code) => {
            const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
            const future = kernel.requestExecute({ code, store_history: false });
            let printed = '';
            future.onIOPub = ({ header, content }) => {
              if (header.msg_type === 'stream') printed += content.text;
              if (header.msg_type === 'error') printed += `${content.ename}: ${content.evalue}`;
            };
            await future.done;
            return printed; }""",
            code,
        )

    def widgets(self, expected):
        """Return the views of the course's widgets with their cases, once so many are there."""

        def all_views():
            found = []
            for case in CASES:
                views = self.page.locator(f".jp-OutputArea {case.root}")
                found += [(case, views.nth(number)) for number in range(views.count())]
            assert len(found) >= expected
            return found

        return until(all_views, self.page)

    def move_a_control(self, case, view):
        """Use one control of a widget; fail unless pixels of it change, and no alert appears."""
        view.scroll_into_view_if_needed(timeout=RUNNING)
        frames(self.page)

        def drawn():
            pixels = self._pixels(view)
            assert len(set(pixels)) > 4, f"{case.name} draws nothing"
            return pixels

        before = until(drawn, self.page)
        for selector in (case.mover, *ANY_CONTROL):
            for control in view.locator(selector).all()[:3]:
                if not control.is_visible() or not control.is_enabled():
                    continue
                use_control(control)
                deadline = time.monotonic() + 20
                while time.monotonic() < deadline:
                    self.page.wait_for_timeout(100)
                    if self._pixels(view) != before:
                        return
        raise AssertionError(f"no control of {case.name} changes a pixel of it")

    def _pixels(self, view):
        picture = Image.open(io.BytesIO(view.screenshot(animations="disabled", caret="hide")))
        return picture.convert("P").resize((200, 200), Image.Resampling.NEAREST).tobytes()
