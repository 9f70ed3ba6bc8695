"""A newer package comes over a learner's folder, and not a line of the learner's work is lost."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coursekit import cli, release
from coursekit.errors import CourseError
from coursekit.manifest import Course
from coursekit.update import LIST, update

LESSON, ASSIGNMENT = "notebooks/01_tiny.ipynb", "assignments/01_tiny/01_tiny.ipynb"


@pytest.fixture
def folder(tiny: Course, tmp_path: Path) -> Path:
    """The package of the tiny course, unpacked by a learner."""
    release.write(tiny, tmp_path / "old.zip")
    with zipfile.ZipFile(tmp_path / "old.zip") as archive:
        archive.extractall(tmp_path)
    return tmp_path / release.PACKAGE


@pytest.fixture
def newer(tiny: Course, tmp_path: Path) -> Path:
    """A package in which everything has changed."""
    for name in (LESSON, ASSIGNMENT, "Makefile", "docs/learn.md"):
        path = tiny.root / name
        path.write_bytes(path.read_bytes() + b"\n")
    release.write(tiny, tmp_path / "new.zip")
    return tmp_path / "new.zip"


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_a_learner_has_not_touched_is_brought_up_to_date(folder: Path, newer: Path) -> None:
    done = update(folder, newer)
    assert (done.beside, done.kept_aside) == ({}, {})
    with zipfile.ZipFile(newer) as archive:
        names = archive.namelist()
        assert content(folder) == {name.partition("/")[2]: archive.read(name) for name in names}
    assert update(folder, newer).written == []


def test_a_notebook_with_work_in_it_stays_and_the_new_one_lies_beside(folder: Path, newer: Path) -> None:
    (folder / ASSIGNMENT).write_bytes(b"my answers")
    (folder / "mine.txt").write_bytes(b"notes")
    for _ in range(2):
        done = update(folder, newer)
        assert done.beside == {ASSIGNMENT: "assignments/01_tiny/01_tiny.new.ipynb"}
    there = content(folder)
    assert (there[ASSIGNMENT], there["mine.txt"]) == (b"my answers", b"notes")
    assert [name for name in there if ".new" in name] == ["assignments/01_tiny/01_tiny.new.ipynb"]


def test_another_file_that_was_changed_is_kept_beside_the_new_one(folder: Path, newer: Path) -> None:
    (folder / "Makefile").write_bytes(b"my own")
    (folder / "Makefile.mine").write_bytes(b"of an earlier update")
    assert update(folder, newer).kept_aside == {"Makefile": "Makefile.mine2"}
    assert (folder / "Makefile.mine2").read_bytes() == b"my own"


def test_of_a_folder_without_a_list_everything_that_differs_counts_as_changed(folder: Path, newer: Path) -> None:
    (folder / LIST).unlink()
    done = update(folder, newer)
    assert sorted(done.beside) == [ASSIGNMENT, LESSON]
    assert "Makefile" in done.kept_aside


@pytest.mark.parametrize("kind", ["no zip", "another zip", "a way out"])
def test_what_is_no_package_changes_nothing(folder: Path, tmp_path: Path, kind: str) -> None:
    path, before = tmp_path / "other.zip", content(folder)
    path.write_bytes(b"no zip")
    if kind != "no zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mlops-labs/a.txt" if kind == "another zip" else "../a.txt", "a")
    with pytest.raises(CourseError, match=r"other\.zip is not a"):
        update(folder, path)
    assert content(folder) == before


def test_a_lab_can_be_released_before_the_others(tiny: Course) -> None:
    everything, nothing = set(release.files(tiny)), set(release.files(tiny, []))
    assert {LESSON, ASSIGNMENT} <= everything - nothing
    assert LIST in nothing


def test_the_command_says_what_it_did(
    folder: Path, newer: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (folder / LESSON).write_bytes(b"run, with outputs")
    assert cli.main(["update", str(newer)]) == 0
    told = capsys.readouterr().out
    assert f"{LESSON}: yours stays; the new one is notebooks/01_tiny.new.ipynb" in told
    assert "1 that you had changed: nothing of yours is lost" in told


def published(git: Path, package: Path) -> None:
    """The package as the next commit of a repository that learners pull from."""
    for path in git.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with zipfile.ZipFile(package) as archive:
        archive.extractall(git)
    run(git, "add", "--all")
    run(git, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "release")


def run(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.slow
def test_a_link_of_nbgitpuller_brings_the_package_and_keeps_what_was_changed(
    folder: Path, newer: Path, tmp_path: Path
) -> None:
    origin, home = tmp_path / "origin", tmp_path / "home"
    origin.mkdir()
    run(tmp_path, "init", "--quiet", "--initial-branch=main", str(origin))
    published(origin, tmp_path / "old.zip")

    def pull() -> None:
        subprocess.run(
            [sys.executable, "-m", "nbgitpuller.pull", f"file://{origin}", "main", str(home)],
            check=True,
            capture_output=True,
        )

    pull()
    mine = home / "mlops-labs" / ASSIGNMENT
    mine.write_text("my answers")
    published(origin, newer)
    pull()
    assert mine.read_text() == "my answers"
    new = (origin / "mlops-labs" / LESSON).read_bytes()
    assert (home / "mlops-labs" / LESSON).read_bytes() == new
