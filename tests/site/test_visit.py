"""A visit: the first page, what is kept over a reload, a newer version, the notebook to hand in."""

import json

import pytest
from site_page import RUNNING

FIRST = "notebooks/index.html?path=00_start_here.ipynb"
PASS = """from cnn_helpers import exercises
from cnn_helpers.exercises.references.images_as_numbers import flatten
print(exercises.check("flatten", flatten).passed)"""
QUIZ = """from cnn_helpers.widgets import Quiz
quiz = Quiz("04_filters")
print(quiz.sentence(), quiz.results[1]["tries"])"""


@pytest.mark.parametrize("width", [1200, 390])
def test_first_page(open_site, chromium, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    site = open_site(context=context)
    page = site.page
    assert page.locator(".card").count() >= 15
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert page.locator("#missing").is_hidden()
    assert page.locator("#small").is_visible() == (width < 640)
    for picture in page.locator(".card img").all():
        picture.scroll_into_view_if_needed()
        assert len(picture.get_attribute("alt")) > 20
    page.wait_for_function("() => [...document.images].every((one) => one.naturalWidth > 100)")
    page.click("text=Licences")
    assert page.locator("details").count() > 100
    site.close()
    context.close()


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_a_notebook_is_as_dark_as_the_computer(open_site, chromium, scheme):
    context = chromium.new_context(color_scheme=scheme)
    site = open_site("notebooks/index.html?path=refresher_maths.ipynb", context)
    site.wait_for_notebook()
    light = "true" if scheme == "light" else "false"
    body = f"body[data-jp-theme-light={light}]"  # of height 0: its parts are placed by themselves
    site.page.wait_for_selector(body, timeout=RUNNING, state="attached")
    # What is written is saved by itself, so soon that a lesson's end loses nothing.
    seconds = """async () => (await jupyterapp.serviceManager.settings.fetch(
        '@jupyterlab/docmanager-extension:plugin')).schema.properties.autosaveInterval.default"""
    assert site.page.evaluate(seconds) == 10
    site.close()
    context.close()


def wait_until_saved(page):
    page.wait_for_function(
        "() => !jupyterapp.shell.currentWidget.context.model.dirty", timeout=RUNNING
    )


def test_what_is_written_passed_and_answered_is_there_after_a_reload(open_site):
    site = open_site(FIRST)
    site.wait_for_notebook()
    page = site.page
    assert site.tell_python(PASS) == "True\n"
    endless = "def flatten(images):\n    while True: pass\n"
    check = "print(exercises.check('flatten', flatten).passed)"
    assert site.tell_python(endless + check) == "False\n"
    site.tell_python(f"{QUIZ}\nquiz.give('map-size', 13); quiz.give('map-size', 14)")
    page.evaluate(
        """() => { const { content } = jupyterapp.shell.currentWidget;
        const code = [...content.model.cells].find((cell) => cell.type === 'code');
        code.sharedModel.setSource(code.sharedModel.source + '\\nmine = 42'); }"""
    )
    wait_until_saved(page)  # by itself, within seconds
    page.reload()
    site.wait_for_notebook()
    source = page.evaluate(
        """() => [...jupyterapp.shell.currentWidget.content.model.cells]
        .find((cell) => cell.type === 'code').sharedModel.source"""
    )
    assert source.endswith("mine = 42")
    passed = site.tell_python(
        "from cnn_helpers.exercises import progress\nprint(progress.passed().keys())"
    )
    assert "flatten" in passed
    assert "1 of them solved. " in site.tell_python(QUIZ)
    # None goes to the page as null and comes back as None.
    none = "print(quiz.results[0]['answer'], quiz.get_state()['results'][0]['answer'] is None)"
    assert site.tell_python(none) == "None True\n"


def test_the_notebook_can_be_downloaded(open_site):
    site = open_site("notebooks/index.html?path=05_stride_and_padding.ipynb")
    site.wait_for_notebook()
    with site.page.expect_download(timeout=RUNNING) as waiting:
        site.page.click("text=Download my notebook")
    assert waiting.value.suggested_filename == "05_stride_and_padding.ipynb"
    with open(waiting.value.path(), encoding="utf-8") as file:
        notebook = json.load(file)
    assert notebook["nbformat"] == 4
    assert any(cell.get("metadata", {}).get("nbgrader") for cell in notebook["cells"])


def test_a_saved_copy_of_an_older_version(open_site):
    path = "refresher_maths.ipynb"
    site = open_site(f"notebooks/index.html?path={path}")
    site.wait_for_notebook()
    page = site.page
    page.evaluate(
        """async () => { const { context, content } = jupyterapp.shell.currentWidget;
        const cell = content.model.cells.get(0);
        cell.sharedModel.setSource('# My own words');
        context.model.setMetadata('course', { version: 'an older one' });
        await context.save(); }"""
    )
    page.reload()
    site.wait_for_notebook()
    notice = page.locator(".course-notice")
    notice.wait_for(state="visible", timeout=RUNNING)
    assert "newer version" in notice.text_content()
    page.click("text=Take the new one")
    page.wait_for_selector("text=Yours is kept as", timeout=RUNNING)
    kept = notice.locator("b").text_content()
    assert kept.startswith("refresher_maths (mine, ")
    first = "() => jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel.source"
    assert page.evaluate(first) != "# My own words"
    page.goto(f"{site.address}/notebooks/index.html?path={kept}")
    site.wait_for_notebook()
    assert page.evaluate(first) == "# My own words"
    page.goto(f"{site.address}/notebooks/index.html?path={path}")
    site.wait_for_notebook()
    page.wait_for_selector(".course-strip[data-looked]", state="attached", timeout=RUNNING)
    assert page.evaluate(first) != "# My own words"
    assert page.locator(".course-notice").is_hidden()


NO_BYTECODE = """import os, sys, types
modules = [one for one in list(sys.modules.values()) if type(one) is types.ModuleType]
specs = [one.__spec__ for one in modules if one.__spec__ and one.__spec__.has_location]
sources = [spec for spec in specs if str(spec.origin).endswith(".py")]
print(len(specs) > 500, [one for one in sources if not os.path.exists(one.cached or "")])"""


def test_python_begins_by_itself_compiles_nothing_and_can_be_restarted(open_site):
    site = open_site("notebooks/index.html?path=refresher_numpy.ipynb")
    site.wait_for_notebook()
    assert site.tell_python("import sys; print('cnn_helpers.widgets' in sys.modules)") == "True\n"
    assert site.tell_python(NO_BYTECODE) == "True []\n"
    # JupyterLab took the worker that was there, and made no other.
    assert [worker.url.rpartition("/")[2] for worker in site.page.workers] == ["course_worker.mjs"]
    assert site.page.evaluate("() => Worker.toString()").endswith("{ [native code] }")
    site.tell_python("mine = 42")
    site.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    assert site.tell_python("print('mine' in globals())") == "False\n"
    assert site.tell_python("import numpy; print(numpy.arange(3).sum())") == "3\n"
    assert "comlink.worker" in site.page.workers[-1].url


def test_an_early_python_that_cannot_be_loaded_is_given_up(open_site, chromium):
    context = chromium.new_context()
    gone = {"content_type": "text/javascript", "body": "import './removed_by_an_update.mjs';"}
    context.route("**/course_worker.mjs", lambda route: route.fulfill(**gone))
    site = open_site("notebooks/index.html?path=refresher_maths.ipynb", context)
    site.wait_for_notebook()
    assert site.tell_python("print(6 * 7)") == "42\n"
    assert site.page.workers
    assert all("comlink.worker" in worker.url for worker in site.page.workers)
    site.errors[:] = [error for error in site.errors if "removed_by_an_update" not in error]
    site.close()
    context.close()


def test_training_goes_on_while_buttons_are_heard(open_site):
    site = open_site("notebooks/index.html?path=refresher_numpy.ipynb")
    site.wait_for_notebook()
    start = """import time
import numpy as np
from cnn_helpers import pace
from cnn_helpers.layers import Linear
from cnn_helpers.widgets import TrainingTimeMachine
model, labels = Linear(64, 2, seed=0), np.arange(256) % 2
images = np.random.default_rng(0).random((256, 64))
def slowly(batch, generator):
    time.sleep(0.02)
    return batch
how = {"lr": 0.01, "epochs": 100, "batch_size": 8, "augment": slowly}
machine = TrainingTimeMachine(model, images, labels, **how)
machine.start()
print(machine.state, pace.current())"""
    assert site.tell_python(start) == "training light\n"
    assert site.tell_python("machine.pause(); print(machine.state)") == "paused\n"
    site.page.wait_for_timeout(300)
    assert site.tell_python("print(machine.state)") == "paused\n"
    assert site.tell_python("machine.resume(); machine.stop()") == ""
    assert site.tell_python("print(machine.wait(), machine.state)") == "True stopped\n"
