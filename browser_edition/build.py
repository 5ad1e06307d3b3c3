"""Build the browser edition: the whole course as a folder that any web server can serve.

    make site                                  into build/site/
    make site SITE_ARGS="--pyodide FOLDER"     compiled packages from Pyodide's own distribution

It runs in the build environment (.venv-site), which ``tools/course.py site`` makes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
sys.path[:0] = [str(HERE), str(REPOSITORY / "tools")]

import bytecode  # noqa: E402
import contents  # noqa: E402
import landing  # noqa: E402
import lock as lock_file  # noqa: E402
import notebook_cards  # noqa: E402
import notices  # noqa: E402
import parts  # noqa: E402

APPS = ("lab", "notebooks", "tree", "edit")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
DOWNLOADS = Path(sys.prefix) / "downloads"
# Left by JupyterLite for those who build it.
LEFTOVERS = ("doc", "package.json", "rspack.config*.js")
# The kernel asks for these before the course is imported.
EARLY = (".wasm", ".asm.mjs", ".zip", ".whl", ".mjs")


def course_wheel():
    """Return name and content of the course's wheel, without the large data set."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
        parts.run([*pip, "--no-build-isolation", "--wheel-dir", folder, REPOSITORY], REPOSITORY)
        (path,) = Path(folder).glob("*.whl")
        return path.name, slim(path)


def slim(path):
    """Return a wheel of the course with its package alone, and without MNIST's large part.

    ``load_mnist("10k")`` and ``"light"`` find theirs. The same sources give the same bytes.
    """
    smaller = Path(f"{path}.slim")

    def stays(name):
        top = name.split("/", 1)[0]
        kept = top == "cnn_helpers" or top.endswith(".dist-info")
        return kept and not name.startswith("cnn_helpers/_data/mnist/train")

    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(smaller, "w") as target:
        for entry in whole.infolist():
            if not stays(entry.filename):
                continue
            content = whole.read(entry)
            if entry.filename.endswith(".dist-info/RECORD"):
                lines = content.decode().splitlines(keepends=True)
                content = "".join(line for line in lines if stays(line.split(",")[0])).encode()
            about = zipfile.ZipInfo(entry.filename, (2020, 2, 2, 0, 0, 0))
            about.external_attr = entry.external_attr
            target.writestr(about, content, zipfile.ZIP_DEFLATED, 9)
    return smaller.read_bytes()


def kernel_wheels():
    """Return the kernel's own wheels, which come with its page part."""
    folder = Path(sys.prefix) / "share/jupyter/labextensions" / KERNEL / "static" / "pypi"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.whl"))}


def make_distribution(target, source):
    """Write Pyodide with all packages into a folder.

    Returns
    -------
    lock : dict
        The site's lock file.
    wheels : dict of str to bytes
        The packages of others as they were fetched, with their licences.
    """
    core = parts.core_files(DOWNLOADS / "core")
    own_lock = json.loads(core[parts.LOCK])
    wanted = lock_file.compiled_files(own_lock, parts.PINS["compiled"])
    found = source.files(wanted)
    wheels = {name: found[name] for name in wanted}
    wheels |= {**parts.pure_wheels(DOWNLOADS / "pure"), **kernel_wheels()}
    wheels = {name: wheels[name] for name in wheels if name not in lock_file.UNUSED}
    archives = {**wheels, **dict([course_wheel()]), parts.LIBRARY: core[parts.LIBRARY]}
    compiled = parts.compiled_archives(archives, core, DOWNLOADS / "bytecode")
    inside = [name for name in compiled if bytecode.in_library(name)]
    inside.sort(key=lambda name: name != parts.LIBRARY)  # what is in Python's own goes first
    library = bytecode.joined([compiled.pop(name) for name in inside])
    compiled[parts.LIBRARY] = library
    lock = lock_file.trim(own_lock, compiled, inside[1:])
    target.mkdir(parents=True)
    for name, content in compiled.items():
        (target / bytecode.renamed(name, content)).write_bytes(content)
    for name in core.keys() - {parts.LOCK, parts.LIBRARY}:
        (target / name).write_bytes(core[name])
    (target / parts.LOCK).write_text(lock_file.write(lock), encoding="utf-8")
    return lock, wheels


def settings(lock):
    """Return the site's settings: everything is loaded from the site, nothing is looked up."""
    kernel = {
        "disablePyPIFallback": True,
        # The kernel installs none that is listed here.
        "loadPyodideOptions": {"packages": sorted([*lock["packages"], *lock["course"]["inside"]])},
    }
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Convolutional Neural Networks, Illustrated",
            "exposeAppInBrowser": True,
            "settingsOverrides": json.loads((HERE / "settings.json").read_text(encoding="utf-8")),
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }


