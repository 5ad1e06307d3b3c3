"""The first lines that run in the sandbox: limits first, then the worker.

    python -I -S start.py CHANNEL SETTINGS PATH...

``CHANNEL`` is the number of the open socket, ``SETTINGS`` JSON, each ``PATH`` goes to ``sys.path``.
"""

import json
import os
import resource
import sys


def drop(user):
    """Become an unprivileged user for good; does nothing for one who is unprivileged."""
    if user is not None:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)


def limit(settings):
    """Set the limits of this process and all that it starts; nobody can raise them again."""
    for name, value in (
        ("RLIMIT_AS", settings["memory"]),
        ("RLIMIT_CPU", settings["cpu"]),
        ("RLIMIT_FSIZE", settings["file"]),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", settings["processes"]),
    ):
        which = getattr(resource, name, None)
        if which is None or value is None:
            continue
        most = resource.getrlimit(which)[1]
        if most != resource.RLIM_INFINITY:
            value = min(value, most)
        resource.setrlimit(which, (value, value))


def main(channel, settings, *paths):
    """Lock the door behind us and let the worker answer."""
    settings = json.loads(settings)
    drop(settings["user"])
    limit(settings)
    sys.path[:0] = paths
    import socket

    from cnn_coursework.inside import quiet
    from cnn_coursework.inside.protocol import Connection

    quiet.install()
    from cnn_coursework.inside.worker import Worker

    Worker(Connection(socket.socket(fileno=int(channel)))).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
