"""A release of a credit model as files: its card, its model card, and a record that somebody has to sign."""

import hashlib
import json
import runpy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline  # a service that only scores has no need of it

BY_HAND = "(a person must write this)"

ALL_SAME = "`same decision` is True in every row"

CLAIMS = (
    ("Data", "input features obey the policy", 1.0, "contract.py", "limits for every input"),
    ("Data", "feature code is tested", 1.0, "parity.csv", ALL_SAME),
    (
        "Model",
        "specification reviewed and checked in",
        0.5,
        "model_card.md",
        "no field says that a person must write it",
    ),
    ("Model", "good enough on important slices", 1.0, "slices.csv", "no `z` is above `limit`"),
    ("Model", "effect of staleness known", 0.5, "switches.csv", "what it costs when the world moves on: `rate shock`"),
    ("Infrastructure", "training is reproducible", 1.0, "retrained.json", "trained again, the card that was tested"),
    ("Infrastructure", "quality checked before serving", 1.0, "card.json", "the card that was tested"),
    ("Infrastructure", "the roll-back works", 1.0, "said: head of operations", "somebody has seen it work"),
    ("Monitoring", "training and serving compute the same", 1.0, "served.csv", ALL_SAME),
    ("Monitoring", "invariants of inputs hold in serving", 1.0, "contract.py", "limits for every input"),
)
"""Section, test, points, evidence, what must hold in it: ten of the 28 tests of the ML Test Score (Breck et al.)."""


def card(model: "Pipeline", columns: list[str], cut: float) -> dict[str, Any]:
    """A pipeline of imputer, scaler and logistic regression as plain numbers; columns in the order of the fit."""
    imputer, scaler, regression = (step for _, step in model.steps)
    numbers = zip(imputer.statistics_, scaler.mean_, scaler.scale_, regression.coef_[0], strict=True)
    inputs = {
        name: dict(zip(("missing", "mean", "scale", "weight"), map(float, row), strict=True))
        for name, row in zip(columns, numbers, strict=True)
    }
    return {"cut": cut, "intercept": float(regression.intercept_[0]), "inputs": inputs}


def likely_bad(row: Mapping[str, Any], numbers: Mapping[str, Any]) -> float:
    """The PD of an applicant by a card; a value that is None or NaN counts as missing."""
    inputs = numbers["inputs"]
    table = np.array([[one["missing"], one["mean"], one["scale"], one["weight"]] for one in inputs.values()])
    missing, mean, scale, weight = table.T
    values = np.array([row[name] for name in inputs], dtype=float)
    total = numbers["intercept"] + weight @ ((np.where(np.isnan(values), missing, values) - mean) / scale)
    return float(1 / (1 + np.exp(-np.clip(total, -700, 700))))


def parity(script: str | Path, model: "Pipeline", rows: pd.DataFrame) -> pd.DataFrame:
    """Library and card side by side, a row an applicant: columns library, card, same decision.

    `script` defines `load()`, which reads the card, and `score(row, card)`; where that fails, the name of its error
    stands in place of a PD, and the decision is not the same.
    """
    code = runpy.run_path(str(script))
    return side_by_side(code["score"], code["load"](), model, rows)


def side_by_side(
    score: Callable[..., Any], numbers: Mapping[str, Any], model: "Pipeline", rows: pd.DataFrame
) -> pd.DataFrame:
    """The table of `parity`, for a function `score(row, card)` and a card that are at hand."""
    found = pd.DataFrame({"library": model.predict_proba(rows)[:, 1]}, index=rows.index)
    found["card"] = [_answer(score, row, numbers) for row in rows.to_dict("records")]
    ours = pd.to_numeric(found["card"], errors="coerce")
    cut = numbers["cut"]
    found["same decision"] = ours.notna() & ((found["library"] < cut) == (ours < cut))
    return found


def _answer(score: Callable[..., Any], row: Mapping[Any, Any], numbers: Mapping[str, Any]) -> Any:
    try:
        return score(row, numbers)
    except Exception as error:
        return type(error).__name__


def write_json(path: Path, content: object) -> None:
    """Write plain data as JSON, the same bytes for the same content."""
    path.write_text(json.dumps(content, indent=1), encoding="utf-8", newline="\n")


def read_json(path: str | Path) -> Any:
    """The plain data of a JSON file."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def sha256(path: str | Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits. Raises FileNotFoundError where there is none."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def page(title: str, fields: Mapping[str, object]) -> str:
    """A model card or a datasheet as Markdown, a heading a field; an empty field says that a person must write it."""
    parts = [f"## {name}\n\n{text or BY_HAND}\n" for name, text in fields.items()]
    return "\n".join([f"# {title}\n", *parts])


def hand_over(folder: Path) -> pd.DataFrame:
    """Write record.csv over the files of `folder`, as a release manager would: what is in CLAIMS, and the SHA-256.

    The card that was tested is the one in retrained.json. Afterwards somebody comes by and raises the cut-off of
    card.json: that hash is wrong from then on.
    """
    tested = read_json(folder / "retrained.json")
    write_json(folder / "card.json", tested)
    record = pd.DataFrame(CLAIMS, columns=["section", "test", "points", "evidence", "must hold"])
    record["sha256"] = ["" if proof.startswith("said") else sha256(folder / proof) for proof in record["evidence"]]
    record.to_csv(folder / "record.csv", index=False, lineterminator="\n")
    write_json(folder / "card.json", tested | {"cut": 0.18})
    return record


def unproved(folder: Path, record: pd.DataFrame) -> set[str]:
    """The evidence of `record` that does not prove its line: no file, another file by now, or one that says no."""
    return {line.evidence for line in record.itertuples() if not _proves(folder / line.evidence, line.sha256)}


def _proves(path: Path, recorded: str) -> bool:
    if not path.is_file() or sha256(path) != recorded:
        return False
    if path.name in ("parity.csv", "served.csv"):
        return bool(pd.read_csv(path)["same decision"].all())
    if path.name == "slices.csv":
        audited = pd.read_csv(path)
        return bool((audited["z"] <= audited["limit"]).all())
    return path.name != "model_card.md" or BY_HAND not in path.read_text(encoding="utf-8")
