"""A class on JupyterHub, from release to feedback, in a little world of its own.

The test starts this file as root inside bubblewrap: own users, own network with loopback only, own
/etc, /home, /srv. What happened goes to standard output as one line of JSON.
"""

import json
import os
import pwd
import re
import subprocess
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import requests
import websocket
from small_notebook import MEAN, RIGHT, save, small_notebook, solved

REPOSITORY = Path(__file__).resolve().parents[2]
BIN = Path(sys.prefix) / "bin"
HUB = "http://127.0.0.1:8000"
NAME = "00_start_here"
CLASS = Path("/srv/nbgrader/class")
PEOPLE = {"teacher": "cnn-instructors", "ada": "cnn-students", "alan": "cnn-students"}
VARIABLES = {
    "PATH": f"{BIN}:/usr/sbin:/usr/bin:/sbin:/bin",
    "PYTHONPATH": os.environ["PYTHONPATH"],
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
}


def log(*words):
    print(*words, file=sys.stderr, flush=True)


def run(*command, user=None, cwd=None):
    """Run a command as somebody and return what it printed."""
    extra = {}
    home = "/root"
    if user:
        account = pwd.getpwnam(user)
        groups = os.getgrouplist(user, account.pw_gid)
        extra = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": groups}
        home = account.pw_dir
    log("+", user or "root", *command)
    result = subprocess.run(
        [str(word) for word in command],
        env=VARIABLES | {"HOME": home, "USER": user or "root"},
        cwd=cwd or home,
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
        **extra,
    )
    log(result.stdout, result.stderr)
    if result.returncode:
        raise RuntimeError(f"{command} ended with {result.returncode}")
    return result.stdout


def until(what, condition, seconds=240):
    """Wait until a condition gives something, and return that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.5)
    raise TimeoutError(what)


def answers():
    try:
        return requests.get(f"{HUB}/hub/api/", timeout=2).ok
    except requests.ConnectionError:
        return False


class Person:
    """Somebody in a browser."""

    def __init__(self, name):
        self.name = name
        self.web = requests.Session()
        self.base = f"{HUB}/user/{name}"

    def log_in(self, password="open sesame"):
        self.web.get(f"{HUB}/hub/login", timeout=30)
        form = {"username": self.name, "password": password, "_xsrf": self.web.cookies["_xsrf"]}
        return self.web.post(f"{HUB}/hub/login", data=form, timeout=240)

    def start(self):
        """Start the person's server, wait for it, and log in to it, as the page does."""
        self.web.get(f"{HUB}/hub/spawn", timeout=240)
        until(f"{self.name}'s server", self.open_lab)
        return self

    def open_lab(self):
        page = self.get("lab")
        return page.ok and page.url.startswith(f"{self.base}/lab")

    def get(self, path, whose=None):
        base = f"{HUB}/user/{whose}" if whose else self.base
        return self.web.get(f"{base}/{path}", timeout=240)

    def send(self, method, path, whose=None, **more):
        base = f"{HUB}/user/{whose}" if whose else self.base
        path_ = f"/user/{whose or self.name}/"
        token = next(
            (c.value for c in self.web.cookies if (c.name, c.path) == ("_xsrf", path_)), ""
        )
        headers = {"X-XSRFToken": token}
        return self.web.request(method, f"{base}/{path}", headers=headers, timeout=90, **more)

    def assignments(self, action, **more):
        data = {"course_id": "cnn", "assignment_id": NAME, **more}
        answer = self.send("POST", f"assignments/{action}", data=data).json()
        assert answer.get("success"), answer
        return answer["value"]

    def kernel(self, code):
        """Run code in a kernel of the person's and return what it printed."""
        kernel = self.send("POST", "api/kernels", json={"name": "python3"}).json()["id"]
        cookies = "; ".join(f"{c.name}={c.value}" for c in self.web.cookies)
        url = f"{self.base}/api/kernels/{kernel}/channels".replace("http", "ws", 1)
        channel = websocket.create_connection(url, cookie=cookies, origin=HUB, timeout=240)
        message = uuid.uuid4().hex
        content = {"code": code, "silent": False, "store_history": False}
        header = {"msg_id": message, "msg_type": "execute_request", "username": "", "session": "s"}
        header |= {"version": "5.3", "date": ""}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        channel.send(json.dumps(request | {"channel": "shell", "buffers": []}))
        printed = ""
        # The reply may overtake what was printed, which comes another way and ends with "idle".
        awaited = {"execute_reply", "idle"}
        while awaited:
            answer = json.loads(channel.recv())
            if answer["parent_header"].get("msg_id") != message:
                continue
            if answer["msg_type"] == "stream":
                printed += answer["content"]["text"]
            elif answer["msg_type"] == "error":
                printed += "\n".join(answer["content"]["traceback"])
            awaited -= {answer["msg_type"], answer["content"].get("execution_state")}
        channel.close()
        return printed


