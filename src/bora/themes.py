"""One's own project on six themes: asked in lab 00, kept in a file of the learner's, asked again and compared in 09."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import EllipsisType
from typing import Any

THEMES = {
    "Learn": ("people", "technology", "can we do it?"),
    "Lead": ("people", "process", "may we, and who pays?"),
    "Access": ("people", "data", "can we find it?"),
    "Scale": ("data", "technology", "does it fit?"),
    "Secure": ("data", "process", "is it safe and fair?"),
    "Automate": ("technology", "process", "does it run by itself?"),
}
"""The six bridges between four pillars, each with its question (after Google Cloud, AI Adoption Framework, 2020)."""

EXAMPLE = {"Learn": 2, "Lead": 3, "Access": 1, "Scale": 1, "Secure": 2, "Automate": 1}
"""Four students, one forecast: invented, and common."""

FILE = "my_maturity.json"


def backed(phases: Mapping[str, Any], proof: Mapping[str, str]) -> bool:
    """Whether each theme has a phase of 1, 2 or 3, and each phase above 1 its proof in a few words."""
    proven = {theme for theme in THEMES if proof.get(theme, "").strip()}
    return all(phases.get(theme) == 1 or (phases.get(theme) in (2, 3) and theme in proven) for theme in THEMES)


def keep(folder: str | Path, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Add `answer` to the file in `folder`, unless it is there; return all answers, oldest first."""
    path = Path(folder).expanduser() / FILE
    answers: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    if answer not in answers:
        answers.append(answer)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".draft")  # written whole, then renamed: a crash cannot cost you the old answers
        draft.write_text(json.dumps(answers, indent=2, ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
    print(f"{path} holds {len(answers)} answer(s).")
    return answers


def so_far(folder: str | Path | EllipsisType, answer: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Phases by answer, oldest first: those kept in `folder`, and `answer`, which is added to them.

    Where `folder` is `...`, nothing is written and `answer` stands alone; where it is not complete, the example.
    """
    if not backed(answer["phases"], answer["proof"]):
        return {"An example: four students, one forecast": EXAMPLE}
    answers = [answer] if isinstance(folder, EllipsisType) else keep(folder, answer)
    return {f"My answer {number} {one['date']}".strip(): one["phases"] for number, one in enumerate(answers, start=1)}


def pairs_backed(said: Mapping[str, Any]) -> bool:
    """As `backed`, for a pair (phase, proof) for each theme."""
    phases, proof = _apart({theme: said.get(theme, (None, "")) for theme in THEMES})
    return backed(phases, proof)


def compare(
    folder: str | Path | EllipsisType, said: Mapping[str, Any] | EllipsisType, date: str = ""
) -> dict[str, dict[str, int]]:
    """Phases by answer, oldest first: those kept in `folder`, and the pairs `said`, which are added to them.

    Where either is `...`, nothing is written. With fewer than two answers the example of lab 00 stands in, and a line
    says so.
    """
    kept: list[dict[str, Any]] = []
    if not isinstance(folder, EllipsisType) and not isinstance(said, EllipsisType) and pairs_backed(said):
        phases, proof = _apart(said)
        kept = keep(folder, {"date": date, "phases": phases, "proof": proof})
    if len(kept) < 2:
        print("Two answers are needed. This is an example: four students and their forecast, then and now.")
        return {"lab 00 (example)": EXAMPLE, "now (example)": EXAMPLE | {"Learn": 3, "Access": 2, "Automate": 2}}
    return {f"answer {number} {one['date']}".strip(): one["phases"] for number, one in enumerate(kept, start=1)}


def _apart(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Phases and proofs of pairs."""
    return {theme: said[theme][0] for theme in THEMES}, {theme: str(said[theme][1]) for theme in THEMES}