def run_jupyterlite(folder, output):
    """Let JupyterLite put the pages together."""
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps"]
    command += ["--no-unused-shared-packages", "--no-libarchive"]
    command += ["--lite-dir", folder, "--output-dir", output, "--contents", folder / "content"]
    command += [word for app in APPS for word in ("--apps", app)]
    parts.run(command, folder)


def add_page_part(output):
    """Put the strip above the notebooks, and the start of Python, into the site."""
    for path in [output / name for pattern in LEFTOVERS for name in output.glob(pattern)]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copy(output / "lab" / "favicon.ico", output)  # a browser asks for it unasked
    page = output / "extensions" / "course-page"
    shutil.copytree(HERE / "page", page, ignore=shutil.ignore_patterns("*.mjs"))
    pyodide = output / "static" / "pyodide"
    shutil.copy(HERE / "page" / "course_python.mjs", pyodide)
    (worker,) = (output / "extensions" / KERNEL / "static").glob("comlink.worker.*.js")
    text = (HERE / "page" / "course_worker.mjs").read_text(encoding="utf-8")
    address = "../../" + worker.relative_to(output).as_posix()
    (pyodide / "course_worker.mjs").write_text(text.replace("KERNEL_WORKER", address), "utf-8")
    notebook_page = output / "notebooks" / "index.html"
    text = notebook_page.read_text(encoding="utf-8")
    early = '<head>\n    <script src="../extensions/course-page/early.js"></script>'
    if text.count("<head>") != 1:
        raise parts.PartError(f"{notebook_page} is not the page that it was")
    notebook_page.write_text(text.replace("<head>", early), encoding="utf-8")
    path = output / "jupyter-lite.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    data = config["jupyter-config-data"]
    data["federated_extensions"].append(
        {"name": "course-page", "load": "remoteEntry.js", "extension": "./extension"}
    )
    data["litePluginSettings"][f"{KERNEL}:kernel"]["pyodideUrl"] = (
        "./static/pyodide/course_python.mjs"
    )
    path.write_text(json.dumps(config, indent=1, sort_keys=True), encoding="utf-8")


def build(output, source):
    """Build the site into a folder beside ``output``, and then put it there in one move."""
    output.parent.mkdir(parents=True, exist_ok=True)
    fresh = output.with_name(output.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        lite = Path(folder)
        lock, wheels = make_distribution(lite / "static" / "pyodide", source)
        versions = contents.write_all(REPOSITORY / "notebooks", lite / "content")
        (lite / "jupyter-lite.json").write_text(json.dumps(settings(lock)), encoding="utf-8")
        run_jupyterlite(lite, fresh)
    add_page_part(fresh)
    course = fresh / "course"
    course.mkdir()
    (course / "versions.json").write_text(json.dumps(versions, indent=1), encoding="utf-8")
    pyodide = fresh / "static" / "pyodide"
    early = [f"static/pyodide/{path.name}" for path in sorted(pyodide.iterdir())]
    early = [name for name in early if name.endswith(EARLY)]
    (course / "early.json").write_text(json.dumps(early), encoding="utf-8")
    licence = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    text = notices.page(notices.collect(fresh, wheels), licence)
    (fresh / "licences.html").write_text(text, encoding="utf-8")
    shutil.copy(HERE / "serve.py", fresh)
    font = REPOSITORY / "cnn_helpers/figures/fonts/PatrickHand-Regular.ttf"
    landing.write(fresh, notebook_cards.cards(), lock["packages"]["cnn-helpers"]["version"], font)
    shutil.rmtree(output, ignore_errors=True)
    fresh.rename(output)


def main(arguments=None):
    """Build, and say how large it became."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=REPOSITORY / "build" / "site")
    parser.add_argument(
        "--pyodide",
        help="Pyodide's official distribution: a folder, an archive, or an archive's address",
    )
    options = parser.parse_args(arguments)
    started = time.monotonic()
    kept = DOWNLOADS / "compiled"
    place = options.pyodide
    source = parts.Distribution(place, DOWNLOADS) if place else parts.Carrier(kept)
    try:
        build(options.output.resolve(), source)
    except parts.PartError as error:
        print(error, file=sys.stderr)
        return 1
    files = [path for path in options.output.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(
        f"The site is in {options.output}: {len(files)} files, {size:.1f} MB, "
        f"built in {time.monotonic() - started:.0f} s."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