LOOK = """
import glob, os
def look(path):
    try:
        return sorted(os.listdir(path)) if os.path.isdir(path) else open(path).read()[:20]
    except OSError as error:
        return type(error).__name__
for path in {paths!r}:
    print(path, "->", look(path))
print("me:", os.getuid() != 0 and os.environ["USER"])
try:
    open("/srv/nbgrader/exchange/cnn/outbound/{name}/{name}.ipynb", "a")
    print("I can change the release")
except OSError as error:
    print("release ->", type(error).__name__)
"""


def prepare():
    run("sh", REPOSITORY / "coursework/jupyterhub/set_up.sh")
    for name, group in PEOPLE.items():
        run("useradd", "--create-home", "--shell", "/bin/bash", "--groups", group, name)
    lines = "".join(f"{name}:open sesame\n" for name in PEOPLE)
    subprocess.run(["chpasswd"], input=lines, text=True, check=True, env=VARIABLES)


def start_hub():
    config = REPOSITORY / "coursework/jupyterhub/jupyterhub_config.py"
    command = [BIN / "jupyterhub", "-f", config]
    hub = subprocess.Popen(
        command, env=VARIABLES | {"HOME": "/root"}, cwd="/srv/jupyterhub", stdout=sys.stderr
    )
    until("the hub", answers)
    return hub


def coursework(*words):
    command = "import sys; from cnn_coursework.command import main; sys.exit(main())"
    return run(sys.executable, "-c", command, *words, user="teacher", cwd=CLASS)


def release():
    path = save(small_notebook(), Path("/tmp/release") / f"{NAME}.ipynb")
    coursework("start", CLASS)
    (CLASS / "nbgrader_config.py").unlink()  # the machine's own is in /etc/jupyter
    coursework("release", path, "--to", CLASS, "--no-run")
    run(BIN / "nbgrader", "release_assignment", NAME, user="teacher", cwd=CLASS)


def solve(person, source):
    """Fetch, write the answer, save and submit, through the server of the person."""
    person.assignments("fetch")
    place = f"api/contents/{NAME}/{NAME}.ipynb"
    model = person.get(place).json()
    notebook = solved(nbformat.from_dict(model["content"]), {"warm_up": source})
    saved = person.send("PUT", place, json={"type": "notebook", "content": notebook})
    assert saved.ok, saved.text
    person.assignments("submit")


def feedback(person):
    """Fetch the feedback, and return the page's text."""
    person.assignments("fetch_feedback")
    folder = person.get(f"api/contents/{NAME}/feedback").json()["content"][0]["path"]
    page = person.get(f"api/contents/{folder}").json()["content"][0]["path"]
    text = person.get(f"api/contents/{page}?type=file&format=text").json()["content"]
    return re.sub(r"<[^>]+>", " ", text)


def statuses(person, other):
    """Return what a student gets who asks for others' pages."""
    place = f"api/contents/{NAME}"
    asked = {
        "another's files": person.get(place, whose=other),
        "another's kernel": person.send("POST", "api/kernels", whose=other, json={}),
        "the teacher's files": person.get("api/contents", whose="teacher"),
        "the hub's users": person.web.get(f"{HUB}/hub/api/users", timeout=30),
        "above the home": person.get("api/contents/../teacher"),
    }
    return {name: answer.status_code for name, answer in asked.items()}


def main():
    began = time.monotonic()
    prepare()
    hub = start_hub()
    with ThreadPoolExecutor() as pool:
        released = pool.submit(release)
        ada, alan = Person("ada"), Person("alan")
        stranger = Person("root").log_in("open sesame")
        wrong = Person("ada").log_in("guess")
        for person in (ada, alan):
            person.log_in()
        list(pool.map(Person.start, (ada, alan)))
        released.result()
        list(pool.map(solve, (ada, alan), (RIGHT, MEAN)))
    inbound = Path("/srv/nbgrader/exchange/cnn/inbound")
    paths = ["/home/alan", "/home/teacher", str(CLASS), str(inbound), "/srv/jupyterhub"]
    paths += [
        str(CLASS / part) for part in ("source", "gradebook.db", "grades", "class-secret.txt")
    ]
    paths += [str(path) for path in inbound.glob("alan+*")]
    paths += [
        f"{pwd.getpwnam('alan').pw_dir}/{NAME}/{NAME}.ipynb",
        f"/srv/nbgrader/exchange/cnn/outbound/{NAME}",
    ]
    looked = ada.kernel(LOOK.format(paths=paths, name=NAME))
    asked = statuses(ada, "alan")
    run(BIN / "nbgrader", "collect", NAME, user="teacher", cwd=CLASS)
    graded = coursework("grade", CLASS / "submitted", "--out", CLASS / "grades", "--no-progress")
    run(BIN / "nbgrader", "release_feedback", NAME, user="teacher", cwd=CLASS)
    after = ada.kernel(LOOK.format(paths=[str(CLASS / "grades")], name=NAME))
    report = {
        "wrong password": wrong.status_code,
        "no member": stranger.status_code,
        "looked": looked,
        "after": after,
        "asked": asked,
        "graded": graded,
        "table": (CLASS / "grades" / "grades.csv").read_text(encoding="utf-8"),
        "feedback": {person.name: feedback(person) for person in (ada, alan)},
        "seconds": time.monotonic() - began,
    }
    hub.terminate()
    hub.wait(30)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
