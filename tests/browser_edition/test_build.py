"""The parts of the browser edition: verified or refused, listed whole, with their licences."""

import hashlib
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import contents
import landing
import lock
import notices
import parts
import pytest
from notebook_cards import Card

import build

REPOSITORY = Path(__file__).parents[2]
FOLDER = REPOSITORY / "browser_edition"


def sha(content):
    return hashlib.sha256(content).hexdigest()


def test_another_content_ends_the_build():
    assert parts.verify("numpy.whl", b"whole", sha(b"whole")) == b"whole"
    with pytest.raises(parts.PartError, match=r"^numpy\.whl is not the file it should be: SHA"):
        parts.verify("numpy.whl", b"wholf", sha(b"whole"))


def test_a_kept_part_is_verified_again(tmp_path):
    parts.keep(tmp_path / "a" / "part", b"one")
    assert parts.read_if_verified(tmp_path / "a" / "part", sha(b"one")) == b"one"
    assert parts.read_if_verified(tmp_path / "a" / "part", sha(b"two")) is None
    assert parts.read_if_verified(tmp_path / "missing", sha(b"one")) is None
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["part"]


def fake_wheel(folder, files):
    with zipfile.ZipFile(folder / "carrier.whl", "w") as wheel:
        for name, content in files.items():
            wheel.writestr(f"{parts.PINS['carrier_folder']}/{name}", content)


@pytest.mark.parametrize("found", [{"numpy.whl": b"evil"}, {"other.whl": b"good"}])
def test_a_carrier_with_other_files_is_refused(tmp_path, monkeypatch, found):
    def download(requirements, folder, python):
        assert "--hash=sha256:" in requirements[0]
        folder.mkdir(parents=True)
        fake_wheel(folder, found)

    monkeypatch.setattr(parts, "download", download)
    with pytest.raises(parts.PartError, match="numpy"):
        parts.Carrier(tmp_path).files({"numpy.whl": sha(b"good")})
    assert not (tmp_path / "numpy.whl").exists()


def test_a_carrier_is_asked_once(tmp_path, monkeypatch):
    calls = []

    def download(requirements, folder, python):
        calls.append(requirements)
        folder.mkdir(parents=True)
        fake_wheel(folder, {"numpy.whl": b"good"})

    monkeypatch.setattr(parts, "download", download)
    wanted = {"numpy.whl": sha(b"good")}
    for _ in range(2):
        assert parts.Carrier(tmp_path).files(wanted) == {"numpy.whl": b"good"}
    assert len(calls) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["numpy.whl"]


@pytest.mark.parametrize("packed", [True, False])
def test_the_official_distribution(tmp_path, monkeypatch, packed):
    core = {"pyodide.mjs": b"core"}
    hashes = {name: sha(content) for name, content in core.items()}
    monkeypatch.setitem(parts.PINS, "core", {**hashes, parts.LOCK: "x"})
    place = tmp_path / "pyodide"
    place.mkdir()
    for name, content in {**core, "numpy.whl": b"good"}.items():
        (place / name).write_bytes(content)
    source = place
    if packed:
        source = tmp_path / "pyodide.tar.bz2"
        with tarfile.open(source, "w:bz2") as archive:
            archive.add(place, "pyodide")
    distribution = parts.Distribution(str(source), tmp_path)
    assert distribution.files({"numpy.whl": sha(b"good")})["numpy.whl"] == b"good"
    with pytest.raises(parts.PartError, match=r"has no pillow\.whl$"):
        distribution.files({"pillow.whl": sha(b"good")})
    with pytest.raises(parts.PartError, match="not the file it should be"):
        distribution.files({"numpy.whl": sha(b"other")})
    with pytest.raises(parts.PartError, match="there is no Pyodide distribution at nowhere"):
        parts.Distribution("nowhere", tmp_path)


def test_the_lock_file_lists_what_is_there_and_nothing_else():
    own = {
        "info": {"python": "3.14.0"},
        "packages": {
            "numpy": {"name": "numpy", "file_name": "numpy-2-cp.whl", "sha256": "1", "depends": []},
            "pillow": {
                "name": "Pillow",
                "file_name": "pillow-12-cp.whl",
                "sha256": "2",
                "depends": ["numpy", "pytz"],
            },
            "scipy": {"name": "scipy", "file_name": "s-1-cp.whl", "sha256": "3", "depends": []},
        },
    }
    archives = {
        "numpy-2-cp.whl": b"compiled",
        "pillow-12-cp.whl": b"too",
        "cnn_helpers-0.1-py3-none-any.whl": b"ours",
        "python_stdlib.zip": b"library",
    }
    made = json.loads(lock.write(lock.trim(own, archives, ["Pure_Ink-1-py3-none-any.whl"])))
    assert list(made["packages"]) == ["cnn-helpers", "numpy", "pillow"]
    assert made["packages"]["pillow"]["depends"] == ["numpy"]
    assert made["packages"]["cnn-helpers"]["sha256"] == sha(b"ours")
    assert made["packages"]["numpy"]["sha256"] == sha(b"compiled")
    assert made["packages"]["numpy"]["file_name"] == f"numpy-2-1{sha(b'compiled')[:8]}-cp.whl"
    assert made["course"] == {
        "library": f"python_stdlib-1{sha(b'library')[:8]}.zip",
        "inside": ["pure-ink"],
    }
    assert made["info"] == own["info"]


