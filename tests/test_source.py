"""A broken course text gets one clear line with file and line number."""

from pathlib import Path

import pytest

from coursekit.errors import CourseError, SourceError
from coursekit.texts import source

ANSWER = """\
# %% answer:1.1 names="f"
def f():
    ### BEGIN SOLUTION
    return 1
    ### END SOLUTION


# %% check:1.1 points=1
assert f() is not None

# %% hidden:1.1 points=1
assert f() is not None
"""


def read(tmp_path: Path, text: str, kind: str = "assignment") -> source.Source:
    path = tmp_path / "text.py"
    path.write_text(text, encoding="utf-8")
    return source.read(path, kind)


def test_a_sound_assignment_is_read(tmp_path: Path) -> None:
    text = read(tmp_path, ANSWER)
    assert [(cell.tag, cell.name, cell.line) for cell in text.cells] == [
        ("answer", "1.1", 1),
        ("check", "1.1", 8),
        ("hidden", "1.1", 11),
    ]
    assert text.cells[0].names == ["f"]
    assert text.cells[1].points == 1


@pytest.mark.parametrize(
    ("line", "says", "text"),
    [
        (1, "unknown tag 'anwser:1.1'", ANSWER.replace("# %% answer:", "# %% anwser:")),
        (1, "unknown tag 'compare'", "# %% compare\nprint(1)\n"),
        (1, "'written' is a markdown cell", "# %% written:1.1 points=1\nx = 1\n"),
        (8, "'check' needs points=...", ANSWER.replace("check:1.1 points=1", "check:1.1")),
        (8, "whole or half points", ANSWER.replace("check:1.1 points=1", "check:1.1 points=0.3")),
        (8, "'check' needs an exercise number", ANSWER.replace("check:1.1 ", "check ")),
        (8, "'point=1' is not an option", ANSWER.replace("check:1.1 points=1", "check:1.1 point=1")),
        (14, "check:1.1 stands already in line 8", ANSWER + "\n# %% check:1.1 points=1\nf()\n"),
        (14, "answer:1.1 stands already in line 1", ANSWER + "\n" + ANSWER.split("\n\n\n")[0] + "\n"),
        (14, "takes no suffix", ANSWER + "\n" + ANSWER.split("\n\n\n")[0].replace("1.1", "1.1-b") + "\n"),
        (14, "has no answer:1.2 above it", ANSWER + "\n# %% check:1.2 points=1\nf()\n"),
        (8, "stands outside an answer cell", ANSWER.replace("assert f()", "### BEGIN SOLUTION\nassert f()", 1)),
        (1, "is not a marker", ANSWER.replace("### BEGIN SOLUTION", "### BEGIN SOLUTON")),
        (1, "is not a marker", ANSWER.replace("### BEGIN SOLUTION", "# begin solution")),
        (1, "in turn", ANSWER.replace("    ### END SOLUTION\n", "")),
        (11, "is not a marker", ANSWER.replace("hidden:1.1 points=1", "hidden:1.1 points=1\n### END HIDDEN TESTS")),
        (1, "declares 'g' but does not define it", ANSWER.replace('names="f"', 'names="f,g"')),
        (1, "needs names=...", ANSWER.replace(' names="f"', "")),
        (3, "not valid Python", ANSWER.replace("def f():", "def f(:").replace("\ndef", "\n\ndef")),
        (1, "needs a check and a hidden check", ANSWER.split("# %% hidden")[0]),
        (1, "the cell is empty", "# %%\n\n# %%\nx = 1\n"),
        (1, "attachments are not allowed", "# %% [markdown]\n# ![x](attachment:x.png)\n"),
        (1, "must start with a cell header", "x = 1\n"),
        (1, "must start with a cell header", "x = 1\n# %%\ny = 2\n"),
        (1, "the cell header cannot be read", '# %% answer:1.1 names="f\nf = 1\n'),
    ],
)  # fmt: skip
def test_a_broken_text_gets_one_line_with_file_and_line(tmp_path: Path, line: int, says: str, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'text.py'}:{line}: ")
    assert says in message
    assert "\n" not in message


def test_a_lesson_may_write_a_file_with_a_magic(tmp_path: Path) -> None:
    text = read(tmp_path, "# %%\n# %%writefile {folder}/runner.py\nimport sys\n\n# %% compare\nprint(1)\n", "lesson")
    assert [cell.tag for cell in text.cells] == ["", "compare"]
    assert text.cells[0].source == "%%writefile {folder}/runner.py\nimport sys"
    assert source.top_level_names(text.cells[0].source) == {"sys"}


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is missing: write it"):
        source.read(tmp_path / "text.py", "lesson")


def test_two_answers_may_not_declare_the_same_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'f' is declared by two answers"):
        read(tmp_path, ANSWER + "\n" + ANSWER.replace("1.1", "1.2"))
