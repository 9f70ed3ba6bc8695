"""The money view: what a decision earns or costs.

A loan of amount A that is paid back earns MARGIN_RATE * A over its life; one that defaults loses LOSS_RATE * A;
a refused application earns nothing. Bora's rates are invented, like Bora.
"""

import numpy as np
from numpy.typing import ArrayLike

MARGIN_RATE = 0.09
LOSS_RATE = 0.51

BREAK_EVEN = MARGIN_RATE / (MARGIN_RATE + LOSS_RATE)
"""The default probability at which a loan earns nothing on average: 0.15."""


def profit(amount: ArrayLike, default: ArrayLike, accepted: ArrayLike) -> np.ndarray:
    """Euros that each application brings in.

    Parameters, all of shape (n,): `amount` in EUR; `default`, 1 where the loan goes bad if granted, else 0;
    `accepted`, true where it was granted. Returns EUR, shape (n,), 0 where refused. `default` may be missing where
    refused; an outcome that is missing or not 0 or 1 where granted raises ValueError, as do shapes that differ.
    """
    amount, default, accepted = np.asarray(amount, float), np.asarray(default, float), np.asarray(accepted, bool)
    if not amount.shape == default.shape == accepted.shape:
        raise ValueError(f"shapes differ: {amount.shape}, {default.shape}, {accepted.shape}")
    if not np.isin(default[accepted], (0, 1)).all():
        raise ValueError("default must be 0 or 1 for every granted loan; some are missing or something else")
    return np.where(accepted, np.where(default == 1, -LOSS_RATE, MARGIN_RATE) * amount, 0.0)


def eur_per_1000(amount: ArrayLike, default: ArrayLike, accepted: ArrayLike) -> float:
    """Profit in EUR per 1,000 applications (refused ones count as applications). Raises ValueError if empty."""
    euros = profit(amount, default, accepted)
    if euros.size == 0:
        raise ValueError("no applications: EUR per 1,000 applications is undefined")
    return float(1000 * euros.mean())
