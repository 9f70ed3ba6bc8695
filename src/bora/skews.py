"""Lab 06's features that are computed twice: what the offline store says, what was served, and how far they drifted.

Each of 40 customers has a row a day for 25 days. A feature of a customer starts at its middle times exp(0.5 N), N a
normal draw, and moves on every other day by a factor exp(0.15 N). On the way to service 3 % of the values are late
(yesterday's is served), on one to four days in a row four in five are, and all are rounded to four digits. That is
usual. In six of ten cases one feature has a skew besides, from a day of 6 to 19 on, for 40 to 100 % of the customers.
"""

import numpy as np
import pandas as pd

FEATURES = ("income", "debt", "burden")
KINDS = ("none", "unit", "stale", "default")
MIDDLE = {"income": 30_000, "debt": 5_000, "burden": 0.3}
FACTORS = (12, 1 / 12, 0.01, 1.1, 0.9)
"""What a wrong unit multiplies with: months and years, cents, currencies."""

Truth = tuple[str, int, str] | None
"""Feature, first day and kind of a skew; None where there is none."""


def make_case(seed: int, customers: int = 40, days: int = 25) -> tuple[pd.DataFrame, pd.DataFrame, Truth]:
    """Offline and served table, and the truth about them. Any whole number from 0 on is a seed."""
    rng = np.random.default_rng([64, seed])
    shape = days, customers
    kind, feature = str(rng.choice(KINDS, p=[0.4, 0.2, 0.2, 0.2])), str(rng.choice(FEATURES))
    first = int(rng.integers(6, days - 5))
    hit = rng.permutation(customers) < rng.uniform(0.4, 1) * customers
    factor = float(rng.choice(FACTORS))
    constant = int(rng.integers(0, customers))
    offline, served = {}, {}
    for name, middle in MIDDLE.items():
        steps = 0.15 * rng.standard_normal(shape) * (rng.random(shape) < 0.5)
        true = middle * np.exp(0.5 * rng.standard_normal(customers) + np.cumsum(steps, axis=0))
        late = rng.random(shape) < 0.03
        late[_late_days(rng, first, days)] |= rng.random(customers) < 0.8
        yesterday = np.vstack([true[:1], true[:-1]])
        sent = np.where(late, yesterday, true)
        if name == feature:
            changed = {"unit": sent * factor, "stale": true[first - 1], "default": true[0, constant]}
            after = (np.arange(days) >= first)[:, None] & hit
            sent = np.where(after, changed.get(kind, sent), sent)
        offline[name], served[name] = true.ravel(), _four_digits(sent.ravel())
    rows = {"day": np.repeat(np.arange(days), customers), "customer": np.tile(np.arange(customers), days)}
    truth = None if kind == "none" else (feature, first, kind)
    return pd.DataFrame(rows | offline), pd.DataFrame(rows | served), truth


def grid(table: pd.DataFrame, feature: str) -> np.ndarray:
    """A feature of a table as an array, a row a day and a column a customer."""
    return table.pivot(index="day", columns="customer", values=feature).to_numpy()


def differ(offline: pd.DataFrame, served: pd.DataFrame, feature: str) -> np.ndarray:
    """True where the served value is further from the offline one than rounding takes it; shape as `grid`."""
    ratio = grid(served, feature) / grid(offline, feature)
    return np.asarray(np.abs(ratio - 1) > 0.001)


def _four_digits(values: np.ndarray) -> np.ndarray:
    """Values above 0, rounded to four significant digits."""
    unit = 10.0 ** (np.floor(np.log10(values)) - 3)
    return np.asarray(np.round(values / unit) * unit)


def _late_days(rng: np.random.Generator, first: int, days: int) -> slice:
    """Up to four days in a row, none of them just before `first`; often the last ones."""
    while True:
        start, length = int(rng.choice([rng.integers(1, days), days - rng.integers(1, 5)])), int(rng.integers(1, 5))
        if start + length < first - 2 or start > first:
            return slice(start, start + length)
