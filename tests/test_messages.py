"""Of a hidden check's message learners see the words of its author; what an answer returned does not come through."""

import pytest

from coursekit.grading.messages import UNUSABLE, shown

CHECK = """
table = {"boat": 3, "house": 77}
for kind, value in (("a high rate", 0.9), ("a low rate", 0.1)):
    checks.close(rate(table, value), 12.5, f"the rate at {kind}", "Count the missing ones.")
checks.table(summary(table), "the summary", ["kind", "count"], rows=2)
assert type(seen) is str, f"{seen} is not a text: join the {len(seen)} parts."
"""


def test_the_words_of_the_author_stay() -> None:
    said = "the rate at a high rate is 0.25, which is not right. Count the missing ones."
    assert shown(said, CHECK) == "the rate at a high rate is …, which is not right. Count the missing ones."
    assert shown("the summary has 5 rows; 2 are expected.", CHECK) == "the summary has … rows; 2 are expected."


def test_names_of_python_and_words_of_given_cells_stay() -> None:
    assert shown("f(…) should raise ValueError", CHECK, ["def f():\n    'should raise'"]).endswith("raise ValueError")
    assert "savings" not in shown("a column savings", CHECK)
    assert "savings" in shown("a column savings", CHECK, ["COLUMNS = ['savings']"])


@pytest.mark.parametrize(
    "returned",
    ["77", "7.70000e+01", "boat", "'boat'", "boat3", "['house']", "nan77", "x" * 500, "77\n77", "bo.at", "…77"],
)
def test_what_was_returned_does_not(returned: str) -> None:
    cut = shown(f"the rate at a low rate is {returned}, which is not right. Count the missing ones.", CHECK)
    assert "which is not right. Count the missing ones." in cut
    for word in ("77", "boat", "house", "xxx", "7.7"):
        assert word not in cut


def test_parts_that_follow_each_other_become_one_gap() -> None:
    assert shown("KeyError: 'boat', 'house', 77 in the rate", CHECK) == "KeyError: '… in the rate"


def test_a_message_of_which_nothing_is_left_says_at_least_so() -> None:
    assert shown("boat", CHECK) == UNUSABLE
    assert shown("", CHECK) == ""


def test_a_check_that_does_not_compile_shows_nothing_of_its_own() -> None:
    assert shown("boat", "table = {'boat") == UNUSABLE
