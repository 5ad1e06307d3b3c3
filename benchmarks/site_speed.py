"""Time the browser edition in a real browser: `make site`, then `make bench-site`.

    python benchmarks/site_speed.py --rounds 1 --print     (quick, writes nothing)

A first visit counts from the address to the first output of the notebook's cells, all run by the
button above it; a reload likewise, in the same browser. A key press on a slider counts from the
browser's own time of the event to the end of the first frame whose canvas differs. Each round has
a browser with a new profile on the disk, as a visitor's is; no private window. The server is
on this machine, so the network takes no time: `--megabits 50` slows it down to a school's line.
"""

import argparse
import datetime
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
sys.path[:0] = [
    str(REPOSITORY / "browser_edition"),
    str(REPOSITORY / "tests" / "browser"),
    str(REPOSITORY / "tests" / "site"),
]

import machine  # noqa: E402
import serve  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from real_lab import find_chromium  # noqa: E402
from results import FILE, write_section  # noqa: E402
from site_page import HOST, SitePage  # noqa: E402

GOALS = {"megabytes": 70, "first visit": 20, "reload": 8, "slider": 60}
NOTEBOOK = "notebooks/index.html?path=04_filters.ipynb"
SLIDER = '.cnn-explorer [aria-label="weight row 1, column 1, slider"]'
PROBE = """() => {
  const canvas = document.querySelector('.cnn-explorer canvas.feature-map');
  const pixels = () => canvas.getContext('2d')
      .getImageData(0, 0, canvas.width, canvas.height).data.join();
  window.latencies = [];
  document.addEventListener('keydown', (event) => {
    const before = pixels();
    const look = () => {
      if (pixels() === before) return requestAnimationFrame(look);
      // The frame that has just been drawn ends when the next task runs.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => latencies.push(performance.now() - event.timeStamp);
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  }, true);
}"""


def seconds_to_first_output(site, started):
    """Run all cells as soon as the button is there; return the seconds to the first output."""
    site.wait_for_notebook()
    site.page.click(".course-run")
    site.page.wait_for_selector(".jp-OutputArea-output", timeout=300_000, state="attached")
    return time.monotonic() - started


def visit(context, address, options):
    """Return the seconds of a first visit and of a reload, and the milliseconds of key presses."""
    page = context.new_page()
    if options.megabits:
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        rate = options.megabits * 1e6 / 8
        rates = {"downloadThroughput": rate, "uploadThroughput": rate}
        line.send("Network.emulateNetworkConditions", {"offline": False, "latency": 20, **rates})
    started = time.monotonic()
    site = SitePage(page, address, NOTEBOOK)
    first = seconds_to_first_output(site, started)
    page.wait_for_timeout(12_000)  # saved by itself, with what is there now
    started = time.monotonic()
    page.reload()
    page.wait_for_selector(".course-run", timeout=300_000)
    page.evaluate("() => jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    again = seconds_to_first_output(site, started)
    page.wait_for_selector(SLIDER, timeout=300_000)
    site.page.wait_for_function(
        "() => jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'",
        timeout=300_000,
    )
    page.locator(SLIDER).first.scroll_into_view_if_needed()
    page.evaluate(PROBE)
    page.locator(SLIDER).first.focus()
    for number in range(options.keys):
        page.keyboard.press("ArrowRight" if number % 12 < 6 else "ArrowLeft")
        page.wait_for_timeout(150 + 13 * (number % 7))
    keys = page.evaluate("() => latencies")
    assert site.errors == [], site.errors
    return first, again, keys


def line(name, value, goal, unit):
    """Return a row of the table: what was measured, beside what was wanted."""
    verdict = "reached" if value <= goal else "missed"
    return f"{name:52}{value:8.1f} {unit:3} goal {goal:4} {unit:3} {verdict}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=REPOSITORY / "build" / "site")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=24, help="key presses in each round")
    parser.add_argument("--megabits", type=float, default=0, help="of a slow line; 0 is none")
    parser.add_argument("--print", action="store_true", help="write nothing to RESULTS.md")
    options = parser.parse_args()
    if not (options.site / "index.html").exists():
        sys.exit("There is no site yet; make one with: make site")
    size = sum(path.stat().st_size for path in options.site.rglob("*") if path.is_file()) / 1e6
    server = serve.make_server(options.site, port=0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_address[1]}"
    firsts, reloads, keys = [], [], []
    with sync_playwright() as playwright:
        for number in range(options.rounds):
            with tempfile.TemporaryDirectory() as profile:
                context = playwright.chromium.launch_persistent_context(
                    profile,
                    viewport={"width": 1280, "height": 900},
                    executable_path=find_chromium(),
                    args=[
                        *("--no-sandbox", "--disable-dev-shm-usage"),
                        f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
                    ],
                )
                first, again, pressed = visit(context, address, options)
                about = context.new_cdp_session(context.pages[0]).send("Browser.getVersion")
                version = about["product"].partition("/")[2]
                context.close()
            print(f"round {number}: {first:.1f} s, {again:.1f} s, {pressed}", flush=True)
            firsts.append(first)
            reloads.append(again)
            keys += pressed
    server.shutdown()
    rows = [
        line("size of the site", size, GOALS["megabytes"], "MB"),
        line("first visit to first output, least", min(firsts), GOALS["first visit"], "s"),
        line("the same, middle of the rounds", statistics.median(firsts), 20, "s"),
        line("reload to first output, least", min(reloads), GOALS["reload"], "s"),
        line("the same, middle of the rounds", statistics.median(reloads), 8, "s"),
        line("key press on a slider to pixels, median", statistics.median(keys), 60, "ms"),
    ]
    table = "\n".join(rows)
    print(table)
    if not options.print:
        speed = f"{options.megabits:g} megabits a second" if options.megabits else "this machine"
        about = (
            f"Made by `make bench-site` on {datetime.date.today():%d %B %Y}: {options.rounds} "
            f"rounds, each with a new browser, Chromium {version}, plain http, network: {speed}, "
            f"load at the end {os.getloadavg()[0]:.1f}.\n\n```\n{machine.description()}\n```"
        )
        write_section("The browser edition", f"{about}\n\n```\n{table}\n```")
        print(f"\nWritten to {FILE}")


if __name__ == "__main__":
    main()
