"""What lab 02 stands on: dossiers, three islands of customer data, a job that one person could run, a bad file.

The lenders in it are invented (data/maturity/README.md); applicants and loans come from Bora's simulated world.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score
from sklearn.pipeline import Pipeline

from bora import checks, frozen
from bora.incidents import Incident, UnitChange
from bora.money import BREAK_EVEN, LOSS_RATE, MARGIN_RATE
from bora.world import simulate

FIVE_LINES = {"a": "said", "b": "seen", "c": "seen", "d": "said", "e": "said"}
"""The kind of the five lines of the first bet."""
BAD_FILE = 120
"""Day of a replay on which the broker's bad file begins: 1 May, in months of 30 days."""


def dossier(path: Path) -> dict[str, str]:
    """The lines of a dossier, by citation: {"S4:1": text, ...}. Raises ValueError where a line has no document."""
    lines: dict[str, str] = {}
    document = ""
    for text in path.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"([A-Z][0-9]+)[.] ", text)
        line = re.match(r" +([0-9]+)  (.*)", text)
        if heading:
            document = heading[1]
        elif line and not document:
            raise ValueError(f"{path.name}: the line {text.strip()!r} stands before the first document")
        elif line:
            lines[f"{document}:{line[1]}"] = line[2]
    return lines


def examine(mine: Any, cites: Any, ours: pd.Series, findings: pd.DataFrame, lines: Container[str]) -> str:
    """What is to be said of a profile: one line, "Right. ...", "Not yet: ..." or "Not started yet: ...".

    `mine` and `cites` hold a phase and its citations (a text or a list of texts) for each theme of `ours`, which is our
    reading of a dossier with these `lines`. `findings` has columns theme, phase, kind and cites. Slips of form are told
    first and alone. A line that we do not know is no mistake: it gets a question.
    """
    if mine is ...:
        return "Not started yet: replace the ... above, then run the cells again."
    if slip := not_phases(mine, "my_phases", len(ours)) or _not_lines(cites, len(ours), lines):
        return f"Not yet: {slip}"
    rows = list(zip(ours.index, mine, map(_split, cites), ours, strict=True))
    said = set(findings.loc[findings["kind"] == "said", "cites"])
    above = findings[(findings["kind"] == "seen") & (findings["phase"] > 1)]
    known = above.groupby("theme")["cites"].agg(set)
    higher = [row for row in rows if row[1] > 1]
    only_said = [(theme, cited) for theme, _, cited, _ in higher if cited and said.issuperset(cited)]
    found = {
        "no line, no number above 1:": [theme for theme, _, cited, _ in higher if not cited],
        "only said, so it does not count:": [f"{', '.join(cited)} ({theme})" for theme, cited in only_said],
        "higher than ours (does that line show it, and the rung below?):": [row[0] for row in rows if row[1] > row[3]],
        "lower than ours (is there a log, an invoice, a stop?):": [row[0] for row in rows if row[1] < row[3]],
    }
    wrong = "; ".join(f"{what} {', '.join(themes)}" for what, themes in found.items() if themes)
    fresh = [
        f" One question: we found nothing on {theme} in {', '.join(cited)}; what would a stranger see there?"
        for theme, phase, cited, our in higher
        if phase == our and not said.issuperset(cited) and known[theme].isdisjoint(cited)
    ]
    return (f"Not yet: {wrong}." if wrong else "Six of six." if fresh else "Right. Six of six.") + "".join(fresh)


def not_phases(value: Any, what: str, count: int) -> str:
    """A sentence on what is wrong with `count` phases, "" where nothing is."""
    right = isinstance(value, (list, tuple, np.ndarray)) and len(value) == count
    return "" if right and all(_among(one, (1, 2, 3)) for one in value) else f"{what}: {count} numbers, each 1, 2 or 3."


def not_one_of(value: Any, what: str, names: Sequence[Any]) -> str:
    """A sentence where `value` is none of `names`, "" where it is."""
    return "" if _among(value, names) else f"{what} is {value!r}; it is one of {', '.join(map(str, names))}."


def not_largest(order: Any, phases: pd.Series, largest: float) -> str:
    """A hint where a radar of `phases` with axes in this `order` is smaller than `largest`, "" where it is not."""
    if not isinstance(order, (list, tuple)) or sorted(map(str, order)) != sorted(phases.index):
        return f"a list is asked with each of {', '.join(phases.index)}, once."
    area = radar_area(phases.loc[list(order)])
    hint = f"yours is {area:.1f}, a larger one can be drawn. What should stand beside a 3, and what beside a 2?"
    return "" if area > largest - 0.01 else hint


