"""Answers that are the same but for names and comments are found; what the exercise itself suggests is not."""

from coursekit.grading.similarity import alike, form

LOOP = '''
def weighted(shares, weights):
    """The mean of shares by weight."""
    total = 0.0
    for share, weight in zip(shares, weights):
        total += share * weight  # by weight
    if sum(weights) == 0:
        raise ValueError("no weights")
    return total / sum(weights)
'''
RENAMED = """
def weighted(p, w):
    s = 0.0
    for x, y in zip(p, w):
        s += x * y

    if sum(w) == 0:
        raise ValueError("no weights")
    return s / sum(w)
"""
OTHER = """
def weighted(shares, weights):
    if sum(weights) == 0:
        raise ValueError("no weights")
    products = [share * weight for share, weight in zip(shares, weights)]
    return sum(products) / sum(weights)
"""


def test_other_names_comments_and_layout_are_no_difference() -> None:
    assert form(LOOP) == form(RENAMED) != form(OTHER)


def test_other_functions_that_are_called_are_one() -> None:
    assert form(LOOP) != form(LOOP.replace("sum(weights) == 0", "max(weights) == 0"))


def test_the_two_are_named_and_nobody_else() -> None:
    answers = {"ada": LOOP, "bo": RENAMED, "cy": OTHER, "di": "def weighted(:", "ed": "x = 1", "flo": ""}
    assert alike(answers) == [["ada", "bo"]]


def test_what_was_handed_out_and_what_many_share_is_no_group() -> None:
    assert alike({"ada": LOOP, "bo": LOOP}, unanswered=RENAMED) == []
    many = {f"s{number}": LOOP for number in range(30)} | {f"t{number}": OTHER for number in range(30)}
    assert alike(many) == []
