"""How many answers of a scoring service a thief needs to own its card: ten thieves for each kind of answer."""

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression, LogisticRegression

from bora.money import BREAK_EVEN

ANSWERS = {"every digit": 0.0, "steps of 0.01": 0.01, "steps of 0.05": 0.05}
QUERIES = (5, 10, 25, 50, 100, 200, 400)


def steal(asked: pd.DataFrame, answers: np.ndarray) -> LinearRegression:
    """A straight line through the log-odds of the PDs that were answered; the more extreme, the less it counts."""
    likely = np.clip(answers, 0.005, 0.995)
    return LinearRegression().fit(asked, np.log(likely / (1 - likely)), sample_weight=likely * (1 - likely))


def same_decisions(stolen: LinearRegression, rows: pd.DataFrame, likely: pd.Series) -> float:
    """The share of `rows` about which a stolen card decides as the true PDs `likely` of the service do."""
    cut = np.log(BREAK_EVEN / (1 - BREAK_EVEN))
    return float(((stolen.predict(rows) < cut) == (likely < BREAK_EVEN)).mean())


def trials(rows: pd.DataFrame, likely: pd.Series, thieves: int = 10) -> pd.DataFrame:
    """A row a thief: columns answer, queries, same (share of equal decisions). "the decision only" tells no PD."""
    found = []
    for queries in QUERIES:
        for thief in range(thieves):
            asked = rows.sample(queries, random_state=thief)
            exact = likely[asked.index].to_numpy()
            for name, step in ANSWERS.items():
                answers = (exact / step).round() * step if step else exact
                found.append((name, queries, same_decisions(steal(asked, answers), rows, likely)))
            if queries >= 25:  # fewer hold too few of either kind
                found.append(("the decision only", queries, _from_decisions(asked, exact < BREAK_EVEN, rows, likely)))
    return pd.DataFrame(found, columns=["answer", "queries", "same"])


def _from_decisions(asked: pd.DataFrame, granted: np.ndarray, rows: pd.DataFrame, likely: pd.Series) -> float:
    scale = rows.std()
    stolen = LogisticRegression(C=100, max_iter=1000).fit(asked / scale, granted)
    return float((stolen.predict(rows / scale) == (likely < BREAK_EVEN)).mean())
