"""Draw lab 06's pictures: `python course/pictures/lab06.py` (the map), `... page` (MLflow's page as well).

The pictures are files of bora.figures and are committed; only who changes them runs this. The screenshot needs
chromium on the path.
"""

import sys
from html import escape
from pathlib import Path

from drawing import FOLDER, GREY, arrow, framed, screenshot, shrink

from bora.style import BLUE, GREEN, ORANGE

INK = "#222222"

# middle x, y; width, height; colour; the capabilities of the lecture; lines of text
BOXES = {
    "notebook": (
        120,
        225,
        200,
        84,
        BLUE,
        "experimentation, training, evaluation",
        ("your notebook", "trains, asks, decides"),
    ),
    "server": (
        430,
        70,
        210,
        84,
        ORANGE,
        "tracking, model registry",
        ("MLflow server :port", "SQLite, artifact folder"),
    ),
    "balancer": (430, 225, 210, 84, GREEN, "model serving", ("balancer :port", "/invocations  /dashboard")),
    "A": (720, 190, 150, 44, GREEN, "", ("replica A :port",)),
    "B": (720, 262, 150, 44, GREEN, "", ("replica B :port",)),
    "features": (430, 380, 210, 64, GREY, "dataset and feature repository", ("features.db",)),
    "lineage": (120, 380, 200, 64, GREY, "metadata and artifacts", ("lineage.jsonl",)),
    "runner": (120, 70, 200, 64, BLUE, "pipelines, data processing", ("runner.py, journal",)),
    "monitor": (720, 380, 170, 64, ORANGE, "monitoring", ("a job a month",)),
}
# from, to, label and its place
ARROWS = (
    ((220, 205), (323, 90), "runs, models", (245, 140)),
    ((220, 225), (323, 225), "requests", (270, 216)),
    ((220, 255), (323, 365), "values known at ...", (225, 320)),
    ((120, 269), (120, 346), "a line a job", (75, 312)),
    ((120, 181), (120, 104), "starts", (145, 146)),
    ((537, 215), (643, 192), "", (0, 0)),
    ((537, 235), (643, 260), "", (0, 0)),
    ((720, 167), (540, 82), "which version am I?", (690, 108)),
    ((720, 346), (720, 286), "scores", (755, 320)),
)


def overview() -> str:
    """The capabilities as they run in the lesson, as SVG."""
    title = "The capabilities of MLOps as the processes and files of this lesson, and who asks whom"
    return framed(860, 440, title, [*(arrow(*one) for one in ARROWS), *(_box(*box) for box in BOXES.values())])


def _box(x: int, y: int, width: int, height: int, colour: str, capability: str, lines: tuple[str, ...]) -> str:
    dashes = ' stroke-dasharray="6 4"' if colour == GREY else ""
    shape = (
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" rx="6" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="2.5"{dashes}/>'
    )
    rows = [*((line, "bold" if place == 0 else "normal", "normal") for place, line in enumerate(lines))]
    rows += [(capability, "normal", "italic")] if capability else []
    top = y - 10 * (len(rows) - 1) + 5
    looks = {"italic": (12, colour), "normal": (14, INK)}
    text = "".join(
        f'<text x="{x}" y="{top + 20 * place:g}" text-anchor="middle" font-weight="{weight}" font-style="{slope}" '
        f'font-size="{looks[slope][0]}" fill="{looks[slope][1]}">{escape(line)}</text>'
        for place, (line, weight, slope) in enumerate(rows)
    )
    return shape + text


def page(target: Path) -> None:
    """A screenshot of MLflow's own page on a registry like the lesson's."""
    import mlflow
    import pandas as pd
    from sklearn.linear_model import LogisticRegression

    from bora import tracking

    store = tracking.private_store("bora-returning")
    served = tracking.ui(store)
    mlflow.set_tracking_uri(served.url)
    mlflow.set_registry_uri(served.url)
    mlflow.set_experiment("bora-returning")
    table = pd.DataFrame({"burden": [0.1, 0.5, 0.2, 0.4], "arrears": [0.0, 2.0, 1.0, 0.0]})
    model = LogisticRegression().fit(table, [0, 1, 0, 1])
    with mlflow.start_run(run_name="2025-07 training"):
        mlflow.sklearn.log_model(
            model,
            name="pd",
            registered_model_name="bora-returning",
            pyfunc_predict_fn="predict_proba",
            signature=mlflow.models.infer_signature(table, model.predict_proba(table)),
            pip_requirements=["scikit-learn"],
        )
    mlflow.MlflowClient().set_registered_model_alias("bora-returning", "champion", "1")
    screenshot(f"{served.url}#/models/bora-returning", target)
    served.close()
    shrink(target, width=885)


if __name__ == "__main__":
    (FOLDER / "lab06_map.svg").write_text(overview(), encoding="utf-8", newline="\n")
    if "page" in sys.argv[1:]:
        page(FOLDER / "lab06_page.png")
