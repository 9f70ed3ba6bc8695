"""Stealing the card of a scoring service: ask, fit a straight line through the log-odds, compare decisions (lab 08)."""

import numpy as np
import pandas as pd
import requests
from sklearn.linear_model import LinearRegression

from bora.money import BREAK_EVEN


def ask(url: str, applicants: pd.DataFrame, clients: int = 1) -> tuple[pd.DataFrame, np.ndarray]:
    """Ask a service about each applicant (a POST to /score); so many clients take turns.

    Stops at the first answer 429, too many queries. Returns the applicants that were answered, and their PDs. Raises
    requests.HTTPError for any other error of the service.
    """
    answers: list[float] = []
    with requests.Session() as session:
        for number, row in enumerate(applicants.to_dict("records")):
            client = {"client": f"client {number % clients}, one of {clients}"}
            reply = session.post(f"{url}/score", json=row, headers=client, timeout=10)
            if reply.status_code == 429:
                break
            reply.raise_for_status()
            answers.append(reply.json()["PD"])
    return applicants.head(len(answers)), np.array(answers)


def steal(asked: pd.DataFrame, answers: np.ndarray) -> LinearRegression:
    """A straight line through the log-odds of the PDs that were answered; the more extreme, the less it counts."""
    likely = np.clip(answers, 0.005, 0.995)
    return LinearRegression().fit(asked, np.log(likely / (1 - likely)), sample_weight=likely * (1 - likely))


def same_decisions(stolen: LinearRegression, rows: pd.DataFrame, likely: pd.Series) -> float:
    """The share of `rows` about which a stolen card decides as the true PDs `likely` of the service do."""
    cut = np.log(BREAK_EVEN / (1 - BREAK_EVEN))
    return float(((stolen.predict(rows) < cut) == (likely < BREAK_EVEN)).mean())
