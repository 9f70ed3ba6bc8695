"""Returning customers: the book comes out of its seed, and its two times are what its docstring says."""

import numpy as np
import pandas as pd
import pytest

from bora import customers


@pytest.fixture(scope="module")
def book():
    return customers.simulate(seed=6)


def aftermath(book):
    """Arrears whose event_time lies before a request of a customer who then defaulted, and that came after it."""
    loans = book.requests.assign(default=book.outcomes["default"], bad_at=book.outcomes["known_at"])
    bad = loans[loans["default"] == 1]
    joined = book.events[book.events["kind"] == "arrears"].merge(bad, on="customer_id")
    return joined[(joined["event_time"] < joined["at"]) & (joined["known_at"] > joined["bad_at"])]


def test_the_same_seed_gives_the_same_book_and_another_one_another(book):
    again, other = customers.simulate(seed=6), customers.simulate(seed=7)
    for name in ("requests", "events", "outcomes", "truth"):
        pd.testing.assert_frame_equal(getattr(book, name), getattr(again, name))
    assert not book.events.head(100).equals(other.events.head(100))


def test_requests_outcomes_and_truth_are_row_by_row_the_same_loans(book):
    assert book.requests["request_id"].is_unique
    assert book.requests["at"].is_monotonic_increasing
    assert list(book.outcomes["request_id"]) == list(book.requests["request_id"]) == list(book.truth["request_id"])
    assert not any(frame.isna().any(axis=None) for frame in (book.requests, book.events, book.outcomes, book.truth))


def test_a_report_is_known_on_a_monday_morning_after_its_day(book):
    known, event = book.events["known_at"], book.events["event_time"]
    assert (known.dt.day_of_week == 0).all()
    assert (known.dt.hour == 6).all()
    assert (known > event).all()
    weeks = (known - event).dt.days / 7
    assert 2 < weeks.median() < 4
    assert 0.05 < (weeks > 8).mean() < 0.15


def test_some_values_become_known_after_newer_ones(book):
    one_kind = book.events[book.events["kind"] == "debt"]
    overtaken = one_kind["event_time"] < one_kind.groupby("customer_id")["event_time"].cummax()
    assert 0.03 < overtaken.mean() < 0.4


def test_the_truth_is_calibrated(book):
    assert book.outcomes["default"].mean() == pytest.approx(book.truth["pd"].mean(), abs=0.01)
    thirds = pd.qcut(book.truth["pd"], 3, labels=False)
    groups = pd.DataFrame({"pd": book.truth["pd"], "default": book.outcomes["default"]}).groupby(thirds).mean()
    np.testing.assert_allclose(groups["pd"], groups["default"], atol=0.025)


def test_nobody_who_has_defaulted_gets_another_loan(book):
    loans = book.requests.assign(bad_at=book.outcomes["known_at"].where(book.outcomes["default"] == 1))
    first = loans.groupby("customer_id")["bad_at"].transform("min")
    assert not (loans["at"] > first).any()


def test_an_outcome_is_known_after_one_to_six_months(book):
    days = (book.outcomes["known_at"] - book.requests["at"]).dt.total_seconds() / 86_400
    assert (days[book.outcomes["default"] == 0] == customers.OUTCOME_DAYS).all()
    assert days[book.outcomes["default"] == 1].between(29, 181).all()


def test_defaults_leave_reports_that_are_dated_back_to_before_the_request(book):
    share = aftermath(book)["request_id"].nunique() / book.outcomes["default"].sum()
    assert 0.3 < share < 0.8


def test_after_a_default_only_the_default_is_reported(book):
    bad_at = book.outcomes["known_at"].where(book.outcomes["default"] == 1)
    first = book.requests.assign(bad_at=bad_at).groupby("customer_id")["bad_at"].min()
    later = book.events[book.events["event_time"] >= book.events["customer_id"].map(first)]
    assert (later["kind"] == "arrears").all()
    assert (later["value"] >= 3).mean() > 0.95


def test_a_small_or_short_book_can_be_made_and_nonsense_is_refused():
    assert len(customers.simulate(seed=0, customers=1, months=1).requests) >= 0
    for wrong in ({"seed": -1}, {"customers": 0}, {"months": 0}):
        with pytest.raises(ValueError, match="must be"):
            customers.simulate(**wrong)
