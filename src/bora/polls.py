"""An invented world of firms, and surveys of it (lab 01): who uses AI, who is asked, and who answers."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

SIZES = ("10-49", "50-249", "250+")
"""Size classes by staff, as Eurostat has them."""
_FIRMS = (0.83, 0.14, 0.03)
_SMALLEST, _LARGEST = np.array([10, 50, 250]), np.array([50, 250, 4000])
_OFFICIAL = np.array([0.17, 0.304, 0.55])  # Eurostat, 2025, by size


def invent(seed: int, any_use: tuple[float, ...] = (0.45, 0.65, 0.92), count: int = 60_000) -> pd.DataFrame:
    """A firm a row: `size`, `staff`, `official` (uses AI as an office counts it), `any` (or at least tries it out).

    `any_use` holds the share of any use in each size class, invented; whoever is official is also any.
    """
    rng = np.random.default_rng(seed)
    size = rng.choice(len(SIZES), count, p=_FIRMS)
    staff = np.exp(rng.uniform(np.log(_SMALLEST[size]), np.log(_LARGEST[size])))
    luck = rng.random(count)  # one for both
    use = {"official": luck < _OFFICIAL[size], "any": luck < np.array(any_use)[size]}
    return pd.DataFrame({"size": np.array(SIZES)[size], "staff": staff.round().astype(int), **use})


def other_worlds(count: int, firms: int = 10_000) -> Iterator[tuple[pd.DataFrame, float]]:
    """Worlds with other shares of any use (30 to 97 %, more in larger firms), each with an eagerness of 1.5 to 5."""
    rng = np.random.default_rng(7)
    for seed in range(count):
        shares = tuple(np.sort(rng.uniform(0.3, 0.97, len(SIZES))))
        yield invent(seed, shares, firms), float(rng.uniform(1.5, 5))


def volunteers(
    firms: pd.DataFrame, answers: int, weighted: bool = False, eagerness: float = 3, times: int = 200
) -> NDArray[np.float64]:
    """The share of any use (%) in each of `times` surveys of volunteers.

    Firms answer as often as they have staff, those with any use `eagerness` times as often. Where `weighted`, each size
    class counts by its share of the register, which knows every firm.
    """
    uses, (size, _) = firms["any"].to_numpy(), pd.factorize(firms["size"], sort=True)
    eager = np.where(uses, eagerness, 1) * firms["staff"].to_numpy()
    register = np.bincount(size) / len(firms)
    rng = np.random.default_rng(1)
    shares = []
    for _ in range(times):
        asked = rng.choice(len(firms), answers, p=eager / eager.sum())
        counts = np.bincount(size[asked], minlength=len(register))
        weights = (register / counts.clip(min=1))[size[asked]] if weighted else None
        shares.append(100 * np.average(uses[asked], weights=weights))
    return np.array(shares)


def at_random(firms: pd.DataFrame, answers: int, times: int = 200) -> NDArray[np.float64]:
    """The share of any use (%) in each of `times` surveys of firms that are drawn at random and all answer."""
    rng = np.random.default_rng(1)
    return 100 * rng.choice(firms["any"].to_numpy(), (times, answers)).mean(axis=1)
