"""What is handed in is rebuilt from the release; what cannot be read gets one clear sentence of its own."""

import json
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from coursekit.grading import intake, receipts, run
from coursekit.grading.intake import Assignment, Rebuilt, Unreadable
from coursekit.grading.messages import UNUSABLE
from coursekit.manifest import Course
from grading_helpers import WHEN

RIGHT = "def double(number):\n    return 2 * number"
NAME = "01_tiny.ipynb"


@pytest.fixture(scope="module")
def assignment(_built_tiny_course: Path) -> Assignment:
    from coursekit import manifest

    course = manifest.load(_built_tiny_course)
    return run.load(course, course.labs[0])


@pytest.fixture
def raw(assignment: Assignment) -> dict[str, Any]:
    """The release as JSON, with the right answer in it."""
    found: dict[str, Any] = json.loads(nbformat.writes(assignment.released))
    next(cell for cell in found["cells"] if cell["id"] == "answer-1-1")["source"] = RIGHT
    return found


def cell(raw: dict[str, Any], identity: str) -> dict[str, Any]:
    return next(cell for cell in raw["cells"] if cell["id"] == identity)


def rebuild(assignment: Assignment, raw: dict[str, Any]) -> Rebuilt:
    return intake.rebuild(assignment, intake.parse(json.dumps(raw).encode()))


def answer(rebuilt: Rebuilt) -> str:
    return next(one.source for one in rebuilt.cells if one.id == "answer-1-1")


def order(rebuilt: Rebuilt) -> list[str]:
    return [one.id for one in rebuilt.cells]


# What cannot be read


def test_every_kind_of_broken_file_has_its_own_sentence(assignment: Assignment, raw: dict[str, Any]) -> None:
    whole = json.dumps(raw)
    broken: dict[str, bytes] = {
        "the file is empty": b" \n\t ",
        "an archive or a PDF": b"PK\x03\x04",
        "not text": b"\xff\xfe{\0}\0",
        "merge conflicts": b"<<<<<<< HEAD\n" + whole.encode(),
        "cut off or edited by hand": whole[:-9].encode(),
        "not a Jupyter notebook": b'{"cells": []}',
        "without cells": b'{"nbformat": 4, "cells": {}}',
        "not a notebook that can be read": b'{"nbformat": 4, "cells": [7]}',
        "1001 cells": json.dumps({"nbformat": 4, "cells": [{}] * 1_001}).encode(),
    }
    said = []
    for sentence, content in broken.items():
        with pytest.raises(Unreadable, match=re.escape(sentence)) as verdict:
            intake.parse(content)
        said.append(str(verdict.value))
    assert len(set(said)) == len(broken)
    assert all(len(sentence) < 120 for sentence in said)


@pytest.mark.parametrize(
    "content",
    [
        *(b"null", b"7", b"[]", b'"notebook"', b'{"nbformat": "4"}', b'{"nbformat": true, "cells": []}'),
        *(
            b'{"nbformat": 99, "cells": []}',
            b'{"nbformat": 1e999, "cells": []}',
            b"%PDF-1.7",
            b"\x1f\x8b",
            b"{" * 99_999,
        ),
        *(
            b'{"nbformat": 3, "worksheets": [{"cells": [7]}]}',
            b'{"nbformat": 3, "worksheets": [7]}',
            b'{"nbformat": -1}',
        ),
        *(
            b'{"nbformat": 4, "cells": [[]]}',
            b'{"nbformat": 4, "cells": null}',
            b"\0" * 99,
            b'{"nbformat": 2, "worksheets": []}',
        ),
    ],
    ids=lambda content: content[:40].decode("latin-1"),
)
def test_what_is_no_notebook_is_told_so(assignment: Assignment, content: bytes) -> None:
    with pytest.raises(Unreadable):
        intake.rebuild(assignment, intake.parse(content))


def test_another_notebook_is_told_from_this_one(assignment: Assignment) -> None:
    other = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell("Shopping list"), nbformat.v4.new_code_cell("def f(x):\n    return x")]
    )
    with pytest.raises(Unreadable, match="it is another one"):
        rebuild(assignment, other)


def _link(folder: Path) -> None:
    (folder / NAME).symlink_to("/etc/passwd")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / NAME)


