"""A JupyterLab in a process of its own, and a notebook open in a page of the browser.

The server runs in a process of its own, on a free port, with Jupyter's configuration, data and
runtime folders in a temporary place, so that nothing of the developer's is read or left behind.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat

REPOSITORY = Path(__file__).parents[2]
ARTEFACTS = REPOSITORY / ".ci-artefacts"
TOKEN = "course-test"
KERNEL_READY = """() => {
  const widget = window.jupyterapp?.shell.currentWidget;
  const context = widget?.sessionContext ?? widget?.context?.sessionContext;
  return !!(context?.isReady && context.session?.kernel?.status === 'idle');
}"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Lab:
    """A running JupyterLab.

    Attributes
    ----------
    address : str
        Where it answers.
    folder : pathlib.Path
        Its notebooks.

    Parameters
    ----------
    folder, home : pathlib.Path
        For notebooks, and for all that Jupyter writes.
    variables : dict, optional
        Environment variables beside those of this process.
    program : {"jupyterlab", "notebook"}
        ``"notebook"`` is Jupyter Notebook 7.
    """

    def __init__(self, folder, home, variables=None, program="jupyterlab"):
        self.page = {"jupyterlab": "lab/tree", "notebook": "notebooks"}[program]
        app = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}[program]
        self.folder = folder
        self.address = f"http://127.0.0.1:{free_port()}"
        self.log = home / "server.log"
        places = {f"JUPYTER_{kind}_DIR": str(home / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
        places["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
        settings = home / "settings" / "@jupyterlab" / "apputils-extension"
        settings.mkdir(parents=True)
        (settings / "notification.jupyterlab-settings").write_text(
            json.dumps({"fetchNews": "false", "checkForUpdates": False})
        )
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", program, "--no-browser", "--allow-root"),
                f"--ServerApp.port={self.address.rsplit(':', 1)[1]}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={folder}",
                f"--IdentityProvider.token={TOKEN}",
                f"--{app}.expose_app_in_browser=True",
                "--LabApp.news_url=",
                "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
            ],
            env={**os.environ, **places, "OPENBLAS_NUM_THREADS": "1", **(variables or {})},
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._wait()

    def _wait(self):
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.address}/api/status?token={TOKEN}", timeout=5).read()
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"JupyterLab did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self):
        """End the server; it ends its kernels."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Notebook:
    """A notebook open in a page of the browser."""

    def __init__(self, page, lab, name):
        self.page = page
        self.name = name
        self.errors = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{lab.address}/{lab.page}/{name}?reset&token={TOKEN}", wait_until="commit")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell .cm-content", timeout=90_000)
        page.wait_for_function(KERNEL_READY, timeout=90_000)
        page.evaluate("() => window.jupyterapp.shell.collapseLeft?.()")

    def _on_console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def run_all(self, timeout=180_000):
        """Run every cell and wait for the last; fail if one of them raised."""
        self.page.evaluate(
            """() => { window.ranAll = 'running';
            window.jupyterapp.commands.execute('notebook:run-all-cells')
                .then(() => 'done', String).then((end) => { window.ranAll = end; }); }"""
        )
        self.page.wait_for_function("() => window.ranAll !== 'running'", timeout=timeout)
        assert self.page.evaluate("() => window.ranAll") == "done"
        assert self.cell_errors() == []

    def cell_errors(self):
        """Return what the cells raised, from the notebook's model."""
        return self.page.evaluate(
            """() => { const found = [];
            const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
            for (const cell of cells) {
              for (const output of cell.toJSON().outputs ?? []) {
                if (output.output_type === 'error') found.push(`${output.ename}: ${output.evalue}`);
              }
            }
            return found; }"""
        )

    def ask_python(self, expression):
        """Evaluate an expression in the notebook's kernel and return its value (through JSON)."""
        reply = self.page.evaluate(
            """async (code) => {
            const context = window.jupyterapp.shell.currentWidget.sessionContext;
            const future = context.session.kernel.requestExecute({
                code: 'import json as _json', silent: true, store_history: false,
                user_expressions: { answer: code } });
            return (await future.done).content.user_expressions.answer; }""",
            f"_json.dumps({expression})",
        )
        assert reply["status"] == "ok", f"{reply['ename']}: {reply['evalue']}"
        # The value arrives as the repr of a string of JSON.
        return json.loads(eval(reply["data"]["text/plain"], {"__builtins__": {}}))

    def tell_python(self, code):
        """Run code in the notebook's kernel, as a cell would, and fail if it raises."""
        reply = self.page.evaluate(
            """async (code) => {
            const context = window.jupyterapp.shell.currentWidget.sessionContext;
            const future = context.session.kernel.requestExecute({ code, store_history: false });
            return (await future.done).content; }""",
            code,
        )
        assert reply["status"] == "ok", f"{reply.get('ename')}: {reply.get('evalue')}"

    def picture(self, name, of=None):
        """Keep a screenshot of the page, or of one element, among the artefacts."""
        ARTEFACTS.mkdir(exist_ok=True)
        (of or self.page).screenshot(path=ARTEFACTS / f"{name}.png")


@contextmanager
def opening(lab, browser):
    """Give a function that opens a notebook of the lab in a new page; all are closed at the end."""
    contexts = []

    def open_it(name, *, width=1280, height=1000, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return Notebook(context.new_page(), lab, name)

    yield open_it
    for context in contexts:
        for page in context.pages:
            page.evaluate("() => window.jupyterapp?.serviceManager.sessions.shutdownAll()")
        context.close()


def write_notebook(lab, title, cells):
    """Write a notebook of these cells among the lab's, and return its name."""
    book = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    name = f"{re.sub(r'[^a-z0-9]+', '_', title.lower())}.ipynb"
    nbformat.write(book, lab.folder / name)
    return name


def memory_of(notebook):
    """Return the page's and the kernel's memory in MB, after both have thrown away their rubbish.

    Returns
    -------
    dict
        ``"JavaScript heap"`` and ``"kernel"`` (resident).
    """
    session = notebook.page.context.new_cdp_session(notebook.page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    resident = notebook.ask_python(
        "__import__('gc').collect() * 0"
        " + int(open('/proc/self/statm').read().split()[1]) * __import__('resource').getpagesize()"
    )
    return {"JavaScript heap": heap / 1e6, "kernel": resident / 1e6}


def find_chromium():
    """Return where Chromium is, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")
