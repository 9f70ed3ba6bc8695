"""Of a hidden check's message learners see the words of its author; what an answer returned does not come through."""

import builtins

import pytest

from coursekit.grading.messages import RAISED, UNUSABLE, shown

CHECK = """
table = {"boat": 3, "house": 77}
for label, value in (("a high rate", 0.9), ("low", 0.1)):
    hint = "Count the missing ones." if value > 0.5 else "Count the late ones."
    checks.close(rate(table, value), 12.5, f"the rate at {label}", hint)
checks.table(summary(table), "the summary", ["label", "count"], rows=2)
assert type(seen) is str, f"{seen} is not a text: join the {len(seen)} parts."
for word in ("blue", "green"):
    checks.same(colour(word), 1, f"the colour {word}", "See the table.")
try:
    found = rate(table, 3)
except Exception as error:
    raise AssertionError(f"With 3 your code gives up ({error}).") from None
checks.raises(ValueError, lambda: rate(table, -1), "A rate below 0")
cases = [([1, 2], "two rows", "Rows count."), *(([n], f"{n} rows and a title", "Titles count.") for n in (5, 6))]
cases.append(([], "no row at all", "Nothing counts."))
cases += [(rows, what, f"{hint} Twice.") for rows, what, hint in [([3], "a row again", "Rows may come again.")]]
for rows, what, hint in cases:
    ask(what, hint, rate, rows)
"""
GIVEN = """
def ask(what, hint, function, *given):
    try:
        return function(*given)
    except Exception as error:
        raise AssertionError(f"{what}: your code raises {type(error).__name__}. {hint}") from error
"""


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (
            "the rate at a high rate is 0.25, which is not right. Count the missing ones.",
            "the rate at a high rate is …, which is not right. Count the missing ones.",
        ),
        ("the rate at low should be a number, not a list.", "the rate at low should be a number, not a list."),
        ("the rate at low should be a number, not a Boat.", "the rate at low should be a number, not …."),
        ("the rate at low should be a number, not an object of another kind.", None),
        ("the summary has 5 rows; 2 are expected.", "the summary has … rows; 2 are expected."),
        ("['boat'] is not a text: join the 1 parts.", "… is not a text: join the … parts."),
        ("With 3 your code gives up (boat).", "With 3 your code gives up (…)."),
        ("A rate below 0 should raise ValueError; it raised KeyError.", None),
        ("A rate below 0 should raise Boat; it raised 77.", "A rate below 0 should raise …; it raised …."),
        ("two rows: your code raises TypeError. Rows count.", None),
        (
            "5 rows and a title: your code raises X. Titles count.",
            "… rows and a title: your code raises …. Titles count.",
        ),
        ("no row at all: your code raises Boat. Nothing counts.", "no row at all: your code raises …. Nothing counts."),
        ("a row again: your code raises TypeError. Rows may come again. Twice.", None),
        (RAISED, None),
    ],
)
def test_the_words_of_the_author_stay_and_each_value_becomes_a_gap(said: str, seen: str | None) -> None:
    assert shown(said, CHECK, [GIVEN]) == (said if seen is None else seen)


def test_a_text_that_is_handed_to_the_answer_is_hidden_unless_a_given_cell_shows_it() -> None:
    said = "the colour blue is not right. See the table."
    assert shown(said, CHECK, [GIVEN]) == "the colour … is not right. See the table."
    assert shown(said, CHECK, [GIVEN, "COLOURS = ['blue', 'green']"]) == said


@pytest.mark.parametrize(
    "returned",
    ["77", "7.70000e+01", "boat", "'boat'", "boat3", "['house']", "nan77", "x" * 500, "77\n77", "bo.at", "…77"],
)
def test_what_was_returned_does_not_come_through(returned: str) -> None:
    said = f"the rate at low is {returned}, which is not right. Count the late ones."
    assert shown(said, CHECK) == "the rate at low is …, which is not right. Count the late ones."


def test_words_of_python_and_of_the_course_are_no_alphabet() -> None:
    words = [*dir(builtins), "rate", "summary", "count", "Count", "missing", "a high rate"]
    said = f"With 3 your code gives up ({' '.join(words * 5)})."
    assert shown(said, CHECK, [GIVEN, "summary = 'count'"]) == "With 3 your code gives up (…)."


def test_a_text_that_imitates_another_message_is_shown_as_that_message_at_most() -> None:
    said = "With 3 your code gives up (the rate at low is 77, which is not right. Count the late ones.)."
    assert shown(said, CHECK) == "With 3 your code gives up (…)."


@pytest.mark.parametrize("said", ["'boat'", "boat", "list index out of range", "77"])
def test_a_message_that_the_author_did_not_write_is_replaced(said: str) -> None:
    assert shown(said, CHECK) == UNUSABLE


def test_a_message_without_a_word_of_the_author_is_replaced() -> None:
    assert shown("boat", "raise AssertionError(f'{boat}')") == UNUSABLE
    assert shown("(boat)", "raise AssertionError(f'({boat})')") == UNUSABLE


def test_no_message_is_no_message() -> None:
    assert shown("", CHECK) == ""


def test_a_check_that_does_not_compile_shows_nothing_of_its_own() -> None:
    assert shown("boat", "table = {'boat") == UNUSABLE


def test_a_long_message_with_many_gaps_takes_no_time() -> None:
    check = "assert x, f'" + "{a} and " * 12 + "{b} end'"
    assert shown("and " * 20_000 + " end ", check) == UNUSABLE


def test_names_that_refer_to_each_other_without_an_end_are_hidden() -> None:
    check = "rows = [*rows, 'some words here']\nfor row in rows:\n    assert x, f'{row} is wrong'"
    assert shown("some words here is wrong", check) == "some words here is wrong"
    assert shown("boat is wrong", "a = b\nb = a\nassert x, f'{a} is wrong'") == UNUSABLE