def _directory(folder: Path) -> None:
    (folder / NAME).mkdir()


def _large(folder: Path) -> None:
    with (folder / NAME).open("wb") as stream:
        stream.truncate(intake.MAX_BYTES + 1)


def _two(folder: Path) -> None:
    for name in ("a.ipynb", "b.ipynb"):
        (folder / name).write_text("{}")


def _archive(folder: Path) -> None:
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr(NAME, "{}")


def _checkpoint(folder: Path) -> None:
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / f".{NAME}").write_text("{}")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        *(
            (_link, "a link to another file"),
            (_pipe, "not a file"),
            (_directory, "not a file"),
            (_large, "20 MB; at most"),
        ),
        *(
            (_two, "2 notebooks were handed in"),
            (_archive, "only work.zip"),
            (lambda folder: None, "the folder is empty"),
        ),
        (_checkpoint, "no notebook was handed in"),
    ],
)
def test_every_kind_of_odd_folder_has_its_own_sentence(
    tmp_path: Path, make: Callable[[Path], None], sentence: str
) -> None:
    make(tmp_path)
    with pytest.raises(Unreadable, match=sentence):
        intake.read(tmp_path, "01_tiny")


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "good" / "01_tiny").mkdir(parents=True)
    (tmp_path / "good" / "01_tiny" / NAME).write_text("{}")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "01_tiny").symlink_to("../good/01_tiny")
    (tmp_path / "worse").symlink_to("good")
    for student in ("bad", "worse"):
        with pytest.raises(Unreadable, match="a link to another place"):
            intake.read(tmp_path / student / "01_tiny", "01_tiny")


