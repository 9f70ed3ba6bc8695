"""Euros: what a decision earns or costs."""

import numpy as np
import pandas as pd
import pytest

from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE, eur_per_1000, profit
from bora.world import simulate


def test_a_good_loan_earns_its_margin_a_default_makes_its_loss_and_a_refusal_nothing() -> None:
    assert list(profit([1000, 1000, 1000, 1000], [0, 1, 0, 1], [1, 1, 0, 0])) == pytest.approx([90, -510, 0, 0])


def test_a_loan_at_break_even_earns_nothing_on_average() -> None:
    assert pytest.approx(0.15) == BREAK_EVEN
    expected_euros = (1 - BREAK_EVEN) * MARGIN_RATE - BREAK_EVEN * LOSS_RATE
    assert expected_euros == pytest.approx(0)


def test_euros_per_thousand_count_the_refused_as_applications() -> None:
    assert eur_per_1000([1000, 1000], [0, 0], [True, False]) == pytest.approx(45_000)


def test_lists_arrays_and_series_give_the_same_euros() -> None:
    amount, default, accepted = [1000, 3000, 500], [0, 1, 0], [True, True, False]
    expected = eur_per_1000(amount, default, accepted)
    assert eur_per_1000(np.array(amount), np.array(default), np.array(accepted)) == expected
    assert eur_per_1000(pd.Series(amount), pd.Series(default, dtype="Int64"), pd.Series(accepted)) == expected
    assert type(expected) is float


def test_an_outcome_may_be_missing_where_the_loan_was_refused() -> None:
    assert list(profit([1000, 1000], [0, np.nan], [1, 0])) == pytest.approx([90, 0])
    world = simulate(months=1)
    euros = profit(world.applications["amount"], world.outcomes["default"], world.outcomes["accepted"])
    assert (euros[world.outcomes["accepted"] == 0] == 0).all()


@pytest.mark.parametrize("unknown", [np.nan, None, 0.3, 2, -1])
def test_an_outcome_that_is_missing_where_the_loan_was_granted_is_refused(unknown: float | None) -> None:
    with pytest.raises(ValueError, match="default must be 0 or 1 for every granted loan"):
        profit([1000, 1000], [0, unknown], [1, 1])  # type: ignore[list-item]


@pytest.mark.parametrize("shapes", [([1000], [0, 1], [1, 1]), ([1000, 1000], [0, 1], [1]), ([[1000]], [0], [1])])
def test_shapes_that_differ_are_refused(shapes: tuple[list[int], list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        profit(*shapes)


def test_without_applications_there_are_no_euros_per_thousand() -> None:
    with pytest.raises(ValueError, match="no applications"):
        eur_per_1000([], [], [])


def test_whoever_knows_the_true_probabilities_earns_more_than_everybody_and_more_than_the_scorecard() -> None:
    world = simulate(incidents=[], months=12)
    amount, default = world.applications["amount"], world.truth["default"]
    best = eur_per_1000(amount, default, world.truth["pd"] < BREAK_EVEN)
    scorecard = eur_per_1000(amount, default, world.outcomes["accepted"])
    everybody = eur_per_1000(amount, default, np.ones(len(amount)))
    assert best > scorecard > everybody > 0
