"""What two learners and their teacher do on a hub, from the first login to the feedback; run by test_hub.py.

It runs as root where nothing but a copy of the course can be reached, with accounts that exist there only.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import requests

HUB = "http://127.0.0.1:8000"
SLUG, COURSE = "01_tiny", "mlops-labs"
MINE = f"mlops-labs/assignments/{SLUG}"
EXCHANGE, FOLDER = Path("/srv/mlops-labs/exchange"), Path("/home/teacher/course")
CONFIG = f"""
load_subconfig("{sys.argv[1]}/hub/jupyterhub_config.py")
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.bind_url = "{HUB}"
c.JupyterHub.db_url = "sqlite:////tmp/hub.sqlite"
c.JupyterHub.cookie_secret_file = "/tmp/hub.secret"
"""


class Learner:
    """Somebody at a browser."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.browser = requests.Session()
        self.browser.get(f"{HUB}/hub/login", timeout=30).raise_for_status()
        form = {"username": name, "password": "x", "_xsrf": self.browser.cookies.get("_xsrf", path="/hub/")}
        self.browser.post(f"{HUB}/hub/login", data=form, timeout=30).raise_for_status()

    def start(self) -> None:
        """Open one's server and wait until it is there."""
        self.browser.get(f"{HUB}/hub/spawn/{self.name}", timeout=120)
        until(self._is_there, "a server")

    def _is_there(self) -> bool:
        page = self.browser.get(f"{HUB}/user/{self.name}/lab", timeout=60)
        return page.status_code == 200 and page.url.startswith(f"{HUB}/user/{self.name}/")

    def stop(self) -> None:
        """Stop it, as in the control panel."""
        mark = {"X-XSRFToken": self.browser.cookies.get("_xsrf", path="/hub/")}
        url = f"{HUB}/hub/api/users/{self.name}/server"
        self.browser.delete(url, headers=mark, timeout=60).raise_for_status()
        stopped = lambda: not self.browser.get(url.rpartition("/")[0], timeout=30).json()["servers"]  # noqa: E731
        until(stopped, "an end of the server")

    def call(self, method: str, path: str, **options: object) -> dict:
        """What one's own server answers."""
        mark = {"X-XSRFToken": self.browser.cookies.get("_xsrf", path=f"/user/{self.name}/")}
        url = f"{HUB}/user/{self.name}/{path}"
        reply = self.browser.request(method, url, headers=mark, timeout=60, **options)
        reply.raise_for_status()
        return reply.json() if reply.content else {}

    def names(self, folder: str) -> list[str]:
        """What lies in a folder of one's home."""
        return sorted(entry["name"] for entry in self.call("GET", f"api/contents/{folder}")["content"])

    def assignment(self, action: str) -> dict:
        """Press a button of the assignment list."""
        wanted = {"assignment_id": SLUG, "course_id": COURSE}
        found = self.call("POST", f"assignments/{action}", params=wanted)
        assert found["success"], found
        return found

    def status(self) -> str:
        """What the assignment list says of the assignment before it is handed in."""
        listed = self.call("GET", "assignments", params={"course_id": COURSE})
        assert listed["success"], listed
        return next(one["status"] for one in listed["value"] if one["status"] != "submitted")

    def answer(self, code: str) -> None:
        """Write an answer into the notebook and save it."""
        notebook = self.call("GET", f"api/contents/{MINE}/{SLUG}.ipynb")["content"]
        stub = next(cell for cell in notebook["cells"] if "NotImplementedError" in cell["source"])
        stub["source"] = code
        self.call("PUT", f"api/contents/{MINE}/{SLUG}.ipynb", json={"type": "notebook", "content": notebook})


def until(done, what: str, seconds: float = 60) -> None:
    """Wait for something, not for ever."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"there was no {what} in {seconds} s"
        time.sleep(0.3)


def run_as(account: str, *command: str, code: int = 0) -> str:
    """What a command of the teacher's (or a learner's) prints, run in the course's folder."""
    home = f"/home/{account}"
    where = FOLDER if account == "teacher" else Path(home)
    shared = {"JUPYTER_CONFIG_PATH": f"{sys.argv[1]}/hub/shared", "MLOPS_LABS_EXCHANGE": str(EXCHANGE)}
    env = {"HOME": home, "PATH": os.environ["PATH"], "USER": account, **shared}
    done = subprocess.run(
        command, cwd=where, env=env, user=account, group=account, extra_groups=[], capture_output=True, text=True
    )
    print(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}", flush=True)
    assert done.returncode == code, f"{command} ended with {done.returncode}"
    return done.stdout + done.stderr


