"""A browser's page as Python sees it, for tests without one: its memory, and no full MNIST."""

import json
import sys
import types

import pytest


class PageMemory:
    """What ``browser_edition/page/course_python.mjs`` offers, over a plain dict."""

    def __init__(self):
        self.texts = {}

    def names(self):
        return json.dumps(list(self.texts))

    def read(self, name):
        return self.texts.get(name)

    def keep(self, name, text):
        assert isinstance(text, str)
        self.texts[name] = text

    def forget(self, name):
        self.texts.pop(name, None)


@pytest.fixture
def page_memory(monkeypatch):
    """Let Python think that it runs in a browser; return the dict that the page keeps."""
    memory = PageMemory()
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "js", types.SimpleNamespace(cnnCourse=memory))
    monkeypatch.delenv("CNN_COURSE_PROGRESS", raising=False)
    return memory.texts
