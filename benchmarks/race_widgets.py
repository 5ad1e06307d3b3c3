"""Race the widgets against `interact` with matplotlib, in a real browser: `make bench-widgets`.

    python benchmarks/race_widgets.py
    python benchmarks/race_widgets.py --rounds 1 --only explorer --print     (quick, writes nothing)

Measured are: the time from a key press to the pixels that show it, a drag with the mouse, memory
during a minute of dragging, and how long the import takes. Chromium must be installed. Each round
visits every contestant in a new order, so that the ratios hold on a busy machine too.

A key press counts from the browser's own time of the event to the end of the first frame whose
pixels show the new value; in a drag, a value counts as shown when such a frame appears before the
drag ends. The screen itself adds up to one refresh, the same for all.
"""

import argparse
import datetime
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))

import machine  # noqa: E402
from playwright.sync_api import TimeoutError, sync_playwright  # noqa: E402
from real_lab import Lab, find_chromium, opening, write_notebook  # noqa: E402
from results import FILE, write_section  # noqa: E402
from widget_contestants import STEP, contestants  # noqa: E402
from widget_memory import dragging_memory  # noqa: E402

PROBE = (HERE / "widget_probe.js").read_text(encoding="utf-8")
TOLERANCE = 0.45 * STEP
HIDE_CODE = ".jp-Cell-inputWrapper { display: none !important; }"
IMPORTS = """import time
start = time.perf_counter(); import numpy
middle = time.perf_counter(); from cnn_helpers.widgets import *
print(1000 * (middle - start), 1000 * (time.perf_counter() - middle))"""


def press_keys(page, count):
    """Return the milliseconds from each of so many key presses to their pixels; None if never."""
    times = []
    page.evaluate("() => race.focus()")
    for number in range(count):
        page.evaluate("() => race.clear()")
        before = page.evaluate("() => race.shown()")
        page.keyboard.press("ArrowRight" if number % 12 < 6 else "ArrowLeft")
        try:
            found = page.wait_for_function(
                "([before, tolerance]) => race.latency(before, tolerance)",
                arg=[before, TOLERANCE],
                timeout=6000,
                polling=20,
            )
            times.append(found.json_value())
        except TimeoutError:
            times.append(None)
        page.wait_for_timeout(120 + 130 * random.random())  # at any place between two frames
    return times


def drag(page, seconds):
    """Drag the slider from end to end and back; return all frames until the page rests again."""
    page.evaluate("() => race.clear()")
    track = page.evaluate("() => race.track()")
    left, width, y = track["left"], track["width"], track["y"]
    page.mouse.move(track["x"], y)
    page.mouse.down()
    started = time.monotonic()
    # The browser takes a move about once a frame; each step waits for the one before.
    page.mouse.move(left, y, steps=30)
    ends = (left + width, left)
    while time.monotonic() - started < seconds:
        page.mouse.move(ends[0], y, steps=80)
        ends = ends[::-1]
    page.mouse.up()
    page.wait_for_timeout(3000)
    return page.evaluate("() => race.stop()")


def judge_drag(frames):
    """Return frames a second, the share of values shown, and the lag in milliseconds."""
    moves, pictures = [], []
    for frame in frames:
        if not moves or moves[-1][1] != frame["set"]:
            moves.append((frame["time"], frame["set"]))
        value = frame["shown"]
        if value is not None and (not pictures or abs(pictures[-1][1] - value) > TOLERANCE):
            pictures.append((frame["time"], value))
    start, end = moves[1][0], moves[-1][0]
    during = [picture for picture in pictures[1:] if picture[0] <= end + 17]
    lags = []
    for moment, value in during:
        set_at = [when for when, to in moves if when <= moment and abs(to - value) < TOLERANCE]
        lags += [moment - set_at[-1]] if set_at else []
    arrived = [
        frame["time"] - end
        for frame in frames
        if frame["time"] >= end
        and frame["shown"] is not None
        and abs(frame["shown"] - moves[-1][1]) < TOLERANCE
    ]
    return {
        "rate": 1000 * len(during) / (end - start),
        "share": len(during) / (len(moves) - 1),
        "lag": statistics.median(lags) if lags else float("nan"),
        "last": arrived[0] if arrived else float("nan"),
    }


def visit(lab, browser, contestant, keys, seconds):
    """Open a contestant's notebook and return its key times and what its drag was like."""
    name = write_notebook(lab, contestant.name, contestant.cells)
    with opening(lab, browser) as open_notebook:
        notebook = open_notebook(name, width=1400, height=900)
        page = notebook.page
        page.evaluate(PROBE)
        probe = {
            "picture": contestant.picture,
            "place": contestant.place,
            "slider": contestant.slider,
            "view": contestant.view,
        }
        page.add_style_tag(content=HIDE_CODE)
        notebook.run_all()
        page.wait_for_function("(probe) => race.isReady(probe)", arg=probe, timeout=90_000)
        page.wait_for_timeout(1200)
        page.evaluate("(probe) => race.start(probe)", probe)
        page.evaluate("() => race.slider.scrollIntoView({ block: 'center' })")
        page.wait_for_timeout(500)
        return press_keys(page, keys), judge_drag(drag(page, seconds))


