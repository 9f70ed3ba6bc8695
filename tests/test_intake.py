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

from coursekit.grading import intake, releases, run
from coursekit.grading.intake import Assignment, Rebuilt, Unreadable
from coursekit.grading.messages import UNUSABLE
from coursekit.manifest import Course

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
        "not text in UTF-8": '{"nbformat": 4, "cells": ["é"]}'.encode("latin-1"),
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
    tmp_path: Path, assignment: Assignment, make: Callable[[Path], None], sentence: str
) -> None:
    make(tmp_path)
    with pytest.raises(Unreadable, match=sentence):
        intake.read(tmp_path, assignment)


def test_a_folder_that_is_a_link_is_not_followed(tmp_path: Path, assignment: Assignment) -> None:
    (tmp_path / "good" / "01_tiny").mkdir(parents=True)
    (tmp_path / "good" / "01_tiny" / NAME).write_text("{}")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "01_tiny").symlink_to("../good/01_tiny")
    (tmp_path / "worse").symlink_to("good")
    for student in ("bad", "worse"):
        with pytest.raises(Unreadable, match="a link to another place"):
            intake.read(tmp_path / student / "01_tiny", assignment)


def test_the_notebook_of_the_right_name_is_taken_among_others(tmp_path: Path, assignment: Assignment) -> None:
    (tmp_path / NAME).write_text("this one")
    (tmp_path / "scratch.ipynb").write_text("not this")
    assert intake.read(tmp_path, assignment).content == b"this one"


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


# More than the notebook as it was handed out


def written(rebuilt: Rebuilt) -> nbformat.NotebookNode:
    return next(one for one in rebuilt.notebook.cells if one.id == "written-1-2")


def test_a_file_in_utf_16_or_with_a_byte_order_mark_is_read(assignment: Assignment, raw: dict[str, Any]) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        content = json.dumps(raw, ensure_ascii=False).encode(encoding)
        assert answer(intake.rebuild(assignment, intake.parse(content))) == RIGHT


def test_the_lesson_or_another_labs_notebook_is_told_from_this_one(
    assignment: Assignment, raw: dict[str, Any], tiny: Course
) -> None:
    lesson = tiny.lesson(tiny.labs[0]).read_bytes()
    with pytest.raises(
        Unreadable, match="no exercise of 01_tiny is in this notebook: it is another one, or the lesson"
    ):
        intake.rebuild(assignment, intake.parse(lesson))
    # another lab: other exercises, and the texts that all labs share
    for one in raw["cells"]:
        other = one["id"].replace("-1-", "-7-") + "-other"
        one["id"] = other
        one["metadata"].get("nbgrader", {})["grade_id"] = other
        if one["cell_type"] == "code" and not "".join(one["source"]).startswith("# Hidden"):
            one["source"] = "def treble(number):\n    return 3 * number"
    with pytest.raises(Unreadable, match="it is another one"):
        rebuild(assignment, raw)


DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def test_pictures_in_a_written_answer_are_kept(assignment: Assignment, raw: dict[str, Any]) -> None:
    first = cell(raw, "written-1-2")
    first["source"] = "![a](attachment:image.png) ![b](attachment:my%20page.png)"
    first["attachments"] = {"image.png": {"image/png": DOT}, "my page.png": {"image/png": DOT}}
    second = {**first, "source": "![c](attachment:image.png)", "attachments": {"image.png": {"image/png": DOT}}}
    raw["cells"].append(second)
    shown = written(rebuild(assignment, raw))
    assert sorted(shown.attachments) == ["image.png", "picture-2.png", "picture-3.png"]
    for name in shown.attachments:
        assert f"](attachment:{name})" in shown.source
    nbformat.validate(nbformat.v4.new_notebook(cells=[shown]))


@pytest.mark.parametrize(
    "bundle",
    [
        {"image/svg+xml": "<svg onload='alert(1)'/>"},
        {"image/png": "no base64!"},
        {"image/png": "PHNjcmlwdD4="},
        {"image/png": ["a", "b"]},
        [],
        7,
    ],
    ids=str,
)
def test_what_is_no_picture_is_left_out(assignment: Assignment, raw: dict[str, Any], bundle: object) -> None:
    cell(raw, "written-1-2").update(source="![x](attachment:x.png)", attachments={"x.png": bundle})
    shown = written(rebuild(assignment, raw))
    assert "attachments" not in shown
    assert "](attachment" not in shown.source, "nbconvert fails at an attachment that is not there"


def test_pictures_without_measure_are_left_out_and_said(assignment: Assignment, raw: dict[str, Any]) -> None:
    import base64

    large = base64.b64encode(base64.b64decode(DOT) + bytes(4_000_000)).decode()
    cell(raw, "written-1-2").update(source="![x](attachment:x.png)", attachments={"x.png": {"image/png": large}})
    rebuilt = rebuild(assignment, raw)
    assert "attachments" not in written(rebuilt)
    assert rebuilt.remarks == ["the pictures in written-1-2 are too large; look at them in submitted/"]


