"""Draw lab 04's pictures: `python course/pictures/lab04.py` (the system), `... dashboard` (also the screenshot).

The pictures are files of bora.figures and are committed; only who changes them runs this. The screenshot needs
chromium on the path.
"""

import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "src" / "bora" / "figures"
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#006b4f", "#555555"

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
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 790 445" width="790" height="445" '
        'font-family="sans-serif" font-size="14" role="img">',
        "<title>Notebook, MLflow store, balancer, two replicas and a browser, and who talks to whom</title>",
        '<rect width="790" height="445" fill="#ffffff"/>',
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0 10 5 0 10z" fill="{GREY}"/></marker></defs>',
    ]
    parts += [_box(*box) for box in BOXES.values()]
    parts += [_arrow(*arrow) for arrow in ARROWS]
    return "\n".join([*parts, "</svg>", ""])


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


def _arrow(start: tuple[int, int], end: tuple[int, int], label: str, place: tuple[int, int], dashed: bool) -> str:
    colour = ORANGE if dashed else GREY
    dash = ' stroke-dasharray="3 5"' if dashed else ""
    line = (
        f'<line x1="{start[0]}" y1="{start[1]}" x2="{end[0]}" y2="{end[1]}" stroke="{colour}" stroke-width="2"{dash} '
        'marker-end="url(#head)"/>'
    )
    return line + (
        f'<text x="{place[0]}" y="{place[1]}" text-anchor="middle" font-size="12" fill="{colour}" '
        f'stroke="#ffffff" stroke-width="4" paint-order="stroke">{escape(label)}</text>'
        if label
        else ""
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
    with services.Fleet() as fleet, tempfile.TemporaryDirectory() as profile:
        fleet.deploy("models:/pd/1", store.uri).wait()
        body = {"dataframe_split": {"columns": ["x"], "data": [[1.0]]}}
        for _ in range(40):
            requests.post(f"{fleet.url}/invocations", json=body, timeout=10).raise_for_status()
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        options = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        options += " --disable-component-update --disable-sync --hide-scrollbars --window-size=930,330"
        subprocess.run(
            [
                chromium,
                *options.split(),
                f"--user-data-dir={profile}",
                f"--screenshot={target}",
                f"{fleet.url}/dashboard",
            ],
            check=True,
            stderr=subprocess.DEVNULL,
            timeout=60,
        )


if __name__ == "__main__":
    (FOLDER / "lab04_system.svg").write_text(system(), encoding="utf-8", newline="\n")
    if "dashboard" in sys.argv[1:]:
        dashboard(FOLDER / "lab04_dashboard.png")
