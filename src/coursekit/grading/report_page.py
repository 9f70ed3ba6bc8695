"""`coursekit report LAB --page`: the report with figures, as one file for a browser, for the teacher alone."""

import html
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import nbformat
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from coursekit import files
from coursekit.cell_ids import exercise_of, tag_of
from coursekit.grading import similarity
from coursekit.grading.report import ENOUGH, ClassReport
from coursekit.manifest import Course, Lab

_BLUE, _GREY = "#0072B2", "#555555"
_WIDTH, _HEIGHT = 0.22, 0.075
"""Of a label, in the units of the axes."""
_HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 16px/1.5 sans-serif; color: #222; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse }} th, td {{ text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }}
th {{ border-bottom: 1px solid #999 }} svg {{ max-width: 100%; height: auto }}
</style></head><body><h1>{title}</h1>
"""


def write(course: Course, lab: Lab, found: ClassReport) -> Path:
    """Write the page to returned/LAB/report.html, which git ignores; returns where it is."""
    target = course.root / "returned" / lab.slug / "report.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    files.write_text(target, "".join(_page(f"{lab.number}. {lab.title}", found, alike(course, lab))))
    return target


def alike(course: Course, lab: Lab) -> dict[str, list[list[str]]]:
    """By exercise the groups whose graded answers are the same but for names and comments."""
    released = {cell.id: cell.source for cell in nbformat.read(course.release(lab), as_version=4).cells}
    answers: dict[str, dict[str, str]] = {}
    for path in sorted((course.root / "autograded").glob(f"*/{lab.slug}/{lab.slug}.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if tag_of(cell.id) == "answer":
                answers.setdefault(cell.id, {})[path.parts[-3]] = cell.source
    found = {name: similarity.alike(by_student, released.get(name, "")) for name, by_student in answers.items()}
    return {exercise_of(name): groups for name, groups in found.items() if groups}


def _page(title: str, found: ClassReport, groups: Mapping[str, list[list[str]]]) -> Iterator[str]:
    totals = np.array(list(found.totals().values()))
    most = sum(exercise.points for exercise in found.exercises.values())
    yield _HEAD.format(title=html.escape(f"{title}: how the class did"))
    yield f"<p>{len(totals)} graded; {np.mean(totals):.1f} of {most:g} points on average.</p>"
    yield _distribution(totals, most)
    yield "<h2>Exercises</h2>" + _difficulty(found)
    yield "<p>Low and on the right: many got it wrong, and the strong less often: teach it again. Left of 0: the "
    yield f"strong got it wrong more often; look at the exercise itself. It is told from {ENOUGH} submissions on.</p>"
    yield "<h2>What to say on Monday</h2>"
    told = ((name, f"{count} of {len(totals)}", story) for name, story, count in _most(found.mistakes))
    yield _table(("exercise", "who", "what was probably done"), told, "No known mistake was made twice.")
    yield "<h2>What cost points</h2><p># stands for a number.</p>"
    said = ((name, str(count), message) for name, message, count in _most(found.messages))
    yield _table(("exercise", "times", "message"), said, "Nothing did.")
    yield "<h2>Answers that are the same but for names and comments</h2>"
    yield "<p>For a look and a talk, never a verdict: an exercise has only so many solutions, and assistants repeat "
    yield "theirs. What more than a fifth of the class share, as the form that an exercise suggests, is left out, and "
    yield "so are answers of a few lines.</p>"
    yield _table(
        ("exercise", "students"),
        ((name, ", ".join(group)) for name, listed in groups.items() for group in listed),
        "None.",
    )
    yield "<h2>To be looked at</h2>"
    yield _table(("student", "why"), found.review.items(), "Nobody.")
    absent = html.escape(", ".join(found.absent)) or "nobody"
    yield f"<p>Handed in nothing: {absent}.</p></body></html>\n"


def _most(counted: Mapping[str, Mapping[str, int]], least: int = 2) -> Iterator[tuple[str, str, int]]:
    """What was counted at least twice, exercise by exercise, most first."""
    for name, counts in counted.items():
        for what, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            if count >= least:
                yield name, what, count


def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]], none: str) -> str:
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(word)}</td>' for word in row)}</tr>" for row in rows)
    if not body:
        return f"<p>{none}</p>"
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{body}</table>"


def _distribution(totals: np.ndarray, most: float) -> str:
    figure = Figure(figsize=(8, 2.8), layout="constrained")
    axes = figure.subplots()
    counts = np.bincount(np.clip(totals, 0, most).astype(int), minlength=int(most) + 1)
    bars = axes.bar(range(len(counts)), counts, color=_BLUE)
    axes.bar_label(bars, [str(count) if count else "" for count in counts], color=_GREY)
    axes.set(xlabel="points, rounded down", ylabel="students", xticks=range(0, len(counts), 2))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    return _svg(figure, f"Bars: how many students have how many points. The middle one has {np.median(totals):.1f}.")


def _difficulty(found: ClassReport) -> str:
    """Each exercise by the share of its points that was reached and how it goes with the others."""
    figure = Figure(figsize=(8, 3.4), layout="constrained")
    axes = figure.subplots()
    graded = [(name, exercise) for name, exercise in found.exercises.items() if exercise.scores]
    shares = {name: float(np.mean(list(exercise.scores.values()))) / exercise.points for name, exercise in graded}
    labels: list[tuple[float, float]] = []
    for name, share in sorted(shares.items(), key=lambda pair: pair[1]):
        agreement, waiting = found.agreement(name), found.exercises[name].waiting
        place = agreement or 0.0
        axes.plot(place, share, "o", color=_BLUE if agreement is not None else _GREY)
        # above each other, not on top of each other
        near = [height for beside, height in labels if abs(beside - place) < _WIDTH]
        labels.append((place, max([share, *(height + _HEIGHT for height in near)])))
        text = f"{name}: {share:.0%}" + (f", {waiting} wait" if waiting else "")
        axes.annotate(text, (place + 0.03, labels[-1][1]), va="center")
    told = [f"{name} {shares[name]:.0%}" for name, _ in graded]
    axes.axvline(0, color=_GREY, linewidth=0.8)
    axes.set(
        xlabel="agrees with the other exercises (correlation)", ylabel="share of points", xlim=(-1, 1), ylim=(0, 1.1)
    )
    return _svg(figure, f"Share of points by exercise: {', '.join(told)}.")


def _svg(figure: Figure, described: str) -> str:
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    picture = out.getvalue()
    opening = f'<svg role="img" aria-label="{html.escape(described)}"'
    drawn = opening + picture[picture.index("<svg") + len("<svg") :]
    return f"<figure>{drawn}<figcaption>{html.escape(described)}</figcaption></figure>"
