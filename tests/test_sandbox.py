"""What is in a learner's sandbox: no process weaker than the learner's, nothing of the teacher's, no way to more."""

import json
import os
from pathlib import Path

import pytest

from coursekit.engine import engine
from coursekit.engine.engine import Engine, Limits
from coursekit.engine.steps import CodeCell

pytestmark = pytest.mark.sandbox

LOOK = """
import json, os, re, stat
from pathlib import Path

def look():
    found = {}
    for place in sorted(Path("/proc").glob("[0-9]*")):
        status = (place / "status").read_text()
        about = {name: re.search(rf"^{name}:\\s*(.*)$", status, re.MULTILINE)[1] for name in
                 ("Name", "Seccomp", "NoNewPrivs", "CapEff", "CapPrm", "CapInh", "CapAmb", "CapBnd")}
        try:
            about["environment"] = (place / "environ").read_text()
        except PermissionError:
            about["environment"] = ""
        try:
            links = [place / "fd" / name for name in os.listdir(place / "fd")]
            about["files"] = [os.readlink(one) for one in links if os.path.lexists(one)]
        except PermissionError:
            about["files"] = []
        found[place.name] = about
    places = ("/dev/null", "/dev/zero", "/usr/bin/python3", "/proc/sys", "/proc/uptime", "/")
    writable = [place for place in places if os.stat(place).st_uid == os.getuid()]
    tried = {}
    for name, act in {
        "null": lambda: os.chmod("/dev/null", 0o666),
        "times": lambda: os.utime("/dev/urandom"),
        "hostname": lambda: __import__("socket").sethostname("x"),
        "setuid": lambda: os.setuid(0),
        "packets": lambda: __import__("socket").socket(17, 3),
        "alg": lambda: __import__("socket").socket(38, 5),
        "pipe": lambda: __import__("fcntl").fcntl(os.pipe()[1], 1031, 1 << 20),
    }.items():
        try:
            act()
            tried[name] = "done"
        except OSError as error:
            tried[name] = error.strerror
    lines = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    mounts = [(line[2], line[1], line[3]) for line in lines]
    return json.dumps({"processes": found, "writable": writable, "tried": tried, "uid": os.getuid(),
                       "disks": [place for kind, place, options in mounts
                                 if kind == "tmpfs" and "rw" in options.split(",") and os.path.isdir(place)]})
"""


def test_every_process_in_a_sandbox_is_as_poor_as_the_learners(monkeypatch: pytest.MonkeyPatch) -> None:
    """As seen from inside, while a service of the learner's runs."""
    monkeypatch.setenv("TEACHERS_TOKEN", "TEACHERS-SECRET")
    code = LOOK + "import subprocess\nservice = subprocess.Popen(['sleep', '60'])\nprint(look())"
    with Engine(engine.Setup("made", (CodeCell("given", "given", ""),), {}, ()), Limits()) as grader:
        (printed,) = grader.grade([CodeCell("answer-1-1", "learner", code)]).outputs["answer-1-1"]
    seen = json.loads(printed["text"])
    processes = seen["processes"]
    names = sorted(about["Name"] for about in processes.values())
    assert (names[:2], names[2][:6]) == (["bwrap", "cat"], "python"), processes
    for about in processes.values():
        assert about["Seccomp"] == "2", about
        assert about["NoNewPrivs"] == "1", about
        assert {about[name] for name in ("CapEff", "CapPrm", "CapInh", "CapAmb")} == {"0000000000000000"}, about
        assert "TEACHERS" not in about["environment"]
        assert [
            one for one in about["files"] if not one.startswith(("socket:", "pipe:", "anon_inode:", "/dev/null"))
        ] == []
    # an ordinary user's sandbox is made by that user; its root cannot be written all the same
    assert [place for place in seen["writable"] if place != "/" or os.getuid() == 0] == []
    if os.getuid():
        assert seen["tried"].pop("times"), "only root can protect the times of devices"
    refusals = {"Operation not permitted", "Permission denied", "Read-only file system", "Invalid argument"}
    assert set(seen["tried"].values()) <= refusals
    assert sorted(seen["disks"]) == ["/dev/shm", "/submission", "/tmp"]
    if os.getuid() == 0:
        assert seen["uid"] == 65_534


def test_an_examiner_sees_its_own_disks_and_nothing_of_the_learners_or_the_machines() -> None:
    """What learners made is opened there: it is in a sandbox, too, and another one."""
    given = CodeCell("given", "given", LOOK + "Path('made_by_given').write_text('x')\n")
    look = """
about = json.loads(look())
assert {one["Seccomp"] for one in about["processes"].values()} == {"2"}, about
assert not about["writable"] or about["uid"] == 0 != UID, about
assert Path("made_by_given").read_text() == "x"
assert not Path("/submission/made_by_learner").exists() and not Path("/tmp/made_by_learner").exists()
assert not Path("/etc/passwd").exists() and not Path("/home").exists()
assert not Path({where!r}, "course").exists()
Path("made_by_check").write_text("x")
"""
    cells = [
        given,
        CodeCell(
            "answer-1-1",
            "learner",
            "for place in ('/submission', '/tmp'): Path(place, 'made_by_learner').write_text('')",
        ),
        CodeCell(
            "check-1-1",
            "check",
            look.replace("{where!r}", repr(str(Path.cwd()))).replace("UID", str(os.getuid())),
            1,
            ("nothing",),
        ),
    ]
    with Engine(engine.Setup("made", (given,), {}, ()), Limits()) as grader:
        for _ in range(2):
            check = grader.grade(cells).checks["check-1-1"]
            assert check.error == "", check.message
        left = {path.name for path in grader._crew.examiner_folder.iterdir()}  # type: ignore[union-attr]
    assert left == {"made_by_given", ".tmp"}