def test_pins_name_versions_and_hashes_but_no_address():
    for path in FOLDER.rglob("*"):
        if path.suffix in (".txt", ".json", ".py") and "licences" not in path.parts:
            assert not re.search(r"https?://(?!\{|%)", path.read_text(encoding="utf-8")), path
    lines = (FOLDER / "kernel_packages.txt").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if not line.startswith("#")]
    assert len(packages) > 20
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}", p) for p in packages)


def test_the_courses_wheel_leaves_out_the_large_data_set(tmp_path):
    path = tmp_path / "cnn_helpers-0.1-py3-none-any.whl"
    names = [
        "cnn_helpers/pace.py",
        "cnn_helpers/_data/mnist/train-images-idx3-ubyte.gz",
        "cnn_helpers/_data/mnist/t10k-images-idx3-ubyte.gz",
        "cnn_helpers/_data/mnist_10k/train-images-idx3-ubyte.gz",
        "cnn_coursework/grade.py",
    ]
    with zipfile.ZipFile(path, "w") as wheel:
        for name in names:
            wheel.writestr(name, name)
        record = "".join(f"{name},sha256=x,1\n" for name in names)
        wheel.writestr("cnn_helpers-0.1.dist-info/RECORD", record)
    with zipfile.ZipFile(io.BytesIO(build.slim(path))) as slim:
        kept = [names[0], names[2], names[3]]
        assert slim.namelist() == [*kept, "cnn_helpers-0.1.dist-info/RECORD"]
        record = slim.read("cnn_helpers-0.1.dist-info/RECORD").decode()
        assert [line.split(",")[0] for line in record.splitlines()] == kept
    assert build.slim(path) == build.slim(path)


def test_notebooks_have_no_outputs_and_know_their_version(tmp_path):
    versions = contents.write_all(REPOSITORY / "notebooks", tmp_path / "content")
    assert len(versions) >= 15
    for name, version in versions.items():
        notebook = json.loads((tmp_path / "content" / name).read_text(encoding="utf-8"))
        assert not any(cell.get("outputs") for cell in notebook["cells"])
        assert notebook["metadata"]["course"] == {"version": version}
        assert contents.version_of(notebook) == version
    notebook["cells"][0]["source"] = ["changed"]
    assert contents.version_of(notebook) != version


def test_licences_come_from_the_wheels_themselves():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as wheel:
        about = "Name: ink\nVersion: 1.0\nLicense-Expression: MIT\n"
        wheel.writestr("ink-1.0.dist-info/METADATA", about)
        wheel.writestr("ink-1.0.dist-info/licenses/LICENSE", "Use it <freely>.")
    found = notices.of_wheel("ink-1.0-py3-none-any.whl", packed.getvalue())
    assert found[:2] == ("ink 1.0", "MIT")
    page = notices.page([found], "Ours")
    assert "Use it &lt;freely&gt;." in page
    assert "<summary>ink 1.0: MIT</summary>" in page


def test_the_first_page_asks_no_other_server_and_escapes():
    card = Card("04_x.ipynb", "04", "A <b> & c", "Why?", ("one",), "15", b"", 'a "picture"', "")
    text = landing.page([card], {"04_x.ipynb": ("course/04_x.png", 300)}, "0.1", 57_900_000)
    assert "A &lt;b&gt; &amp; c" in text
    assert "a &quot;picture&quot;" in text
    assert "58 MB" in text
    assert "<!--CARDS-->" not in text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


def test_the_glossarys_pictures_stand_in_its_text():
    stored = json.loads((REPOSITORY / "notebooks/glossary.ipynb").read_text(encoding="utf-8"))
    pictures = [
        data
        for cell in stored["cells"]
        for kinds in cell.get("attachments", {}).values()
        for data in kinds.values()
    ]
    prepared = contents.prepare(stored)
    text = "".join("".join(cell["source"]) for cell in prepared["cells"])
    assert len(pictures) > 5
    assert all(f"(data:image/png;base64,{data})" in text for data in pictures)
    assert "attachment:" not in text
    assert not any("attachments" in cell for cell in prepared["cells"])
