"""Draw lab 04's pictures: `python course/pictures/lab04.py` (the system), `... dashboard` (also the screenshot).

The pictures are files of bora.figures and are committed; only who changes them runs this. The screenshot needs
chromium on the path.
"""

import sys
from html import escape
from pathlib import Path

from drawing import FOLDER, GREY, arrow, framed, screenshot

from bora.style import BLUE, GREEN, ORANGE

# x, y, width, height, colour, lines of text (the first one bold)
BOXES = {
    "notebook": (20, 130, 170, 100, BLUE, ("your notebook", "trains, registers,", "asks, monitors")),
    "store": (300, 20, 170, 80, BLUE, ("MLflow store", "versions 1, 2, ...", "alias champion")),
    "balancer": (300, 200, 170, 100, GREEN, ("balancer :port", "/invocations", "/metrics  /dashboard")),
    "A": (600, 150, 170, 70, GREEN, ("replica A :port", "/invocations  /health")),
    "B": (600, 280, 170, 70, GREEN, ("replica B :port", "/invocations  /health")),
    "browser": (300, 370, 170, 60, GREY, ("your browser", "looks at /dashboard")),
}
# from, to, label and its place, dashed
ARROWS = (
    ((190, 150), (300, 70), "register, promote", (238, 92), False),
    ((190, 200), (300, 235), "applications", (243, 200), False),
    ((190, 222), (300, 280), "monitors push", (225, 274), True),
    ((470, 235), (600, 190), "in turn", (535, 200), False),
    ((470, 265), (600, 310), "", (0, 0), False),
    ((470, 60), (640, 150), "load champion at start", (608, 92), False),
    ((385, 370), (385, 300), "", (0, 0), False),
)


def system() -> str:
    """The picture of the processes as SVG."""
    title = "Notebook, MLflow store, balancer, two replicas and a browser, and who talks to whom"
    arrows = [
        arrow(start, end, label, at, *((ORANGE, "3 5") if dashed else ())) for start, end, label, at, dashed in ARROWS
    ]
    return framed(790, 445, title, [*(_box(*box) for box in BOXES.values()), *arrows])


def _box(x: int, y: int, width: int, height: int, colour: str, lines: tuple[str, ...]) -> str:
    middle, top = x + width / 2, y + height / 2 - 10 * (len(lines) - 1) + 5
    weights = ("bold", "normal")
    text = "".join(
        f'<text x="{middle:g}" y="{top + 20 * place:g}" text-anchor="middle" fill="#222222" '
        f'font-weight="{weights[place > 0]}">{escape(line)}</text>'
        for place, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6" fill="#ffffff" stroke="{colour}" '
        f'stroke-width="2.5"/>{text}'
    )


def dashboard(target: Path) -> None:
    """A screenshot of the dashboard of two replicas with a tiny model, after some requests."""
    import mlflow
    import numpy as np
    import requests
    from sklearn.dummy import DummyClassifier

    from bora import services, tracking

    store = tracking.private_store()
    model = DummyClassifier(strategy="prior").fit(np.zeros((4, 1)), [0, 0, 0, 1])
    with mlflow.start_run():
        mlflow.sklearn.log_model(model, name="pd", registered_model_name="pd", pip_requirements=["scikit-learn"])
    with services.Fleet() as fleet:
        fleet.deploy("models:/pd/1", store.uri).wait()
        body = {"dataframe_split": {"columns": ["x"], "data": [[1.0]]}}
        for _ in range(40):
            requests.post(f"{fleet.url}/invocations", json=body, timeout=10).raise_for_status()
        screenshot(f"{fleet.url}/dashboard", target, size="930,330")


if __name__ == "__main__":
    (FOLDER / "lab04_system.svg").write_text(system(), encoding="utf-8", newline="\n")
    if "dashboard" in sys.argv[1:]:
        dashboard(FOLDER / "lab04_dashboard.png")
