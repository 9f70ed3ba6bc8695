"""Draw lab 05's pictures: `python course/pictures/lab05.py`, and with `page` also the screenshot of MLflow's page.

The pictures are files of bora.figures and are committed; only who changes them runs this. The screenshot needs
chromium on the path.
"""

import sys
from html import escape
from math import cos, pi, sin
from pathlib import Path

from drawing import FOLDER, GREY, screenshot, shrink

from bora.style import BLUE, GREEN, ORANGE

INK = "#222222"


def disciplines() -> str:
    """Three overlapping circles, and the way back from the product to the data."""
    circles = (
        (170, BLUE, "Data engineering", ("sources,", "contracts,", "delivery")),
        (400, ORANGE, "ML engineering", ("experiments,", "training,", "evaluation")),
        (630, GREEN, "Application engineering", ("product,", "screens,", "decisions")),
    )
    parts = []
    for x, colour, name, work in circles:
        parts.append(
            f'<circle cx="{x}" cy="165" r="150" fill="{colour}" fill-opacity="0.1" stroke="{colour}" '
            'stroke-width="2.5"/>'
        )
        first, *rest = name.split(" ")
        parts += [_text(x, 70, first, colour, bold=True), _text(x, 90, " ".join(rest), colour, bold=True)]
        parts += [_text(x + (x - 400) // 8, 150 + 20 * place, line) for place, line in enumerate(work)]
    for x, lines in ((285, ("features,", "labels")), (515, ("service,", "log"))):
        parts += [_text(x, 160 + 20 * place, line, bold=True) for place, line in enumerate(lines)]
    parts.append(
        f'<path d="M600 330 C 520 375, 280 375, 200 330" fill="none" stroke="{GREY}" stroke-width="2" '
        'marker-end="url(#head)"/>'
    )
    parts.append(_text(400, 390, "decisions and outcomes come back as data", GREY))
    return _svg(800, 405, "Three disciplines overlap; decisions and outcomes come back as data", parts)


def ring() -> str:
    """Six processes in a ring around the seventh."""
    names = (
        ("1", "ML development", BLUE),
        ("2", "training operationalization", BLUE),
        ("3", "continuous training", ORANGE),
        ("4", "model deployment", GREEN),
        ("5", "prediction serving", GREEN),
        ("6", "continuous monitoring", ORANGE),
    )
    # what each hands to the next, and where that is written
    handed = (
        ("pipeline code", 590, 95, "start"),
        ("deployed pipeline", 664, 230, "start"),
        ("challenger", 590, 365, "start"),
        ("champion", 230, 365, "end"),
        ("log", 158, 230, "end"),
        ("what people learn", 230, 95, "end"),
    )
    centre = (410, 225)
    places = [
        (centre[0] + 280 * cos(pi / 2 - k * pi / 3), centre[1] - 165 * sin(pi / 2 - k * pi / 3)) for k in range(6)
    ]
    parts = [
        f'<line x1="{centre[0]}" y1="{centre[1]}" x2="{x:.0f}" y2="{y:.0f}" stroke="{GREY}" stroke-dasharray="3 5"/>'
        for x, y in places
    ]
    for k, (label, label_x, label_y, anchor) in enumerate(handed):
        (x, y), (to_x, to_y) = places[k], places[(k + 1) % 6]
        start, end = (0.17, 0.83) if x == to_x else (0.30, 0.70)
        line = (x + start * (to_x - x), y + start * (to_y - y), x + end * (to_x - x), y + end * (to_y - y))
        parts += [_line(*line), _text(label_x, label_y, label, GREY, 12, anchor=anchor)]
    for (x, y), (number, name, colour) in zip(places, names, strict=True):
        parts += _box(x, y, 190, 46, colour, (f"{number} {name}",))
    parts += _box(*centre, 230, 64, GREY, ("7 data and model", "management: all records"))
    return _svg(820, 450, "Six processes in a ring around the management of data and models", parts)


def workflow() -> str:
    """The workflow as two CI/CD loops and one CT loop."""
    boxes = (
        (80, 70, GREY, ("experiments",)),
        (260, 70, BLUE, ("pipeline code",)),
        (430, 70, BLUE, ("tests",)),
        (600, 70, BLUE, ("deployed", "pipeline")),
        (800, 70, ORANGE, ("registry:", "model versions")),
        (800, 270, GREEN, ("service:", "champion")),
        (600, 270, ORANGE, ("monitoring",)),
    )
    parts = [part for x, y, colour, lines in boxes for part in _box(x, y, 120, 54, colour, lines)]
    arrows = (
        (140, 70, 198, 70, "formalise", 170, 36, GREY),
        (320, 62, 368, 62, "test", 344, 52, BLUE),
        (368, 82, 322, 82, "stop", 344, 102, BLUE),
        (490, 70, 538, 70, "deploy", 514, 55, BLUE),
        (660, 70, 738, 70, "train", 699, 55, ORANGE),
        (780, 98, 780, 241, "promote", 742, 170, GREEN),
        (825, 98, 825, 241, "roll back (an old version)", 842, 190, GREEN),
        (738, 270, 662, 270, "log", 699, 262, ORANGE),
        (600, 242, 600, 99, "trigger", 570, 170, ORANGE),
        (538, 270, 92, 99, "people learn", 290, 215, GREY),
    )
    for x, y, to_x, to_y, label, at_x, at_y, colour in arrows:
        parts.append(_line(x, y, to_x, to_y, colour))
        parts.append(_text(at_x, at_y, label, colour, 12, anchor="start" if at_x == 842 else "middle"))
    parts += [
        _text(345, 25, "CI/CD of the pipeline", BLUE, bold=True),
        _text(670, 170, "CT", ORANGE, bold=True, size=18),
        _text(900, 165, "CI/CD of the service", GREEN, bold=True),
    ]
    return _svg(1010, 320, "Two CI/CD loops and one CT loop", parts)


def _svg(width: int, height: int, title: str, parts: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="14" role="img"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/><defs><marker id="head" viewBox="0 0 10 10" refX="9" '
        'refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">'
        f'<path d="M0 0 10 5 0 10z" fill="{GREY}"/></marker></defs>'
    )
    return "\n".join([head, *parts, "</svg>", ""])


def _text(
    x: float, y: float, text: str, colour: str = INK, size: int = 14, bold: bool = False, anchor: str = "middle"
) -> str:
    weight = "bold" if bold else "normal"
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
        f'font-weight="{weight}" stroke="#ffffff" stroke-width="4" paint-order="stroke">{escape(text)}</text>'
    )


def _line(x: float, y: float, to_x: float, to_y: float, colour: str = GREY) -> str:
    return (
        f'<line x1="{x:.0f}" y1="{y:.0f}" x2="{to_x:.0f}" y2="{to_y:.0f}" stroke="{colour}" stroke-width="2" '
        'marker-end="url(#head)"/>'
    )


def _box(x: float, y: float, width: int, height: int, colour: str, lines: tuple[str, ...]) -> list[str]:
    left, top = x - width / 2, y - height / 2
    parts = [
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width}" height="{height}" rx="6" fill="#ffffff" '
        f'stroke="{colour}" stroke-width="2.5"/>'
    ]
    first = y - 9 * (len(lines) - 1) + 5
    return parts + [_text(x, first + 18 * place, line, bold=place == 0, size=13) for place, line in enumerate(lines)]


def page(target: Path) -> None:
    """A screenshot of MLflow's own page, on a store with the flight that the lesson records."""
    import mlflow

    from bora import recorder, tracking
    from bora.flight import Scenario, Terrain, fly
    from bora.loops import Loop

    store = tracking.private_store("bora-loop")
    terrain = Terrain(Scenario())
    with mlflow.start_run(run_name="2024-01 intake"):
        january = terrain.applications[terrain.applications["month"] == "2024-01"]
        mlflow.log_input(mlflow.data.from_pandas(january, name="2024-01"), context="intake")
    fly(terrain, Loop(), recorder.record)
    served = tracking.ui(store)
    experiment = mlflow.get_experiment_by_name("bora-loop")
    assert experiment is not None
    screenshot(f"{served.url}#/experiments/{experiment.experiment_id}/runs", target)
    served.close()
    shrink(target, width=885)


if __name__ == "__main__":
    for name, draw in (("disciplines", disciplines), ("ring", ring), ("workflow", workflow)):
        (FOLDER / f"lab05_{name}.svg").write_text(draw(), encoding="utf-8", newline="\n")
    if "page" in sys.argv[1:]:
        page(FOLDER / "lab05_page.png")
