"""The two answers to one question: the six themes of lab 00, kept in a file of the learner's, and again in lab 09."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import EllipsisType
from typing import Any

THEMES = ("Learn", "Lead", "Access", "Scale", "Secure", "Automate")
EXAMPLE = {"Learn": 2, "Lead": 3, "Access": 1, "Scale": 1, "Secure": 2, "Automate": 1}
"""Four students and their forecast, the example of lab 00."""


def is_backed(said: Mapping[str, Any]) -> bool:
    """Whether each theme has a pair (phase, proof) with a phase of 1, 2 or 3, and each phase above 1 a proof."""
    pairs = [said.get(theme, (None, "")) for theme in THEMES]
    return all(phase == 1 or (phase in (2, 3) and bool(str(proof).strip())) for phase, proof in pairs)


def compare(
    folder: str | Path | EllipsisType, said: Mapping[str, Any] | EllipsisType, date: str = ""
) -> dict[str, dict[str, int]]:
    """Phases by answer, oldest first: those of my_maturity.json in `folder`, and `said`, which is added to the file.

    Where either is `...`, nothing is written. With fewer than two answers the example of lab 00 stands in, and a line
    says so.
    """
    kept: list[dict[str, Any]] = []
    if not isinstance(folder, EllipsisType):
        file = Path(folder).expanduser() / "my_maturity.json"
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else []
        if not isinstance(said, EllipsisType) and is_backed(said):
            phases, proof = ({theme: said[theme][part] for theme in THEMES} for part in (0, 1))
            new = {"date": date, "phases": phases, "proof": proof}
            if new not in kept:
                kept.append(new)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(json.dumps(kept, indent=2, ensure_ascii=False), encoding="utf-8")
    if len(kept) < 2:
        print("Two answers are needed. This is an example: four students and their forecast, then and now.")
        return {"lab 00 (example)": EXAMPLE, "now (example)": EXAMPLE | {"Learn": 3, "Access": 2, "Automate": 2}}
    return {f"answer {number} {one['date']}".strip(): one["phases"] for number, one in enumerate(kept, start=1)}