def not_worth_more(ratings: Any, colleague: Sequence[int], hits: int, kappa: float) -> str:
    """A hint where `ratings` agree with a colleague's in more than `hits` or reach less than a linear `kappa`."""
    if slip := not_phases(ratings, "yours", len(colleague)):
        return slip
    agree = int(np.sum(np.equal(ratings, colleague)))
    linear = cohen_kappa_score(colleague, ratings, weights="linear") + 0
    found = f"you agree in {agree} of {len(colleague)}, linear kappa {linear:.2f}"
    if agree > hits:
        return f"{found}: that is too often, spoil a few of the many."
    return "" if linear >= kappa else f"{found}: too low, and a rare cell that is missed costs most."


def not_findable(entry: Path) -> str:
    """A hint where a search does not find a filled catalogue entry (TOML), or finds no owner in it."""
    text = entry.read_text(encoding="utf-8").lower()
    words = {
        "income": "income",
        "gross": "gross",
        "EUR": "eur",
        "year": "year|annual|annum",
        "applicants": "applicants",
    }
    missing = [word for word, pattern in words.items() if not re.search(pattern, text)]
    if missing:
        return f"whoever searches for {' or '.join(missing)} does not find it."
    try:
        owner = str(tomllib.loads(text).get("owner"))
    except tomllib.TOMLDecodeError as error:
        return f"no catalogue reads this file ({error}): all values stand in quotes."
    return "" if "risk" in owner else "who answers questions about it?"


def not_share(value: Any, what: str) -> str:
    """A sentence where `value` is no number from 0 to 1, "" where it is."""
    try:
        checks.number(value, what, 0, 1)
    except AssertionError as error:
        return str(error)
    return ""


def not_her_settings(folder: Path) -> str:
    """A hint where `settings.json` does not hold what the colleague knew, "" where it does."""
    channels = ("branch", "web", "broker")
    try:
        found = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        return f"line {error.lineno} is no JSON: write 0.5 and not 1/2, names in double quotes, no comma at the end."
    right = isinstance(found, dict) and sorted(found) == sorted(channels)
    if not right or not all(type(number) in (int, float) for number in found.values()):
        return f"settings.json: a number for each of {', '.join(channels)}, and nothing else."
    if checks.seal([found[channel] for channel in channels]) == "22e0b110":
        return ""
    said = run("retrain.py", folder)
    if said in (folder / "last_run.log").read_text(encoding="utf-8"):
        return (
            "her AUC, but not by the fact: *one* channel sent another unit. How many of it make the usual one, exactly?"
        )
    return f"you get {said}. Which channel is unlike the others, and by what number exactly?"


def _among(value: Any, names: Sequence[Any]) -> bool:
    return isinstance(value, (str, float, int, np.integer)) and not isinstance(value, bool) and value in names


def _not_lines(cites: Any, count: int, lines: Container[str]) -> str:
    texts = [one if isinstance(one, (list, tuple)) else [one] for one in cites] if isinstance(cites, list) else []
    if len(texts) != count or not all(isinstance(one, str) for several in texts for one in several):
        return f'my_lines: a list of {count} is asked, each a text or a list of texts ("" where there is none).'
    strange = [line for one in cites for line in _split(one) if line not in lines]
    how = 'One line is written "S4:1", two "S4:1, S4:2".'
    return f"my_lines: this dossier has no line {', '.join(strange)}. {how}" if strange else ""


def _split(cited: str | Sequence[str]) -> list[str]:
    text = cited if isinstance(cited, str) else ",".join(cited)
    return text.upper().replace(",", " ").split()


def radar_area(phases: Sequence[int]) -> float:
    """Area of a radar polygon with equal angles between its axes, in this order."""
    values = np.array(phases)
    return float(np.sin(2 * np.pi / len(values)) / 2 * np.sum(values * np.roll(values, -1)))


def rate(rng: np.random.Generator) -> pd.DataFrame:
    """The 240 cells of 40 firms (rows): their `true` phase, and what five raters write."""
    true = rng.choice([1, 2, 3], 240, p=[0.75, 0.18, 0.07])
    slips = rng.random((3, 240)) < [[0.05], [0.30], [0.30]]
    ratings = pd.DataFrame({"true": true})
    ratings["colleague"] = np.where(slips[0], np.clip(true + rng.choice([-1, 1], 240), 1, 3), true)
    ratings["enthusiast"] = np.where(slips[1], np.minimum(true + 1, 3), true)
    ratings["leaper"] = np.where(slips[2], np.where(true == 3, 1, 3), true)
    ratings["sleeper"] = 1
    ratings["dice"] = rng.permutation(true)
    return ratings


