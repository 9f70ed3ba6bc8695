"""What Bora's house has ready for lab 07: a model of PD, its packaging, its report, and the checks of the lesson."""

from collections.abc import Callable, Mapping
from pathlib import Path
from runpy import run_path

import mlflow
import numpy as np
import pandas as pd
import sklearn
from mlflow.data.pandas_dataset import from_pandas
from pandera.errors import SchemaErrors
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from bora.inboxes import OPS, RISK, ROLES
from bora.repository import Repository

INPUTS = ["income", "instalments", "amount", "term", "savings", "late_payments", "age"]
NAME = "bora-pd"
"""The model in MLflow's registry."""

SEAM_TEST = """\
import pytest
from loading import load
from ratios import burden
from service import answer


@pytest.mark.parametrize("instalments", [100, 400, 700])
def test_both_ways_into_the_house_agree(instalments):
    loan = {"income": 12_000, "instalments": instalments, "amount": 2_400, "term": 24}
    by_core_system = "refuse" if burden(load(loan)) > 0.5 else "grant"
    assert answer(loan) == by_core_system
"""
"""The house's own contract test for the repository of the lesson, a file of pytest."""


def burden(loan: pd.DataFrame) -> pd.Series:
    """A year's instalments, the new loan's included, over a year's income; as ratios.py in the lesson's repository."""
    return 12 * (loan["instalments"] + loan["amount"] / loan["term"]) / loan["income"]


def fit(loans: pd.DataFrame, burden: Callable[[pd.DataFrame], pd.Series]) -> Pipeline:
    """A logistic regression of `default` on burden, log savings, late payments and age; loans: INPUTS and default."""

    def prepare(rows: pd.DataFrame) -> np.ndarray:
        savings = np.log(rows["savings"].clip(lower=1))
        return np.column_stack([burden(rows), savings, rows["late_payments"], rows["age"]])

    model = make_pipeline(FunctionTransformer(prepare), StandardScaler(), LogisticRegression())
    return model.fit(loans[INPUTS], loans["default"].astype(int))


def package(repository: Repository, revision: str, training: pd.DataFrame, judged: pd.DataFrame) -> str:
    """Train with the code of a revision, record what went in and came out, register; returns the version's number."""
    load = repository.module(revision, "loading").load
    loans, held_out = pd.DataFrame(load(training)), pd.DataFrame(load(judged))
    with mlflow.start_run(tags={"commit": repository.commit(revision)}):
        model = fit(loans, repository.module(revision, "ratios").burden)
        mlflow.log_input(from_pandas(loans, name="2023-01 to 2023-06"), context="training")
        likely = model.predict_proba(held_out[INPUTS])[:, 1]
        mlflow.log_metric("auc", float(roc_auc_score(held_out["default"].astype(int), likely)))
        logged = mlflow.sklearn.log_model(
            model,
            name="pd",
            registered_model_name=NAME,
            signature=mlflow.models.infer_signature(loans[INPUTS].head(), np.zeros((5, 2))),
            pyfunc_predict_fn="predict_proba",
            serialization_format="cloudpickle",
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
        )
    return str(logged.registered_model_version)


def promote(version: str, why: str) -> None:
    """Point the alias `champion` at a version, and leave on it that and why it went into production."""
    client = mlflow.MlflowClient()
    client.set_registered_model_alias(NAME, "champion", version)
    before = client.get_model_version(NAME, version).tags.get("in production", "")
    client.set_model_version_tag(NAME, version, "in production", f"{before} {why}.".strip())


def report(gate: Callable[[str], int]) -> pd.DataFrame:
    """Every version ever in production, with its lineage; gate: commit -> exit code of its tests, run again."""
    client = mlflow.MlflowClient()
    aliases = client.get_registered_model(NAME).aliases
    rows = []
    versions = client.search_model_versions(f"name = '{NAME}'", order_by=["version_number ASC"])
    for version in (one for one in versions if "in production" in one.tags):
        run = mlflow.get_run(str(version.run_id))
        [used] = run.inputs.dataset_inputs if run.inputs else []
        commit = run.data.tags["commit"]
        rows.append(
            {
                "version": version.version,
                "now": ", ".join(name for name, number in aliases.items() if number == version.version),
                "in production": version.tags["in production"],
                "auc": run.data.metrics["auc"],
                "data": f"{used.dataset.name} ({used.dataset.digest})",
                "commit": commit,
                "gate": "green" if gate(commit) == 0 else "RED",
            }
        )
    return pd.DataFrame(rows)


def broken_months(contract: Path, applications: pd.DataFrame) -> pd.DataFrame:
    """The months whose applications break the contract in a file: month, column, rows (how many values are wrong)."""
    model = run_path(str(contract))["Applications"]
    found = []
    for month, batch in applications.groupby("month"):
        try:
            model.validate(batch, lazy=True)
        except SchemaErrors as error:
            found.append((month, error.failure_cases["column"].iloc[0], len(error.failure_cases)))
    return pd.DataFrame(found, columns=["month", "column", "rows"])


def look_again(service: bool, main: bool) -> str:
    """What to say of a test that is green (True) or red on the branch and on the merged code, and tells nothing."""
    if service and main:
        return "As it stands, it cannot fail: any answer will do."
    if not service and not main:
        return "It is red on both: a typo, or it asks for an answer that is wrong where all is well."
    return "It is the other way round: it asks for the wrong answer."


def sensible(raci: Mapping[str, str]) -> bool:
    """Whether a RACI row (role -> letter) can roll back at night: DevOps does it, one answers, no C, model risk told.

    Raises ValueError for a role that does not exist, and for more than one letter for a role.
    """
    for role, letter in raci.items():
        if role not in ROLES:
            raise ValueError(f"not a role: {role!r}; choose from {', '.join(ROLES)}")
        if letter not in ("R", "A", "C", "I", ""):
            raise ValueError(f"{role} has {letter!r}: give one letter, and another role the other one")
    letters = list(raci.values())
    one_answers = letters.count("A") == 1 and letters.count("C") == 0
    return one_answers and raci.get(OPS) == "R" and raci.get(RISK) in ("R", "A", "I")
