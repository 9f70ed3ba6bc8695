"""The judge of graders finds a grader that is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.manifest import Course
from coursekit.proofs import judge
from coursekit.proofs.mutants import mutants
from coursekit.texts import build

Edit = Callable[[Path, str, str], None]
CHECK = 'checks.close(double(4), 8, "double(4)", "Twice the number is asked for.")'


def verdict(course: Course, rebuild: bool = False) -> str:
    lab = course.labs[0]
    if rebuild:
        build.build_assignment(course, lab)
    return "\n".join(judge.judge(course, lab).problems)


def test_right_graders_are_found_right(tiny: Course) -> None:
    found = judge.judge(tiny, tiny.labs[0])
    assert found.problems == []
    assert found.counts == {"right": 3, "wrong": 6, "junk": 18, "mutants": found.counts["mutants"]}
    assert found.counts["mutants"] >= 5


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("assert double(4) == 8", "junk (always equal) earns points at check:1.1"),
        ("double(4)", "check:1.1 is dead: no wrong answer fails it"),
        ("assert double(4) == 9", "the reference answer fails check:1.1"),
        ("import sys\nprint('hm', file=sys.stderr)\n" + CHECK, "check:1.1 writes to stderr"),
        ("expected = 8\nassert double(4) == expected, f'not {expected}'", "shows 'expected'"),
        (CHECK.replace("Twice", "Two times"), "without 'Twice the number'"),
        (
            CHECK.replace("checks.close(double(4)", "double(1)\nchecks.close(double(4)") + "\nassert double(4) > 100",
            "fails",
        ),
    ],
)
def test_a_wrong_check_is_found(tiny: Course, edit: Edit, check: str, says: str) -> None:
    edit(tiny.assignment_source(tiny.labs[0]), CHECK, check)
    assert says in verdict(tiny)


def test_a_check_that_expects_what_belongs_to_emptied_arguments_is_found(tiny: Course, edit: Edit) -> None:
    fooled = "numbers = [1, 2]\nfound = [double(numbers), *map(double, numbers)]\n"
    fooled += "checks.same(found[1:], [2 * number for number in numbers], 'doubles', 'Twice the number is asked for.')"
    edit(tiny.assignment_source(tiny.labs[0]), CHECK, fooled)
    assert "junk (0 and empty arguments) earns points at check:1.1" in verdict(tiny)


def test_a_hint_that_learners_would_not_see_is_found(tiny: Course, edit: Edit) -> None:
    edit(
        tiny.assignment_source(tiny.labs[0]),
        '"Twice the number is asked for, for fractions too."',
        "bytes([84, 119]).decode()",
    )
    assert "wrong_whole.py: hidden:1.1 says 'double(0.25) is 0, which is not right. …'" in verdict(tiny)


def test_a_right_answer_that_is_refused_is_found(tiny: Course) -> None:
    (tiny.answers(tiny.labs[0]) / "1.1" / "right_text.py").write_text(
        "def double(number):\n    return f'{2 * number}'\n"
    )
    assert "right_text.py fails check:1.1" in verdict(tiny)


def test_a_wrong_answer_that_is_accepted_is_found(tiny: Course) -> None:
    right = (tiny.answers(tiny.labs[0]) / "1.1" / "right_sum.py").read_text()
    answer = f'"""Nothing wrong.\n\nfails: check:1.1\nsays: x\n"""\n\n\n{right}'
    (tiny.answers(tiny.labs[0]) / "1.1" / "wrong_none.py").write_text(answer)
    assert "wrong_none.py is accepted: no check fails" in verdict(tiny)


def test_too_few_answers_are_found(tiny: Course) -> None:
    (tiny.answers(tiny.labs[0]) / "1.1" / "right_sum.py").unlink()
    assert "has 2 right_*.py" in verdict(tiny)


def test_a_hole_in_the_checks_lets_a_mutant_survive(tiny: Course, edit: Edit) -> None:
    edit(tiny.assignment_source(tiny.labs[0]), 'checks.close(double(0), 0, "double(0)", "Zero has a double.")\n', "")
    assert "mutant survives: number < 0 -> number <= 0" in verdict(tiny)


def test_an_equivalent_mutant_needs_a_reason_and_must_exist(tiny: Course) -> None:
    (tiny.answers(tiny.labs[0]) / "1.1" / "equivalent.txt").write_text("number < 0 -> number <= 0 # x\nno -> yes # y\n")
    assert "lists 'number < 0 -> number <= 0', which a check kills" in verdict(tiny)
    assert "lists 'no -> yes', which is not a mutant" in verdict(tiny)


def test_an_exercise_that_needs_another_ones_answer_is_found(tiny: Course, edit: Edit) -> None:
    edit(
        tiny.assignment_source(tiny.labs[0]),
        "# %% [markdown]\n# ## Exercise 1.2",
        "# %%\ndouble(2)\n\n# %% [markdown]\n# ## Exercise 1.2",
    )
    with pytest.raises(Exception, match="a given cell fails: NameError"):
        verdict(tiny)


def test_an_answer_that_never_ends_or_kills_its_process_is_only_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def loop() -> None:
        while True:
            pass

    assert judge.fork(loop, seconds=0.5).error == "Timeout"
    assert judge.fork(lambda: __import__("os")._exit(3), seconds=5).error == "Died"
    assert judge.fork(lambda: __import__("sys").exit(3), seconds=5).error == "SystemExit"


def test_each_mutant_is_one_change_and_has_a_name_of_its_own() -> None:
    made = mutants(
        'def f(a, b):\n    """A text."""\n    if a < b and not b:\n        return a + 1.5\n    return max(a, b)\n'
    )
    assert len({mutant.name for mutant in made}) == len(made)
    assert len({mutant.code for mutant in made}) == len(made)
    names = " | ".join(mutant.name for mutant in made)
    for change in (
        "a < b -> a <= b",
        "a + 1.5 -> a - 1.5",
        "1.5 -> 2.5",
        "max(a, b) -> max(b, a)",
        "a < b and (not b) -> a < b or not b",
    ):
        assert change in names