def test_the_notebook_of_the_right_name_is_taken_among_others(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("this one")
    (tmp_path / "scratch.ipynb").write_text("not this")
    assert intake.read(tmp_path, "01_tiny") == b"this one"


# What is rebuilt


def test_an_answer_is_found_whatever_was_lost(assignment: Assignment, raw: dict[str, Any]) -> None:
    for lost in ([], ["metadata"], ["id"], ["id", "metadata"], ["id", "metadata", "outputs", "execution_count"]):
        poorer = {**raw, "cells": [{key: one[key] for key in one if key not in lost} for one in raw["cells"]]}
        rebuilt = rebuild(assignment, poorer)
        assert answer(rebuilt) == RIGHT
        assert rebuilt.remarks == []
        assert order(rebuilt) == ["start-1", "answer-1-1", "check-1-1", "hidden-1-1"]


def test_halves_of_a_split_answer_run_one_after_the_other(assignment: Assignment, raw: dict[str, Any]) -> None:
    place = raw["cells"].index(cell(raw, "answer-1-1"))
    raw["cells"].insert(place, {**raw["cells"][place], "id": "other", "source": "factor = 2"})
    rebuilt = rebuild(assignment, raw)
    assert order(rebuilt) == ["start-1", f"added-{place}", "answer-1-1", "check-1-1", "hidden-1-1"]
    assert [one.source for one in rebuilt.cells][1:3] == ["factor = 2", RIGHT]


def test_a_copy_that_is_still_the_stub_is_not_an_answer(assignment: Assignment, raw: dict[str, Any]) -> None:
    stub = next(one for one in assignment.released.cells if one.id == "answer-1-1")
    raw["cells"].append({**cell(raw, "answer-1-1"), "source": stub.source})
    assert answer(rebuild(assignment, raw)) == RIGHT


def test_parts_of_a_written_answer_are_put_together(assignment: Assignment, raw: dict[str, Any]) -> None:
    written = cell(raw, "written-1-2")
    written["source"] = "First,"
    raw["cells"].append({**written, "source": "second."})
    shown = {one.id: one for one in rebuild(assignment, raw).notebook.cells}
    assert shown["written-1-2"].source == "First,\n\nsecond."


def test_a_written_answer_is_shown_as_text(assignment: Assignment, raw: dict[str, Any]) -> None:
    text = "a < b, `x<y`, <b onclick=x> [here](javascript:x) [there](https://example.org) $\\\\href{x}$"
    cell(raw, "written-1-2")["source"] = text
    found = {one.id: one for one in rebuild(assignment, raw).notebook.cells}["written-1-2"].source
    assert found.replace("\u200b", "") == text
    assert "<b" not in found
    assert "](j" not in found
    assert "](https://example.org)" in found
    assert "\\\\href" not in found


def test_checks_are_those_of_the_course_whatever_they_look_like(assignment: Assignment, raw: dict[str, Any]) -> None:
    check = cell(raw, "check-1-1")
    check["source"], check["metadata"]["nbgrader"]["points"] = "pass", 1000
    raw["cells"].remove(cell(raw, "hidden-1-1"))
    rebuilt = rebuild(assignment, raw)
    assert [one.points for one in rebuilt.cells if one.role == "check"] == [1, 1]
    assert all("checks.close" in one.source for one in rebuilt.cells if one.role == "check")
    assert [remark.split(";")[0] for remark in rebuilt.remarks] == [
        "the check check-1-1 had been changed",
        "the check hidden-1-1 had been removed",
    ]


def test_windows_line_ends_are_no_change(assignment: Assignment, raw: dict[str, Any]) -> None:
    for one in raw["cells"]:
        one["source"] = "".join(one["source"]).replace("\n", "\r\n")
    rebuilt = rebuild(assignment, raw)
    assert rebuilt.remarks == []
    assert answer(rebuilt) == RIGHT


@pytest.mark.parametrize("source", [None, 7, True, {"a": 1}, [1, None], ["a = 1\n", 2]], ids=repr)
def test_sources_of_odd_types_do_no_harm(assignment: Assignment, raw: dict[str, Any], source: object) -> None:
    raw["cells"].append({"cell_type": "code", "source": source, "metadata": [], "id": {"a": 1}})
    assert answer(rebuild(assignment, raw)) == RIGHT


def test_half_characters_become_whole_ones(assignment: Assignment, raw: dict[str, Any]) -> None:
    cell(raw, "answer-1-1")["source"] = RIGHT + "  # \ud800"
    assert answer(rebuild(assignment, raw)) == RIGHT + "  # ?"


def test_learners_see_neither_hidden_checks_nor_what_is_known_of_them(assignment: Assignment) -> None:
    notebook = nbformat.from_dict(assignment.complete)
    notebook.metadata["coursekit"] = {"checks": {"hidden-1-1": {"message": "secret"}}}
    hidden = next(one for one in notebook.cells if one.id == "hidden-1-1")
    hidden.outputs = [nbformat.v4.new_output("error", ename="E", evalue="words of a value", traceback=["0.25 secret"])]
    text = nbformat.writes(intake.for_learners(notebook))
    assert "0.25" not in text
    assert "secret" not in text
    assert "words" not in text
    assert f"E: {UNUSABLE}" in text


# What is collected


def test_collecting_follows_no_link_and_waits_for_no_pipe(tiny: Course, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    for student in ("right", "pipe", "stamp", "inner"):
        (inbox / student).mkdir(parents=True)
    (inbox / "right" / NAME).write_text("{}")
    (inbox / "mallory").symlink_to(inbox / "right")
    (inbox / "linked.ipynb").symlink_to("/etc/passwd")
    os.mkfifo(inbox / "pipe" / NAME)
    os.mkfifo(inbox / "alone.ipynb")
    (inbox / "stamp" / "timestamp.txt").mkdir()
    (inbox / "inner" / NAME).symlink_to("../right/01_tiny.ipynb")
    (inbox / "inner" / "timestamp.txt").symlink_to("/nowhere/at/all")
    students = receipts.collect(tiny.root, "01_tiny", inbox, WHEN)
    assert sorted(students) == ["alone", "inner", "linked", "mallory", "pipe", "right", "stamp"]
    said = {}
    for student in students:
        try:
            intake.read(tiny.root / "submitted" / student / "01_tiny", "01_tiny")
        except Unreadable as verdict:
            said[student] = str(verdict)
    assert said == {
        "alone": "the folder is empty",
        "pipe": "the folder is empty",
        "stamp": "the folder is empty",
        "linked": "the notebook is a link to another file",
        "inner": "the notebook is a link to another file",
        "mallory": "the folder is a link to another place",
    }
    # what is handed in again replaces a link, not what it leads to
    receipts.collect(tiny.root, "01_tiny", inbox, WHEN)
    assert (inbox / "right" / NAME).read_text() == "{}"
    assert not (inbox / "right" / "timestamp.txt").exists()
