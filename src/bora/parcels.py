"""A model as one zip file: what IT looks at before it takes one (lab 03), and how it scores in a clean process."""

import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
import skops.io

from bora.clean import run_clean

MOST_BYTES = 5_000_000

_SCORE = """
import mlflow, numpy, pandas
answer = mlflow.pyfunc.load_model("model").predict(pandas.read_csv("rows.csv"))
print(*numpy.asarray(answer, float).reshape(len(answer), -1)[:, -1])
"""

_MEANINGS = {
    "Failed to enforce schema": "the signature refused the rows",
    "unknown categories": "a word that the model does not know stopped it",
}
_OURS = {"code", "env", "loader_module", "model_path", "predict_fn", "python_version"}
_OURS |= {"pickled_model", "serialization_format", "sklearn_version", "skops_trusted_types"}


def look_into(parcel: bytes, folder: Path | None = None) -> dict[str, Any]:
    """What a parcel holds: inputs (name -> type), requirements (lines), example (a table).

    folder: where to unpack it, if it is to stay. Raises ValueError for what IT does not accept.
    """
    if type(parcel) is not bytes or not zipfile.is_zipfile(io.BytesIO(parcel)):
        raise ValueError("the parcel should be the bytes of a zip file")
    with tempfile.TemporaryDirectory() as scratch, zipfile.ZipFile(io.BytesIO(parcel)) as archive:
        place = folder or Path(scratch)
        if sum(entry.file_size for entry in archive.infolist()) > MOST_BYTES:
            raise ValueError("the parcel is larger than 5 MB")
        archive.extractall(place)
        if not (place / "MLmodel").is_file():
            raise ValueError("there is no file MLmodel at the top level of the zip file")
        try:
            papers = mlflow.models.Model.load(str(place))
            example: Any = papers.load_input_example(str(place)) if papers.saved_input_example_info else None
            inputs = {one["name"]: one["type"] for one in papers.signature.inputs.to_dict()} if papers.signature else {}
        except Exception as error:
            raise ValueError(f"MLmodel, signature or example cannot be read ({type(error).__name__})") from None
        _refuse(papers.flavors, place)
        wanted = place / "requirements.txt"
        lines = wanted.read_text(encoding="utf-8").split() if wanted.is_file() else []
        if not inputs:
            raise ValueError("there is no signature with the names of the inputs: nobody can tell what the model wants")
        if loose := [line for line in lines if "==" not in line]:
            raise ValueError(f"these requirements are not pinned to a version: {', '.join(loose)}")
        if type(example) is not pd.DataFrame:
            raise ValueError("there is no input example that is a table")
        if not 1 <= len(example) <= 5:
            raise ValueError(f"the input example has {len(example)} rows; one to five are asked")
        return {"inputs": inputs, "requirements": lines, "example": example}


def score_elsewhere(parcel: bytes, rows: pd.DataFrame) -> list[float]:
    """The PDs that a new, isolated process computes from the parcel alone; `rows` go in as JSON would bring them.

    Raises ValueError, with the reason, where it cannot.
    """
    with tempfile.TemporaryDirectory() as empty:
        look_into(parcel, Path(empty, "model"))
        floats = {name: float for name in rows.columns if pd.api.types.is_numeric_dtype(rows[name])}
        rows.astype(floats).to_csv(Path(empty, "rows.csv"), index=False)
        done = run_clean(_SCORE, Path(empty))
    if done.returncode == 0:
        return [float(word) for word in done.stdout.split()]
    for sign, meaning in _MEANINGS.items():
        if sign in done.stderr:
            raise ValueError(f"{meaning}: {done.stderr.strip().splitlines()[-1]}")
    raise ValueError(f"the model does not score elsewhere: {done.stderr.strip()[-400:]}")


def _refuse(kinds: dict[str, Any], place: Path) -> None:
    """IT's list: the kind mlflow.sklearn, no code, no pickle, no types that skops does not trust."""
    function, sklearn = kinds.get("python_function", {}), kinds.get("sklearn", {})
    if set(kinds) != {"python_function", "sklearn"} or function.get("loader_module") != "mlflow.sklearn":
        raise ValueError(f"the model is of the kind {sorted(kinds)}; IT takes models of the kind mlflow.sklearn")
    if function.get("code") or sklearn.get("code"):
        raise ValueError("the parcel brings program text of its own, which IT does not run")
    if sklearn.get("serialization_format") != "skops":
        raise ValueError("the model is not in the format skops: IT opens no pickles")
    name = function.get("model_path")
    if {*function, *sklearn} - _OURS or name != sklearn.get("pickled_model") or name != Path(str(name)).name:
        raise ValueError("MLmodel says something that MLflow does not write for such a model")
    if strange := set(skops.io.get_untrusted_types(file=place / name)) - {"numpy.dtype"}:
        raise ValueError(f"the model needs {sorted(strange)}, which are not of sklearn or numpy")
