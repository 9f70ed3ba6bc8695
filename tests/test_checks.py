"""The checks of assignments and lessons: strict, helpful, and silent about the expected value."""

from collections import OrderedDict, defaultdict, namedtuple
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from bora import checks


class AlwaysEqual:
    """Claims to be equal to anything, and to be any number."""

    def __repr__(self) -> str:
        return "AlwaysEqual()"

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return hash("a")

    def __float__(self) -> float:
        return 3.0

    def __bool__(self) -> bool:
        return True


class Number(int):
    """An int that is not one."""

    def __sub__(self, other: object) -> int:
        return 0


class Spoof(np.float64):
    """Pretends to come from numpy, and hands out what it likes."""

    def item(self) -> Any:  # type: ignore[override]
        return AlwaysEqual()


Spoof.__module__ = "numpy"


class Unprintable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


class Touchy:
    """Raises whatever one does with it."""

    def __eq__(self, other: object) -> bool:
        raise Unprintable

    def __hash__(self) -> int:
        raise Unprintable

    def __bool__(self) -> bool:
        raise Unprintable


class Text(str):
    __slots__ = ()


class Frame(pd.DataFrame):
    pass


class Liar(list[Any]):
    """A list that shows other items than it holds."""

    def __iter__(self) -> Iterator[Any]:
        return iter([3.25, 4.25])

    def __getitem__(self, place: Any) -> Any:
        return 3.25

    def __len__(self) -> int:
        return 2

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Pretender:
    """Says that it is a dict."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return dict


Pair = namedtuple("Pair", "low high")


def endless() -> list[Any]:
    loop: list[Any] = []
    loop.append(loop)
    return loop


HOSTILE = [
    AlwaysEqual(),
    Number(3),
    Spoof(3.0),
    Touchy(),
    Text("3"),
    True,
    None,
    float("nan"),
    float("inf"),
    10**400,
    10**5000,
    3 + 0j,
    "3",
    b"3",
    object(),
    endless(),
    [AlwaysEqual()],
    Liar([1.0]),
    Pretender(),
    [[3.0]],
    {3.0},
    {"a": 3.0},
    np.array([[3.0]]),
    np.array([AlwaysEqual()], dtype=object),
    np.datetime64("2023-01-01"),
    np.complex128(3),
    pd.NA,
    pd.NaT,
    pd.DataFrame({"a": [3.0]}),
    lambda: 3.0,
    (value for value in [3.0]),
]
CALLS: dict[str, Callable[[Any], Any]] = {
    "plain": lambda value: checks.plain(value, "the rate"),
    "number": lambda value: checks.number(value, "the rate", 0, 10),
    "close": lambda value: checks.close(value, 3.25, "the rate", "Look again."),
    "numbers": lambda value: checks.numbers(value, "the rates", 2),
    "all_close": lambda value: checks.all_close(value, [3.25, 4.25], "the rates", "Look again."),
    "same": lambda value: checks.same(value, {"a": [1, "x"]}, "the answer", "Look again."),
    "fields": lambda value: checks.fields(value, "the answer", ["a", "b"]),
    "flag": lambda value: checks.flag(value, False, "the verdict", "Look again."),
    "table": lambda value: checks.table(value, "the table", ["a", "b"], 2),
}


def message(call: Callable[[], Any]) -> str:
    """The message of the AssertionError that `call` must raise, without what pytest adds to it."""
    with pytest.raises(AssertionError) as caught:
        call()
    return str(caught.value).split("\nassert ")[0]


# Whatever comes in, only AssertionError comes out


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("name", [name for name in CALLS if name != "plain"])
def test_a_hostile_value_fails_with_an_assertion_error_and_a_message(name: str, value: Any) -> None:
    assert message(lambda: CALLS[name](value)).startswith("the ")


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: type(value).__name__)
def test_plain_lets_through_only_builtin_data(value: Any) -> None:
    try:
        found = checks.plain(value)
    except AssertionError:
        return
    assert type(found) in (bool, int, float, str, list, dict, set, type(None))


@pytest.mark.parametrize("name", ["close", "all_close", "same", "table"])
@pytest.mark.parametrize("value", [3.5, [3.5, 3.5], {"a": [1, "y"]}, pd.DataFrame({"a": [1]})], ids=repr)
def test_a_message_never_contains_the_expected_value(name: str, value: Any) -> None:
    said = message(lambda: CALLS[name](value))
    assert "3.25" not in said
    assert "4.25" not in said
    assert "'x'" not in said


# plain


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.int32(2), 2),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array(5.0), 5.0),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        ((1, (2, 3)), [1, [2, 3]]),
        (pd.Series([1, None], dtype="Int64"), [1, None]),
        (pd.Index(["a", "b"]), ["a", "b"]),
        ({"a": np.float64(1)}, {"a": 1.0}),
        ({(1, "a"): 2}, {(1, "a"): 2}),
        ({(np.int64(1), 2)}, {(1, 2)}),
        (frozenset({1}), {1}),
        (None, None),
        (pd.NA, None),
    ],
    ids=repr,
)
def test_plain_turns_numpy_and_pandas_into_builtin_data(value: Any, expected: Any) -> None:
    found = checks.plain(value)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Pair(1, np.int64(2)), [1, 2]),
        (OrderedDict(a=Pair(1, 2)), {"a": [1, 2]}),
        (defaultdict(int, a=1), {"a": 1}),
        ({Pair(1, 2)}, {(1, 2)}),
        (Liar([1.0]), [1.0]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_inherits_from_a_builtin_collection_is_read_as_that_collection(value: Any, expected: Any) -> None:
    found = checks.plain(value)
    assert type(found) is type(expected)
    assert found == expected
    checks.same(value, expected, "the answer", "Look again.")


def test_plain_names_what_it_does_not_take() -> None:
    assert message(lambda: checks.plain([AlwaysEqual()], "the list")).startswith(
        "the list holds an object of another kind;"
    )


# number, close


@pytest.mark.parametrize("value", [3, 3.0, np.float64(3), np.int64(3), np.array(3.0)], ids=repr)
def test_a_number_of_any_usual_kind_is_a_number(value: Any) -> None:
    found = checks.number(value, "the rate")
    assert found == 3.0
    assert type(found) is float


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "the rate should be a number, not a bool."),
        (np.bool_(True), "the rate should be a number, not a bool."),
        (None, "the rate should be a number, not None."),
        ([1.0], "the rate should be a number, not a list."),
        ("1", "the rate should be a number, not a string."),
        (float("nan"), "the rate is nan: a finite number is expected."),
        (float("-inf"), "the rate is -inf: a finite number is expected."),
        (10**400, "the rate is far too large."),
        (-0.5, "the rate is -0.5; it cannot be below 0."),
        (1.5, "the rate is 1.5; it cannot be above 1."),
        (Number(1), "the rate holds an object of another kind; plain numbers, strings, lists and dicts are expected."),
    ],
    ids=repr,
)
def test_the_message_about_a_number_says_what_is_wrong(value: Any, said: str) -> None:
    assert message(lambda: checks.number(value, "the rate", 0, 1)) == said


def test_close_accepts_within_the_tolerance_and_refuses_beyond_it() -> None:
    checks.close(3.2500005, 3.25, "the rate", "Look again.")
    checks.close(3.2, 3.25, "the rate", "Look again.", tolerance=0.1)
    said = message(lambda: checks.close(3.2501, 3.25, "the rate", "Divide by the old value."))
    assert said == "the rate is 3.2501, which is not right. Divide by the old value."


# numbers, all_close


@pytest.mark.parametrize("value", [[1, 2.0], (1, 2), np.array([1, 2]), pd.Series([1.0, 2.0])], ids=repr)
def test_a_sequence_of_any_usual_kind_is_a_list_of_numbers(value: Any) -> None:
    assert checks.numbers(value, "the rates", 2) == [1.0, 2.0]
    checks.all_close(value, [1, 2], "the rates", "Look again.")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3.0, "the rates should be a list of numbers, not a float."),
        ({1.0, 2.0}, "the rates should be a list of numbers, not a set."),
        ([1.0], "the rates has 1 entries; 2 are expected."),
        ([1.0, True], "the rates[1] should be a number, not a bool."),
        ([1.0, None], "the rates[1] should be a number, not None."),
        (np.array([[1.0], [2.0]]), "the rates[0] should be a number, not a list."),
        ([1.0, float("nan")], "the rates[1] is nan: a finite number is expected."),
        ([1.0, 2.5], "the rates[1] is 2.5, which is not right. Look again."),
    ],
    ids=repr,
)
def test_the_message_about_a_sequence_names_the_place(value: Any, said: str) -> None:
    assert message(lambda: checks.all_close(value, [1, 2], "the rates", "Look again.")) == said


# same, flag


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": (1, 2)}, {"a": [1, 2]}),
        (np.array(["x", "y"]), ["x", "y"]),
        pytest.param({"x", "y"}, {"y", "x"}, id="two sets"),
        ({("x", 1): 2.0}, {("x", 1): 2.0}),
        ({("x", np.int64(1))}, {("x", 1)}),
        (None, None),
        ([], []),
    ],
    ids=repr,
)
def test_the_same_data_in_another_container_is_the_same(value: Any, expected: Any) -> None:
    checks.same(value, expected, "the answer", "Look again.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1, True),
        (1.0, 1),
        ([1], [True]),
        ({1}, {True}),
        ({1.0}, {1}),
        ({1: "a"}, {True: "a"}),
        ({(1, 2)}, {(True, 2)}),
        ({frozenset({1})}, {frozenset({True})}),
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {"a": 1, "b": 2}),
        ("a", ["a"]),
        (AlwaysEqual(), "a"),
        ({AlwaysEqual()}, {"a"}),
        ({AlwaysEqual(): 1}, {"a": 1}),
        (Text("a"), "a"),
    ],
    ids=repr,
)
def test_data_that_merely_compare_equal_are_not_the_same(value: Any, expected: Any) -> None:
    message(lambda: checks.same(value, expected, "the answer", "Look again."))


def test_a_flag_is_true_or_false_and_nothing_else() -> None:
    checks.flag(True, True, "the verdict", "Look again.")
    checks.flag(np.bool_(False), False, "the verdict", "Look again.")
    assert (
        message(lambda: checks.flag(1, True, "the verdict", "")) == "the verdict should be True or False, not an int."
    )
    said = message(lambda: checks.flag(True, False, "the verdict", "Look at ties."))
    assert said == "the verdict is True, which is not right. Look at ties."


# table


def test_a_table_with_the_right_columns_and_rows_comes_back() -> None:
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    assert checks.table(frame, "the table", ["a", "b"], 2) is frame
    assert checks.table(frame, "the table", ("a", "b")) is frame


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([1], "the table should be a pandas DataFrame, not a list."),
        (Frame({"a": [1, 2], "b": [3, 4]}), "the table should be a pandas DataFrame, not an object of another kind."),
        (pd.DataFrame({"a": [1]}), "the table lacks the column(s) b."),
        (pd.DataFrame({"b": [1], "a": [1]}), "the table should have the columns a, b, in that order."),
        (pd.DataFrame([[1, 2, 3]], columns=["a", "b", "b"]), "the table should have the columns a, b, in that order."),
        (pd.DataFrame({"a": [1], "b": [1]}), "the table has 1 rows; 2 are expected."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_message_about_a_table_says_what_is_wrong(value: Any, said: str) -> None:
    assert message(lambda: checks.table(value, "the table", ["a", "b"], 2)) == said


def test_a_column_that_claims_every_name_is_not_a_column() -> None:
    message(lambda: checks.table(pd.DataFrame([[1]], columns=[AlwaysEqual()]), "the table", ["a"]))


# fields


def test_a_dict_with_the_right_fields_comes_back_with_its_values_untouched() -> None:
    frame = pd.DataFrame({"a": [1]})
    found = checks.fields(OrderedDict(b=b"raw", a=frame), "the answer", ["a", "b"])
    assert type(found) is dict
    assert found["a"] is frame


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([1], "the answer should be a dict, not a list."),
        (Pretender(), "the answer should be a dict, not an object of another kind."),
        ({"a": 1}, "the answer lacks b."),
        ({"a": 1, AlwaysEqual(): 1}, "the answer lacks b."),
        ({"a": 1, "b": 1, "c": 1}, "the answer should hold a, b, and nothing else."),
        ({"a": 1, "b": 1, 3: 1}, "the answer should hold a, b, and nothing else."),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_the_message_about_fields_says_what_is_wrong(value: Any, said: str) -> None:
    assert message(lambda: checks.fields(value, "the answer", ["a", "b"])) == said


# kept


@pytest.mark.parametrize(
    ("value", "change"),
    [
        (pd.DataFrame({"a": [2.0, np.nan]}), lambda frame: frame.pop("a")),
        (pd.DataFrame({"a": [1, 1]}), lambda frame: setattr(frame, "index", [1, 0])),
        (pd.DataFrame({"a": [1, 2]}), lambda frame: frame.insert(0, "b", 1)),
        (pd.Series([1, 2]), lambda series: series.update([3])),
        (np.array([1.0, np.nan]), lambda array: array.fill(1)),
        ([1, [2]], lambda items: items[1].append(3)),
        ({"a": {1}}, lambda record: record["a"].clear()),
        ({"a": 1, "b": 2}, lambda record: record.update(a=record.pop("a"))),
        ({"a": 1}, lambda record: record.update(a=True)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_is_to_be_kept_must_come_out_as_it_went_in(value: Any, change: Callable[[Any], Any]) -> None:
    with checks.kept(value, "the table"):
        assert any(value is watched for watched in checks.KEPT)
    assert checks.KEPT == []

    def changed() -> None:
        with checks.kept(value, "the table"):
            change(value)

    assert message(changed) == "the table was changed in place; it should stay as it came."
    assert checks.KEPT == []


def test_what_an_answer_raises_comes_before_what_it_changed() -> None:
    rows = [1]

    def spoilt() -> None:
        with checks.kept(rows, "the list"):
            rows.clear()
            raise KeyError

    with pytest.raises(KeyError):
        spoilt()
    assert checks.KEPT == []


# seeds


def test_seeds_are_long_differ_and_are_the_same_in_each_run() -> None:
    seeds = checks.seeds(48, "the sea is deep where nobody looks")
    assert seeds == checks.seeds(48, "the sea is deep where nobody looks")
    assert len({seed // 48 for seed in seeds}) == 48
    assert min(seeds) > 2**128
    assert not set(seeds) & set(checks.seeds(48, "the sea is deep where nobody looks!"))


def test_seeds_have_each_remainder_once_and_not_in_order() -> None:
    remainders = [seed % 48 for seed in checks.seeds(48, "the sea is deep where nobody looks")]
    assert sorted(remainders) == list(range(48))
    assert remainders not in (list(range(48)), list(range(47, -1, -1)))


# seal


def test_a_seal_is_the_same_for_the_same_answer_and_does_not_show_it() -> None:
    assert checks.seal(17) == checks.seal(17.0) == checks.seal(np.int64(17))
    assert checks.seal({"a", "b"}) == checks.seal({"b", "a"})
    assert len({checks.seal(value) for value in (17, 18, "17", [17], {18}, None)}) == 6


# raises


def fail_with(error: type[BaseException]) -> Callable[[], None]:
    def fail() -> None:
        raise error("as wanted")

    return fail


def test_the_wanted_error_or_a_kind_of_it_is_right() -> None:
    checks.raises(ValueError, fail_with(ValueError), "rate(-1)")
    checks.raises(LookupError, fail_with(KeyError), "rate(-1)")


def test_another_error_or_none_is_not_right() -> None:
    said = message(lambda: checks.raises(ValueError, fail_with(TypeError), "rate(-1)"))
    assert said == "rate(-1) should raise ValueError; it raised TypeError."
    said = message(lambda: checks.raises(ValueError, lambda: None, "rate(-1)"))
    assert said == "rate(-1) should raise ValueError; it returned as if nothing were wrong."


def test_an_exercise_that_was_not_done_stays_recognisable() -> None:
    with pytest.raises(NotImplementedError):
        checks.raises(ValueError, fail_with(NotImplementedError), "rate(-1)")


# try_it


def tried(capsys: pytest.CaptureFixture[str], value: Any, check: Callable[[Any], Any]) -> str:
    checks.try_it(value, check, right="Well done.", hint="Look again.")
    shown = capsys.readouterr()
    assert shown.err == ""
    return shown.out


def test_a_try_it_says_right_or_not_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(capsys, 3, lambda value: value == 3) == "Right. Well done.\n"
    assert tried(capsys, 4, lambda value: value == 3) == "Not yet: Look again.\n"
    assert tried(capsys, 4, lambda value: np.bool_(True)) == "Right. Well done.\n"


def placeholder(amount: float) -> Any:
    return ...


def unwritten(amount: float) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize("value", [..., placeholder, unwritten], ids=["dots", "function", "not implemented"])
def test_a_placeholder_is_not_started_rather_than_wrong(value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert tried(capsys, value, lambda function: function(3) == 3).startswith("Not started yet:")


def test_a_function_is_tried_like_any_other_answer(capsys: pytest.CaptureFixture[str]) -> None:
    def double(amount: float) -> float:
        """Twice the amount."""
        return 2 * amount

    assert tried(capsys, double, lambda f: f(3) == 6 and f.__name__ == "double") == "Right. Well done.\n"
    assert tried(capsys, abs, lambda f: f(-3) == 3) == "Right. Well done.\n"
    assert tried(capsys, len, lambda f: f(3)).startswith("Not yet: your answer cannot be checked (TypeError: ")


@pytest.mark.parametrize("value", [*HOSTILE, ...], ids=lambda value: type(value).__name__)
def test_a_try_it_never_raises_whatever_the_answer(value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    for check in (
        lambda value: value == 3,
        lambda value: value[0] > 3,
        lambda value: value() == 3,
        lambda value: abs(value - 3) < 1,
        lambda value: value,
        lambda value: {value: 1},
    ):
        assert tried(capsys, value, check).startswith(("Right. ", "Not yet: ", "Not started yet: "))
