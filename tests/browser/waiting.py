"""When a page may be read: Python has answered all that was done on it, and the answer is drawn.

A widget's root tells it by ``isSettled()``: the page counts its changes, Python's answer names the
last one that it has heard of, and nothing waits to be drawn or written. No time is assumed.
"""

import time

WIDGETS = ".cnn-widget"
PATIENCE = 60_000  # milliseconds; a busy machine is no bug

_SETTLED = """(selector) => [...document.querySelectorAll(selector)]
  .every((root) => !root.isSettled || root.isSettled())"""
# A change of width, theme or font is seen in the frame after it; colours may fade.
_FRAMES = """async ([selector, count]) => {
  await document.fonts.ready;
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
  const fading = [...document.querySelectorAll(selector)]
    .flatMap((root) => root.getAnimations({ subtree: true }))
    .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime));
  const long = new Promise((done) => setTimeout(done, 2000));
  await Promise.race([long, Promise.allSettled(fading.map((one) => one.finished))]); }"""


def frames(page, count=2, selector=WIDGETS):
    """Let the browser draw so many frames."""
    page.evaluate(_FRAMES, [selector, count])


def settle(page, selector=WIDGETS):
    """Wait until the widgets of a page show what Python has made of all that was done before.

    Parameters
    ----------
    page : playwright.sync_api.Page
    selector : str, optional
        Only the widgets that match.
    """
    for _ in range(2):
        frames(page, selector=selector)
        page.wait_for_function(_SETTLED, arg=selector, timeout=PATIENCE)


def until(check, page, seconds=PATIENCE / 1000):
    """Call ``check`` until it raises no AssertionError; the page goes on meanwhile."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > deadline:
                raise
            page.wait_for_timeout(100)


def set_theme(page, name):
    """Choose JupyterLab's "Light" or "Dark", and wait until the widgets have followed."""
    page.evaluate(
        "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })",
        f"JupyterLab {name}",
    )
    page.wait_for_function(
        "(light) => document.body.dataset.jpThemeLight === light",
        arg=str(name == "Light").lower(),
        timeout=PATIENCE,
    )
    settle(page)
