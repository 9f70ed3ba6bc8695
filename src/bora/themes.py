"""One's own project on six themes (lab 00): phases, proofs, and the file that lab 09 compares with."""

import json
from collections.abc import Mapping
from pathlib import Path
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
