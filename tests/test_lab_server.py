"""A real JupyterLab started as `make lab` starts it, among settings that are in its way.

The server runs in its own process, which reports on its standard output whether the kernel's
connection waits (TCP_NODELAY) and whether anything but this machine is spoken to.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import course
import environment
import pytest
import websocket

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'

# Stands for `python -m jupyterlab`: the same program, with two reporters put in.
REPORTING_LAB = """
import socket, sys
from tornado.websocket import WebSocketHandler

write_message = WebSocketHandler.write_message

def report_nodelay(handler, *arguments, **options):
    sock = handler.ws_connection.stream.socket
    option = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    print("REPORT nodelay", bool(option), flush=True)
    return write_message(handler, *arguments, **options)

WebSocketHandler.write_message = report_nodelay

def report_lookup(event, arguments):
    if event == "socket.getaddrinfo" and arguments[0] not in HERE:
        print("REPORT lookup", arguments[0], flush=True)

HERE = (None, "", "localhost", "127.0.0.1", "::1", socket.gethostname())
sys.addaudithook(report_lookup)
from jupyterlab.labapp import main
sys.exit(main())
"""


def free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


class Server:
    """A running JupyterLab, asked over HTTP."""

    def __init__(self, folder, home):
        self.port = free_port()
        self.log = home / "log.txt"
        (home / "lab.py").write_text(REPORTING_LAB, encoding="utf-8")
        options = ["--no-browser", f"--port={self.port}", "--IdentityProvider.token=secret"]
        command = course.lab_command(Path(sys.executable), folder, options)
        assert command[1:3] == ["-m", "jupyterlab"]
        command[1:3] = [str(home / "lab.py")]
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command,
                env=course.lab_variables(Path(sys.prefix)) | {"HOME": str(home)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def get(self, path, method="GET", body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            headers={"Authorization": "token secret"},
            method=method,
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()

    def wait(self):
        for _ in range(600):
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            try:
                return self.get("/api/status")
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"no answer: {self.log.read_text(encoding='utf-8')}")

    def reports(self, kind):
        text = self.log.read_text(encoding="utf-8")
        return re.findall(rf"^REPORT {kind} (.*)$", text, re.M)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab as the course starts it, in the home of somebody with other ideas."""
    home = tmp_path_factory.mktemp("home")
    settings = home / ".jupyter"
    settings.mkdir()
    (settings / "jupyter_server_config.py").write_text(
        "c.ServerApp.kernel_websocket_connection_class = 'jupyter_server.services.kernels."
        "connection.channels.ZMQChannelsWebsocketConnection'\n"
        "c.ServerApp.terminals_enabled = False\n",
        encoding="utf-8",
    )
    (settings / "jupyter_lab_config.py").write_text(
        "c.LabApp.news_url = 'https://example.org/feed.xml'\n", encoding="utf-8"
    )
    for folder in (home / ".local" / "share" / "jupyter", home / "more"):
        (folder / "kernels" / "python3").mkdir(parents=True)
        (folder / "kernels" / "python3" / "kernel.json").write_text(
            json.dumps({"argv": ["false"], "display_name": "Another kernel", "language": "python"}),
            encoding="utf-8",
        )
    course_folder = home / "my course"
    course_folder.mkdir()
    (course_folder / course.FIRST_NOTEBOOK).write_text(NOTEBOOK, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("JUPYTER")]:
            patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("JUPYTER_PATH", str(home / "more"))
        patch.setenv("JUPYTER_PREFER_ENV_PATH", "0")
        server = Server(course_folder, home)
    try:
        server.wait()
        yield server
    finally:
        server.process.terminate()
        server.process.wait(timeout=60)


def page_settings(server):
    page = server.get("/lab")
    return json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1])


def test_first_notebook_is_served_and_opened(server):
    names = [entry["name"] for entry in json.loads(server.get("/api/contents"))["content"]]
    assert names == [course.FIRST_NOTEBOOK]
    with urllib.request.urlopen(
        f"http://127.0.0.1:{server.port}/?token=secret", timeout=60
    ) as response:
        assert f"/lab/tree/{course.FIRST_NOTEBOOK}" in response.url


def test_nothing_asks_for_news_or_updates(server):
    settings = page_settings(server)
    assert settings["news"] == {"disabled": True}
    assert "@jupyterlab/apputils-extension:announcements" in settings["disabledExtensions"]
    assert settings["extensionManager"]["name"] == "read-only"
    assert json.loads(server.get("/lab/api/news")) == {"news": []}
    assert json.loads(server.get("/lab/api/update")) == {"notification": None}
    server.get("/lab/api/extensions")
    assert server.reports("lookup") == []


def test_reader_keeps_other_settings(server):
    assert page_settings(server)["terminalsAvailable"] is False


def test_kernel_is_the_environments_and_its_connection_does_not_wait(server):
    kernel = json.loads(server.get("/api/kernels", "POST", {"name": "python3"}))["id"]
    address = (
        f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?token=secret&session_id=1"
    )
    connection = websocket.create_connection(address, timeout=60)
    header = {"msg_id": "ask", "msg_type": "execute_request", "session": "1"}
    header |= {"username": "", "version": "5.3"}
    content = {"code": "import sys; print(sys.prefix)", "silent": False}
    message = {"channel": "shell", "header": header, "content": content}
    connection.send(json.dumps(message | {"metadata": {}, "parent_header": {}}))
    answer = {"msg_type": ""}
    while answer["msg_type"] != "stream":
        answer = json.loads(connection.recv())
    connection.close()
    assert answer["content"]["text"].strip() == sys.prefix
    assert set(server.reports("nodelay")) == {"True"}


# How the command is put together


def test_options_follow_so_that_they_win(tmp_path):
    command = course.lab_command(Path("python"), tmp_path, ["--port=8899", "--no-browser"])
    assert command[-2:] == ["--port=8899", "--no-browser"]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_root_is_let_in(tmp_path, monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    assert ("--allow-root" in course.lab_command(Path("python"), tmp_path, [])) is allowed


def test_folder_without_the_first_notebook_opens_as_a_folder(tmp_path):
    assert "--LabApp.default_url=/lab" in course.lab_command(Path("python"), tmp_path, [])


def test_lab_and_edit_open_their_folders(tmp_path, monkeypatch, capsys):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / course.FIRST_NOTEBOOK).write_text(NOTEBOOK, encoding="utf-8")
    served = []
    monkeypatch.setattr(environment, "REPOSITORY", tmp_path)
    monkeypatch.setattr(environment, "prepare", lambda *extras, **options: tmp_path / ".venv")
    monkeypatch.setattr(
        course, "serve", lambda folder, _, options: served.append((folder, options)) or 0
    )
    assert course.main(["lab", "--no-browser", "--port=8899"]) == 0
    assert course.main(["edit"]) == 0
    assert served == [(tmp_path / "my_course", ["--no-browser", "--port=8899"]), (notebooks, [])]
    assert (tmp_path / "my_course" / course.FIRST_NOTEBOOK).exists()
    assert "my_course/" in capsys.readouterr().out
