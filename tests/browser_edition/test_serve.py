"""The small server: right content types everywhere, this computer only."""

import threading
import urllib.request

import pytest
import serve


@pytest.fixture
def address(tmp_path):
    for name in ("index.html", "a.mjs", "a.wasm", "a.whl", "a.json", "a.unknown", "b.js"):
        (tmp_path / name).write_bytes(b"content")
    server = serve.make_server(tmp_path, port=0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    assert server.server_address[0] == "127.0.0.1"
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("name", "kind", "age"),
    [
        ("", "text/html; charset=utf-8", "no-cache"),
        ("a.mjs?v=1", "text/javascript", "no-cache"),
        ("b.js", "text/javascript", "no-cache"),
        ("a.wasm", "application/wasm", "no-cache"),
        ("a.whl", "application/zip", "max-age=86400"),
        ("a.json", "application/json", "no-cache"),
        ("a.unknown", "application/octet-stream", "no-cache"),
    ],
)
def test_content_types(address, name, kind, age):
    with urllib.request.urlopen(f"{address}/{name}") as answer:
        assert answer.headers["Content-Type"] == kind
        assert answer.headers["Cache-Control"] == age
        assert answer.read() == b"content"


def test_a_folder_without_a_site_and_a_taken_port(tmp_path, capsys):
    assert serve.main([str(tmp_path)]) == 1
    assert "make one with: make site" in capsys.readouterr().err
    (tmp_path / "index.html").touch()
    taken = serve.make_server(tmp_path, port=0)
    port = taken.server_address[1]
    assert serve.main([str(tmp_path), "--port", str(port)]) == 1
    assert f"try: --port {port + 1}" in capsys.readouterr().err
    taken.server_close()