@pytest.mark.parametrize("where", ["below", "above", "at the end"])
def test_a_written_answer_in_a_cell_of_its_own_is_part_of_the_answer(
    assignment: Assignment, raw: dict[str, Any], where: str
) -> None:
    place = raw["cells"].index(cell(raw, "written-1-2"))
    mine = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Twice is enough."}
    raw["cells"].insert({"below": place + 1, "above": place, "at the end": len(raw["cells"])}[where], mine)
    assert written(rebuild(assignment, raw)).source == "Twice is enough."


def test_a_note_at_another_exercise_is_no_written_answer(assignment: Assignment, raw: dict[str, Any]) -> None:
    place = raw["cells"].index(cell(raw, "answer-1-1"))
    raw["cells"].insert(place, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "To do: think."})
    stub = next(one for one in assignment.released.cells if one.id == "written-1-2")
    assert written(rebuild(assignment, raw)).source == stub.source


def test_an_endless_written_answer_is_cut_and_said(assignment: Assignment, raw: dict[str, Any]) -> None:
    cell(raw, "written-1-2")["source"] = "\\begin{a}" * 14_000
    rebuilt = rebuild(assignment, raw)
    assert len(written(rebuilt).source) < 21_000
    assert rebuilt.remarks == [
        "the answer written-1-2 has 126000 characters; the first 20000 are shown, the rest is in submitted/"
    ]


def _saved(folder: Path, **notebooks: object) -> None:
    for name, content in notebooks.items():
        (folder / f"{name}.ipynb").write_text(content if isinstance(content, str) else json.dumps(content))


def test_the_notebook_with_work_in_it_wins_over_an_untouched_one(
    tmp_path: Path, assignment: Assignment, raw: dict[str, Any]
) -> None:
    _saved(tmp_path, **{"01_tiny": nbformat.writes(assignment.released), "01_tiny-Copy1": raw, "broken": "{"})
    found = intake.read(tmp_path, assignment)
    assert answer(intake.rebuild(assignment, intake.parse(found.content))) == RIGHT
    assert found.remarks == ()
    assert found.notes == ("of 3 notebooks 01_tiny-Copy1.ipynb was graded, for there is work in it",)


def test_of_several_notebooks_with_work_that_of_the_right_name_is_graded_and_it_is_said(
    tmp_path: Path, assignment: Assignment, raw: dict[str, Any]
) -> None:
    other = json.loads(json.dumps(raw))
    cell(other, "answer-1-1")["source"] = "def double(number):\n    return number"
    _saved(tmp_path, **{"01_tiny": raw, "a": other})
    found = intake.read(tmp_path, assignment)
    assert json.loads(found.content) == raw
    assert found.remarks == ("2 notebooks with different work were handed in; 01_tiny.ipynb was graded",)
    (tmp_path / NAME).rename(tmp_path / "b.ipynb")
    with pytest.raises(Unreadable, match="2 notebooks with work in them were handed in, none"):
        intake.read(tmp_path, assignment)
    _saved(tmp_path, a=raw)
    assert intake.read(tmp_path, assignment).remarks == (), "the same work twice is no question"


# Hand-ins from earlier releases


def _mended(assignment: Assignment, **changes: str) -> Assignment:
    """The assignment after some of its cells were changed, or removed where the new text is empty."""
    versions = []
    for version in (assignment.released, assignment.complete):
        new = nbformat.from_dict(version)
        new.cells = [one for one in new.cells if changes.get(one.id.replace("-", "_"), "x")]
        for one in new.cells:
            one.source = changes.get(one.id.replace("-", "_"), one.source)
        versions.append(new)
    return Assignment(assignment.slug, *versions, earlier=(releases.of(assignment.released),))


def test_a_check_as_it_was_handed_out_before_is_no_changed_check(assignment: Assignment, raw: dict[str, Any]) -> None:
    rebuilt = rebuild(_mended(assignment, check_1_1="assert double(4) == 8  # mended"), raw)
    assert rebuilt.remarks == []
    assert rebuilt.notes == ["it was made from an earlier release; today's checks graded it"]
    assert next(one for one in rebuilt.cells if one.id == "check-1-1").source == "assert double(4) == 8  # mended"


def test_a_check_that_was_changed_in_an_earlier_release_is_one(assignment: Assignment, raw: dict[str, Any]) -> None:
    cell(raw, "check-1-1")["source"] = "pass"
    rebuilt = rebuild(_mended(assignment, hidden_1_1="# Other words"), raw)
    assert rebuilt.remarks == ["the check check-1-1 had been changed; it was put back"]


def test_a_check_that_is_withdrawn_is_neither_run_nor_missed(assignment: Assignment, raw: dict[str, Any]) -> None:
    rebuilt = rebuild(_mended(assignment, check_1_1=""), raw)
    assert order(rebuilt) == ["start-1", "answer-1-1", "hidden-1-1"]
    assert rebuilt.remarks == []


def test_a_stub_of_an_earlier_release_is_no_answer(assignment: Assignment, raw: dict[str, Any]) -> None:
    stub = next(one for one in assignment.released.cells if one.id == "answer-1-1").source
    cell(raw, "answer-1-1")["source"] = stub
    assert answer(rebuild(_mended(assignment, answer_1_1="# a new stub"), raw)) == "# a new stub"
