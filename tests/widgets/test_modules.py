"""The widgets' JavaScript is joined into one text without loss or clash."""

import re

import pytest

from cnn_helpers.widgets import modules
from cnn_helpers.widgets.modules import STATIC, join_modules, module_order

ENTRIES = [
    path.name for path in sorted(STATIC.glob("*.js")) if "export default" in path.read_text("utf-8")
]


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_imported_name_is_exported_by_its_module(entry):
    for name in module_order(entry):
        text = (STATIC / name).read_text("utf-8")
        for names, source in re.findall(r'import\s*\{([^}]*)\}\s*from\s*"\./([^"]+)"', text):
            exported = re.findall(
                r"^export (?:function|const|class|async function) (\w+)",
                (STATIC / source).read_text("utf-8"),
                re.MULTILINE,
            )
            for wanted in filter(None, (part.strip() for part in names.split(","))):
                assert wanted in exported, f"{name} imports {wanted} from {source}"


@pytest.mark.parametrize("entry", ENTRIES)
def test_joined_text_has_one_export_and_no_import(entry):
    text = join_modules(entry)
    assert re.findall(r"^export .*", text, re.MULTILINE) == ["export default () => {"]
    assert not re.findall(r"^import ", text, re.MULTILINE)


def test_no_module_is_forgotten():
    used = {name for entry in ENTRIES for name in module_order(entry)}
    assert used == {path.name for path in STATIC.glob("*.js")}


def test_no_address_in_what_the_page_gets():
    for path in STATIC.iterdir():
        assert not re.search(r"https?://", path.read_text("utf-8")), path.name


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {
                "a.js": 'import { b } from "./b.js";\nconst x = 1;\n',
                "b.js": "export const x = 2;\n",
            },
            "a.js and b.js both define x",
        ),
        (
            {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'},
            "a.js imports itself: a.js -> b.js -> a.js",
        ),
        ({"a.js": 'import b from "./b.js";\n', "b.js": ""}, "a.js: this import can't be joined"),
        (
            {"a.js": 'import { b } from "./b.js";\n', "b.js": "const b = 1;\nexport { b };\n"},
            "b.js: only a.js may have a default export",
        ),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path, monkeypatch, files, words):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(modules, "STATIC", tmp_path)
    with pytest.raises(ValueError, match=words):
        join_modules("a.js")