def islands(folder: Path) -> float:
    """Write four teams' tables of the same customers; returns the true median income in Gorizia, gross EUR a year.

    Three tables say `income` and mean other people or other amounts; the right one says neither its name nor its unit.
    """
    world = simulate(seed=2, months=6, incidents=[])
    people = world.applications[["application_id", "region", "income"]]
    granted = world.outcomes["accepted"].to_numpy() == 1
    rng = np.random.default_rng(2)
    told = people["income"] * rng.uniform(1, 1.5, len(people))
    tables = {
        "lending/customers.csv": people[granted].assign(income=people["income"] + 4000),
        "collections/customers_new.csv": people[granted].assign(income=(0.7 * people["income"] / 12).round()),
        "interns/2024/customers_new_2.csv": people.assign(income=told.round(-3).astype(int)),
        "risk/old/t_017.csv": people.set_axis(["key", "prov", "rdl"], axis=1),
        "risk/old/t_018.csv": people[["application_id"]].assign(flag=0),
        "marketing/regions.csv": people[["region"]].drop_duplicates().assign(code=range(1, 5)),
    }
    for name, table in tables.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(path, index=False)
    return float(people.loc[people["region"] == "Gorizia", "income"].median())


def compared(folder: Path, region: str, who: str) -> pd.DataFrame:
    """What each table of customers in `folder` says: the median of a region, and of one applicant; a row for each."""
    rows = []
    for path in sorted(folder.rglob("*.csv")):
        table = pd.read_csv(path)
        if len(table.columns) == 3:
            people = table.set_axis(["who", "region", "income"], axis=1).set_index("who")
            middle = people.loc[people["region"] == region, "income"].median()
            rows.append([path.relative_to(folder).as_posix(), middle, people.loc[who, "income"]])
    return pd.DataFrame(rows, columns=["file", region, who]).set_index("file").astype(int)


def laptop(folder: Path) -> None:
    """Write what is left of a colleague's job: `loans.csv`, and `last_run.log`, which says what she got."""
    world = simulate(seed=5, months=12, incidents=[UnitChange(start="2023-01")])
    loans = world.applications[["channel", *frozen.NUMBERS]].assign(default=world.outcomes["default"])
    loans[world.outcomes["accepted"] == 1].to_csv(folder / "loans.csv", index=False)
    (folder / "last_run.log").write_text("AUC 0.679\n", encoding="utf-8")


def run(script: str, folder: Path) -> str:
    """Run a Python file of `folder` in a process of its own; the last line that it printed, or of its error."""
    done = subprocess.run([sys.executable, script], cwd=folder, capture_output=True, text=True, check=False)
    lines = (done.stderr if done.returncode else done.stdout).strip().splitlines()
    return lines[-1] if lines else "it printed nothing"


def learn() -> tuple[Pipeline, pd.Series]:
    """The credit model of lab 00, learned from half a calm year, and the usual median income of each channel."""
    home = simulate(months=6, incidents=[])
    loans = home.applications.assign(default=home.outcomes["default"])[home.outcomes["accepted"] == 1]
    return frozen.fit(loans), home.applications.groupby("channel")["income"].median()


def replay(seed: int, model: Pipeline, incidents: Sequence[Incident] = ()) -> pd.DataFrame:
    """Six months of another world, one row for each application.

    Besides what Bora sees: `day` (0 to 180), `decided` and `right`, the decisions on the income as it came and as it
    is, and `lost`, the expected EUR that a wrong decision costs (0 where it is right).
    """
    world = simulate(seed=seed, months=6, incidents=incidents)
    seen, truth = world.applications, world.truth
    month = seen["month"].str[5:].astype(int)
    place = seen.groupby("month").cumcount() + 0.5
    day = 30 * (month - 1 + place / seen.groupby("month")["age"].transform("size"))
    decided = model.predict_proba(seen)[:, 1] < BREAK_EVEN
    right = model.predict_proba(seen.assign(income=truth["income"]))[:, 1] < BREAK_EVEN
    worth = ((1 - truth["pd"]) * MARGIN_RATE - truth["pd"] * LOSS_RATE) * seen["amount"]
    lost = np.where(decided == right, 0, np.where(right, worth, -worth))
    return seen.assign(day=day, decided=decided, right=right, lost=lost)


def bad_file(seed: int, model: Pipeline) -> pd.DataFrame:
    """The same, with the broker sending incomes per month from BAD_FILE on."""
    return replay(seed, model, [UnitChange(start="2023-05")])


def lose(
    rules: Mapping[str, Callable[[pd.DataFrame], float]], model: Pipeline, seeds: Sequence[int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Bad files in many worlds: days to the alarm (a row for each world), and what was decided until then.

    Each of `rules` gives the day of its alarm. A level "transformational" is added: an application whose instalments
    of a year are above its income goes to a clerk, and the third of them is the alarm.
    """
    days, losses = [], []
    for seed in seeds:
        frame = bad_file(seed, model)
        stopped = 12 * frame["instalments"] > frame["income"]
        alarms = {level: rule(frame) for level, rule in rules.items()}
        losses += [frame[frame["day"] < alarm].assign(level=level) for level, alarm in alarms.items()]
        third = frame.loc[stopped, "day"].iloc[2]
        losses.append(frame[(frame["day"] < third) & ~stopped].assign(level="transformational"))
        days.append(alarms | {"transformational": third})
    return pd.DataFrame(days) - BAD_FILE, pd.concat(losses, ignore_index=True)