def main() -> None:
    Path("/tmp/config.py").write_text(CONFIG)
    hub = subprocess.Popen([shutil.which("jupyterhub") or "", "-f", "/tmp/config.py"], cwd="/tmp")
    try:
        until(_answers, "hub")
        _from_login_to_feedback()
    finally:
        hub.terminate()
        hub.wait(30)
    print("ALL WELL")


def _answers() -> bool:
    try:
        return requests.get(f"{HUB}/hub/health", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def _from_login_to_feedback() -> None:
    anna, ben = Learner("anna"), Learner("ben")
    anna.start()
    ben.start()
    assert anna.names("mlops-labs/notebooks") == [f"{SLUG}.ipynb"], "the package is laid down at the first start"

    run_as("teacher", "nbgrader", "release_assignment", SLUG)
    assert anna.status() == "fetched", "what the package brought need not be fetched"
    ben.call("DELETE", f"api/contents/{MINE}/{SLUG}.ipynb")
    shutil.rmtree(f"/home/ben/{MINE}")
    assert ben.status() == "released"
    ben.assignment("fetch")
    assert ben.names(MINE) == [f"{SLUG}.ipynb", "data"], "what was lost can be fetched again"

    right, wrong = (Path(sys.argv[1], "tests", name).read_text() for name in sys.argv[2:4])
    anna.answer(wrong)
    anna.assignment("submit")
    time.sleep(1.1)
    anna.answer(right)
    anna.assignment("submit")
    ben.answer(wrong)
    ben.assignment("submit")
    forged = f"anna+{SLUG}+2099-01-01 00:00:00 UTC+x"
    run_as("ben", "cp", "-r", f"/home/ben/{MINE}", f"{EXCHANGE}/{COURSE}/inbound/{forged}")

    inbound = f"{EXCHANGE}/{COURSE}/inbound"
    assert "its files belong to 'ben'" in run_as("teacher", "coursekit", "collect", "01", inbound, code=1)
    run_as("teacher", "coursekit", "collect", "01", inbound, "--only-known", code=1)
    # no sandbox can be made inside of the one that all of this runs in; the answers are ours
    run_as("teacher", "coursekit", "grade", "01", "--trust")
    run_as("teacher", "coursekit", "feedback", "01")
    said = run_as("teacher", "coursekit", "export", "01", "exchange", f"{EXCHANGE}/{COURSE}")
    assert "2 feedback page(s)" in said, said

    teacher = Learner("teacher")
    teacher.start()
    graded = {one["name"]: one for one in teacher.call("GET", "formgrader/api/assignments")}
    assert graded[SLUG]["num_submissions"] == 2, "formgrader shows the class"

    for learner in (anna, ben):
        learner.assignment("fetch_feedback")
    (hers,), (his,) = (sorted(Path(f"/home/{who}/{MINE}/feedback").rglob("*.html")) for who in ("anna", "ben"))
    assert "(Score: 2.0 / 4.0)" in hers.read_text(), "the last hand-in counts"
    assert "(Score: 0.0 / 4.0)" in his.read_text()
    denied = run_as("ben", "ls", f"{EXCHANGE}/{COURSE}/feedback", code=2)
    assert "denied" in denied, "nobody sees whose pages there are"

    anna.stop()
    shutil.copyfile("/srv/mlops-labs/newer.zip", "/srv/mlops-labs/mlops-labs.zip")
    anna.start()
    assert f"{SLUG}.new.ipynb" in anna.names(MINE), "a newer package lies beside her work"
    hers_now = nbformat.read(f"/home/anna/{MINE}/{SLUG}.ipynb", as_version=4)
    assert right in {cell.source for cell in hers_now.cells}, "and her work is as it was"
    print(json.dumps({"anna": 2, "ben": 0}))


main()