def race(browser, entries, options, *, nodelay):
    """Return each contestant's key times and drags over all rounds."""
    variables = {"JUPYTER_CONFIG_PATH": str(HERE.parent / "tools" / "jupyter_config")}
    with tempfile.TemporaryDirectory() as folder:
        places = [Path(folder) / name for name in ("notebooks", "jupyter")]
        for place in places:
            place.mkdir()
        lab = Lab(*places, variables if nodelay else None)
        try:
            results = {entry.name: ([], []) for entry in entries}
            for number in range(options.rounds):
                for entry in random.sample(entries, len(entries)):
                    keys, of_drag = visit(lab, browser, entry, options.keys, options.seconds)
                    results[entry.name][0].extend(keys)
                    results[entry.name][1].append(of_drag)
                    said = ", ".join(f"{name} {value:.2f}" for name, value in of_drag.items())
                    middle = statistics.median(key for key in keys if key is not None)
                    print(f"round {number}: {entry.name}: {middle:.0f} ms; {said}", flush=True)
            return results
        finally:
            lab.stop()


def table(results):
    """Return the results as lines, with the ratio to `interact` on the same size of image."""
    lines = [
        f"{'':40}{'key press to pixels, ms':>30}{'drag':>34}",
        f"{'':40}{'median':>10}{'95 %':>8}{'ratio':>7}{'lost':>5}"
        f"{'frames/s':>11}{'shown':>8}{'lag, ms':>9}{'last, ms':>10}",
    ]
    medians = {}
    for name, (keys, _) in results.items():
        medians[name] = statistics.median(key for key in keys if key is not None)
    for name, (keys, drags) in results.items():
        times = sorted(key for key in keys if key is not None)
        size = name.rpartition(", ")[2]
        peer = medians.get(f"interact + matplotlib inline, {size}")
        ratio = f"{medians[name] / peer:7.2f}" if peer else f"{'':7}"
        rate, share, lag, last = (
            statistics.median(of_drag[key] for of_drag in drags)
            for key in ("rate", "share", "lag", "last")
        )
        lines.append(
            f"{name:40}{medians[name]:10.1f}{times[int(0.95 * (len(times) - 1))]:8.1f}{ratio}"
            f"{len(keys) - len(times):5}{rate:11.1f}{100 * share:6.0f} %{lag:9.0f}{last:10.0f}"
        )
    return "\n".join(lines)


def import_times(rounds):
    """Return the fewest milliseconds that importing numpy, and then the widgets, took."""
    runs = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-c", IMPORTS], capture_output=True, text=True, check=True
        )
        runs.append([float(number) for number in done.stdout.split()])
    return [min(times) for times in zip(*runs, strict=True)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=20, help="key presses in each round")
    parser.add_argument("--seconds", type=float, default=3, help="of dragging in each round")
    parser.add_argument("--minutes", type=float, default=1, help="of dragging while memory is read")
    parser.add_argument("--only", default="", help="contestants with this in their name")
    parser.add_argument("--print", action="store_true", help="write nothing to RESULTS.md")
    options = parser.parse_args()
    entries = [entry for entry in contestants() if options.only.lower() in entry.name.lower()]
    parts = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for title, nodelay in (
            ("With the server setting of `make lab` (no delay of small messages)", True),
            ("With Jupyter's own server setting", False),
        ):
            print(f"\n== {title}", flush=True)
            text = table(race(browser, entries, options, nodelay=nodelay))
            print(text, flush=True)
            parts.append(f"### {title}\n\n```\n{text}\n```")
        version = browser.version
        memory = dragging_memory(browser, options.minutes)
        browser.close()
    numpy_time, widgets_time = import_times(9)
    parts.append(
        f"### Memory and start\n\n```\n{memory}\n"
        f"import numpy {numpy_time:.0f} ms, then all of cnn_helpers.widgets {widgets_time:.0f} ms "
        "more (fewest of 9 runs)\n```"
    )
    print(parts[-1])
    if not options.print:
        about = (
            f"Made by `make bench-widgets` on {datetime.date.today():%d %B %Y}: "
            f"{options.rounds} rounds in turn, Chromium {version}, load at the end "
            f"{os.getloadavg()[0]:.1f}. A key press counts until the first frame that shows its "
            f"value.\n\n```\n{machine.description()}\n```"
        )
        write_section("Widgets, beside interact with matplotlib", "\n\n".join([about, *parts]))
        print(f"\nWritten to {FILE}")


if __name__ == "__main__":
    main()
