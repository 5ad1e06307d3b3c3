"""JupyterHub for one class on one Linux machine, with real users.

    sudo env PATH="$PWD/.venv/bin:$PATH" jupyterhub -f coursework/jupyterhub/jupyterhub_config.py

Everybody logs in with an account of the machine; everybody's notebooks run as that account, so the
system's own file permissions keep students apart. The guide is coursework/README.md.
"""

import grp
import os
import shutil
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub puts it here)

state = Path(os.environ.get("CNN_HUB_STATE", "/srv/jupyterhub"))

# Only on this machine: put a web server with HTTPS (nginx, Caddy) before it, or give
# c.JupyterHub.ssl_key and ssl_cert. Passwords must not cross a network in the open.
c.JupyterHub.bind_url = os.environ.get("CNN_HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{state / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(state / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(state / "proxy.pid")

# The proxy from npm, installed into the course's environment or anywhere on PATH.
own = Path(sys.prefix) / "bin"
search = os.pathsep.join([str(own), os.environ.get("PATH", os.defpath)])
c.ConfigurableHTTPProxy.command = [shutil.which("configurable-http-proxy", path=search) or "?"]
os.environ["PATH"] = search  # node is beside it

# Accounts of the machine, and of those only the class. Nobody is an administrator of the hub: an
# administrator could start servers as anybody.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"cnn-students", "cnn-instructors"}
c.Authenticator.admin_users = set()

c.Spawner.cmd = [str(own / "jupyterhub-singleuser")]
c.Spawner.default_url = "/lab"
c.Spawner.notebook_dir = "~"
# A whole class begins at once; a slow start is no failure.
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {
    "PATH": search,
    "OPENBLAS_NUM_THREADS": "1",
    # The machine's settings count for more than those that packages brought along.
    "JUPYTER_CONFIG_PATH": "/etc/jupyter",
}


def class_folder_for_instructors(spawner):
    """Let instructors start in the class folder, where nbgrader's form grader works."""
    instructors = grp.getgrnam("cnn-instructors").gr_mem
    if spawner.user.name in instructors:
        spawner.notebook_dir = "/srv/nbgrader/class"


c.Spawner.pre_spawn_hook = class_folder_for_instructors
# Without this a local process has no limit of memory; jupyterhub-systemdspawner has one:
# c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
# c.SystemdSpawner.mem_limit = "1.5G"

# Servers that nobody uses end after an hour.
c.Spawner.args = ["--MappingKernelManager.cull_idle_timeout=3600"]
