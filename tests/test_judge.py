"""The judge of graders finds a grader that is wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from coursekit.manifest import Course
from coursekit.proofs import judge
from coursekit.proofs.mutants import mutants
from coursekit.texts import build

pytestmark = [pytest.mark.slow, pytest.mark.believable]

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
    assert found.counts == {"right": 4, "wrong": 6, "junk": 28, "mutants": found.counts["mutants"]}
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


HIDDEN = 'checks.close(double(0), 0, "double(0)", "Zero has a double.")\n'
TELLER = """# %%
def make_case(seed):
    return seed % 7, seed % 2 == 1


# %% [markdown]
# ## Exercise 1.1"""


def test_a_check_that_an_answer_passes_by_counting_is_found(tiny: Course, edit: Edit) -> None:
    source = tiny.assignment_source(tiny.labs[0])
    twice = "".join(f'checks.close(double({n}), {2 * n}, "double", "Twice the number.")\n' for n in (4, 4))
    start = source.read_text().index("checks.close(double(0.25)")
    end = source.read_text().index("\n# %% [markdown]\n# ## Exercise 1.2")
    edit(source, source.read_text()[start:end], twice)
    assert "counts its calls (the visible results over and over) earns points at hidden:1.1" in verdict(tiny)


def test_a_check_that_reads_arguments_after_the_call_is_found(tiny: Course, edit: Edit) -> None:
    source = tiny.assignment_source(tiny.labs[0])
    edit(source, "    return 2 * number", "    return 2 * (number[0] if type(number) is list else number)")
    edit(source, "    if number < 0:", "    if type(number) is not list and number < 0:")
    late = (
        'numbers = [4]\nfound = double(numbers)\nchecks.close(found, 2 * sum(numbers), "double", "Twice the number.")\n'
    )
    edit(source, HIDDEN, HIDDEN + late)
    assert "when it empties its arguments after work, fails hidden:1.1" in verdict(tiny)
    watched = late.replace(
        "found = double(numbers)", "with checks.kept(numbers, 'The list'):\n    found = double(numbers)"
    )
    edit(source, late, watched)
    assert "when it empties its arguments" not in verdict(tiny)


def test_tables_are_to_come_with_an_odd_index_unless_the_statement_excludes_it(tiny: Course, edit: Edit) -> None:
    source = tiny.assignment_source(tiny.labs[0])
    edit(
        source,
        "    if number < 0:",
        "    if hasattr(number, 'index'):\n        return 2 * number['a'].sum()\n    if number < 0:",
    )
    table = 'import pandas as pd\nchecks.close(double(pd.DataFrame({"a": [1, 2]})), 6, "double", "Twice the sum.")\n'
    edit(source, HIDDEN, HIDDEN + table)
    assert "no check hands over a table with an index other than 0, 1, 2, ..." in verdict(tiny)
    edit(source, "`double(4)` is 8.", "`double(4)` is 8. Rows are numbered 0, 1, 2, ... (its index).")
    assert "no check hands over a table" not in verdict(tiny)


def test_results_that_may_be_rounded_are_found(tiny: Course, edit: Edit) -> None:
    loose = 'checks.close(double(0.1234), 0.2468, "double", "Twice the number.", tolerance=0.004)\n'
    edit(tiny.assignment_source(tiny.labs[0]), HIDDEN, HIDDEN + loose)
    found = verdict(tiny)
    assert "mutant survives: results rounded to 3 decimals" in found
    assert "mutant survives: results rounded to 2 decimals" in found


def test_a_given_generator_that_tells_the_truth_asks_for_a_search_of_its_seed(tiny: Course, edit: Edit) -> None:
    source = tiny.assignment_source(tiny.labs[0])
    edit(source, "# %% [markdown]\n# ## Exercise 1.1", TELLER)
    edit(
        source,
        HIDDEN,
        HIDDEN + 'case, odd = make_case(3)\nchecks.close(double(case), 6, "double", "Twice the number.")\n',
    )
    assert "wrong_searches_the_seed.py is missing" in verdict(tiny)


def test_a_hint_that_learners_would_not_see_is_found(tiny: Course, edit: Edit) -> None:
    edit(
        tiny.assignment_source(tiny.labs[0]),
        '"Twice the number is asked for, for fractions too."',
        "bytes([84, 119]).decode()",
    )
    assert "wrong_whole.py: hidden:1.1 says 'double(0.25) is …, which is not right. …'" in verdict(tiny)


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
