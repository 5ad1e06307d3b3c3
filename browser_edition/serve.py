"""Serve a built site with the right content types: ``python serve.py [folder] [--port 8000]``.

Standard library only, for any Python from 3.8 on. Only this computer can reach it, unless
``--host 0.0.0.0`` opens it to the network.
"""

import argparse
import functools
import http.server
import os
import socket
import sys

# Python would ask the system for these, and Windows has wrong or no answers for some.
TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ipynb": "application/x-ipynb+json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
# Their names change with their content.
LASTING = (".whl", ".zip", ".woff", ".woff2")


class Handler(http.server.SimpleHTTPRequestHandler):
    """Files with a content type of our own table, and how long a browser may keep them."""

    protocol_version = "HTTP/1.1"

    def guess_type(self, path):
        """Return the content type."""
        ending = os.path.splitext(path)[1].lower()
        return TYPES.get(ending, "application/octet-stream")

    def end_headers(self):
        """Let a browser ask whether a file is still the same; the large ones it may just keep."""
        path = self.path.partition("?")[0]
        age = "max-age=86400" if path.endswith(LASTING) else "no-cache"
        self.send_header("Cache-Control", age)
        super().end_headers()

    def log_message(self, *arguments):
        """Say nothing of every file."""


class Server(http.server.ThreadingHTTPServer):
    """One thread a request; a page that goes away in the middle of a file is no error."""

    daemon_threads = True
    # On Windows this would let two servers have one port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 64

    def handle_error(self, request, client_address):
        """Be silent about connections that the other side closed."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def make_server(folder, host="127.0.0.1", port=8000):
    """Return a server for a folder; port 0 takes a free one."""
    return Server((host, port), functools.partial(Handler, directory=str(folder)))


def main(arguments=None):
    """Serve until Ctrl+C."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("folder", nargs="?", default=here)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args(arguments)
    if not os.path.exists(os.path.join(options.folder, "index.html")):
        print(f"There is no site in {options.folder}; make one with: make site", file=sys.stderr)
        return 1
    try:
        server = make_server(options.folder, options.host, options.port)
    except OSError as error:
        why = f"Port {options.port} can't be used ({error.strerror})"
        print(f"{why}; try: --port {options.port + 1}", file=sys.stderr)
        return 1
    port = server.server_address[1]
    everywhere = options.host == "0.0.0.0"
    name = "localhost" if everywhere or options.host == "127.0.0.1" else options.host
    print(f"The course is at http://{name}:{port}/")
    if everywhere:
        print(f"From other computers: http://{socket.gethostname()}:{port}/, or this one's address")
    print("Stop it with Ctrl+C.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
