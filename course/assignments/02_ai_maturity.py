# %% [markdown]
# ## Given
#
# Run this cell first. It loads the tools, prints the dossier of a third lender, Libeccio, and loads two days of its
# access log. Libeccio is invented like the others; the findings, surveys and ratings in the exercises belong to no
# lender in particular.
#
# If you write helpers, give them names of their own: one called `table`, `plain`, `ask` or like anything else in the
# next cell takes the place of what the checks use.

# %%
import copy
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pandas as pd

from bora.checks import close, number, plain, raises, same, table

THEMES = ["Learn", "Lead", "Access", "Scale", "Secure", "Automate"]
access_log = pd.read_csv("data/access_log.csv")


def ask(what, hint, function, *given):
    """For the checks: what `function` returns for copies of `given`; where it raises, the message names the case."""
    try:
        return function(*copy.deepcopy(given))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise AssertionError(f"{what}: your code raises {type(error).__name__}. {hint}") from error


print(Path("data/libeccio.txt").read_text(encoding="utf-8"))

# %% [markdown]
# ## Exercise 2.1: phases from evidence that ages (4 points, 25 min)
#
# An auditor keeps findings for years, and some of them speak against each other. Bora wants phases that rest on fresh,
# seen and uncontradicted evidence, each with its citations.
#
# Write `theme_phases(findings, today)`.
#
# - `findings`: a DataFrame, rows in any order and numbered 0, 1, 2, ... (its index), with the columns `theme` (text),
#   `phase` (2 or 3), `document` (text), `line` (int), `kind` (`"seen"` or `"said"`), `date` (text such as
#   `"2026-04-30"`) and `holds` (bool): True where the line speaks *for* that phase, False where it shows that this
#   phase is *not* reached. It may be empty. A line may stand there several times; one that speaks for a phase in one
#   row and against it in another does both.
# - `today`: a date, written in the same way.
# - A finding **counts** when it is seen, and dated today or up to 365 days before today (365 included, also in a leap
#   year). All others, older, from the future or only said, are ignored, also where they speak against a phase.
# - Phase 2 is reached when at least one finding that counts speaks for phase 2 and none speaks against it.
# - Phase 3 is reached when phase 2 is, findings that count speak for phase 3 in at least **two different documents**,
#   and none speaks against it. A theme that does not reach phase 2 is in phase 1.
# - It returns a dict with all six THEMES as keys. Each value is a dict of `"phase"` (int) and `"evidence"`: the list of
#   citations, such as `"S4:1"` (document, colon, line), of all findings that count and speak for a phase that is
#   reached; each citation once, in Python's order of strings (`"S4:10"` before `"S4:2"`). For phase 1 it is the empty
#   list.
# - It raises `ValueError` when a theme stands in the table that is none of the six, letter for letter, also where the
#   finding does not count.
#
# **Example.** Today is 2026-05-01. For Scale there are: phase 2, S6:2, seen, 2026-03-02, holds; phase 3, S6:1, seen,
# 2026-03-02, holds; phase 3, S6:3, seen, 2026-03-02, holds. Both lines for phase 3 stand in one document, so Scale is
# `{"phase": 2, "evidence": ["S6:2"]}`. Without any finding Learn is `{"phase": 1, "evidence": []}`.
#
# <details><summary>Hint 1, a nudge</summary>First throw away what does not count, once and for all. Then climb, one
# rung after the other, and stop at the first that does not carry.</details>
#
# <details><summary>Hint 2, the approach</summary><code>pd.to_datetime</code> turns text into dates; their difference
# has <code>.dt.days</code>. For each theme go through the rungs (2, one document) and (3, two documents); leave the
# loop when something speaks against the rung or too few documents speak for it.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>for rung, needed in ((2, 1), (3, 2)):</code>, then
# <code>here = mine[___]</code>, <code>if ___ or here["document"].nunique() &lt; needed: break</code>, else raise the
# phase and add the citations to a set.</details>


# %% answer:2.1 names="theme_phases"
def theme_phases(findings, today):
    """Phase and citations of each theme, from findings that are seen, fresh and not contradicted."""
    ### BEGIN SOLUTION
    strangers = set(findings["theme"]) - set(THEMES)
    if strangers:
        raise ValueError(f"not a theme: {strangers}")
    age = (pd.Timestamp(today) - pd.to_datetime(findings["date"])).dt.days
    counting = findings[(findings["kind"] == "seen") & age.between(0, 365)]
    result = {}
    for theme in THEMES:
        mine = counting[counting["theme"] == theme]
        phase, cited = 1, set()
        for rung, documents in ((2, 1), (3, 2)):
            here = mine[mine["phase"] == rung]
            if not here["holds"].all() or here["document"].nunique() < documents:
                break
            phase = rung
            cited |= {f"{document}:{line}" for document, line in zip(here["document"], here["line"], strict=True)}
        result[theme] = {"phase": phase, "evidence": sorted(cited)}
    return result
    ### END SOLUTION


# %% check:2.1 points=1
columns = ["theme", "phase", "document", "line", "kind", "date", "holds"]
rows = [
    ("Scale", 2, "S6", 2, "seen", "2026-03-02", True),
    ("Scale", 3, "S6", 1, "seen", "2026-03-02", True),
    ("Scale", 3, "S6", 3, "seen", "2026-03-02", True),
    ("Lead", 2, "M1", 3, "seen", "2026-01-10", True),
    ("Lead", 3, "M8", 4, "seen", "2026-04-01", True),
    ("Lead", 3, "M1", 12, "seen", "2026-01-10", True),
    ("Access", 3, "T1", 1, "seen", "2026-01-10", True),
    ("Access", 3, "T2", 1, "seen", "2026-01-10", True),
    ("Secure", 2, "S1", 4, "said", "2026-04-30", True),
]
table_of_nine = pd.DataFrame(rows, columns=columns)
made = ask("theme_phases of nine findings", "The error above shows where.", theme_phases, table_of_nine, "2026-05-01")
made = plain(made, "theme_phases(findings, today)")
assert type(made) is dict, "theme_phases should return a dict."
assert set(made) == set(THEMES), "The dict should have exactly the six themes as keys, with or without findings."
for theme in THEMES:
    assert type(made[theme]) is dict, f"The value for {theme} should be a dict of phase and evidence."
    assert set(made[theme]) == {"phase", "evidence"}, f"The dict of {theme} should hold phase and evidence, no more."
    assert type(made[theme]["phase"]) is int, f"The phase of {theme} should be an int."
    assert type(made[theme]["evidence"]) is list, f"The evidence of {theme} should be a list of citations."
same(made["Learn"], {"phase": 1, "evidence": []}, "Learn, without findings", "Every theme starts at phase 1.")
same(made["Secure"]["phase"], 1, "the phase of Secure", "Its only finding is said, not seen.")
same(made["Scale"]["phase"], 2, "the phase of Scale", "In how many documents does something speak for phase 3?")
same(made["Access"]["phase"], 1, "the phase of Access", "Can phase 3 be reached without phase 2?")
same(made["Lead"]["phase"], 3, "the phase of Lead", "Two documents speak for phase 3, and phase 2 is there.")
same(made["Scale"]["evidence"], ["S6:2"], "the evidence of Scale", "Cite findings for the phases that are reached.")
same(made["Access"]["evidence"], [], "the evidence of Access", "What is cited for phase 1?")
lead = ["M1:12", "M1:3", "M8:4"]
same(sorted(made["Lead"]["evidence"]), lead, "the evidence of Lead", "Phases 2 and 3 together, each citation once.")
same(made["Lead"]["evidence"], lead, "the order of the evidence of Lead", "Sort the texts, as Python sorts strings.")

# %% check:2.1-age points=1
columns = ["theme", "phase", "document", "line", "kind", "date", "holds"]
rows = [
    ("Learn", 2, "A", 1, "seen", "2024-01-10", True),
    ("Lead", 2, "A", 2, "seen", "2026-01-10", True),
    ("Lead", 2, "B", 7, "seen", "2026-02-10", False),
    ("Scale", 2, "A", 3, "seen", "2026-01-10", True),
    ("Scale", 2, "B", 8, "seen", "2024-02-10", False),
    ("Secure", 2, "A", 4, "seen", "2026-01-10", True),
    ("Secure", 2, "B", 9, "said", "2026-02-10", False),
]
aged = pd.DataFrame(rows, columns=columns)
made = ask("theme_phases of aged findings", "The error above shows where.", theme_phases, aged, "2026-03-01")
made = plain(made, "theme_phases of aged findings")
assert type(made) is dict, "theme_phases should return a dict."
assert set(made) == set(THEMES), "The dict should have exactly the six themes as keys."
phases = {theme: made[theme]["phase"] for theme in THEMES}
same(phases["Learn"], 1, "the phase of Learn", "Its evidence is more than two years old.")
same(phases["Lead"], 1, "the phase of Lead", "Something fresh and seen speaks against phase 2.")
same(phases["Scale"], 2, "the phase of Scale", "What speaks against it is too old to count.")
same(phases["Secure"], 2, "the phase of Secure", "What speaks against it is only said.")
same(made["Lead"]["evidence"], [], "the evidence of Lead", "Phase 1 needs no citation.")
bad = pd.DataFrame([("Teach", 2, "A", 1, "seen", "2026-01-10", True)], columns=columns)
raises(ValueError, lambda: theme_phases(bad, "2026-03-01"), "A table with the theme Teach")

# %% hidden:2.1 points=1
columns = ["theme", "phase", "document", "line", "kind", "date", "holds"]
# phase, document, line, holds
cases = [
    (
        [(3, "A", 1, True), (3, "B", 1, True)],
        1,
        "two documents for phase 3 and none for phase 2",
        "No rung is skipped.",
    ),
    (
        [(2, "B", 3, True), (3, "B", 1, True), (3, "B", 2, True)],
        2,
        "two lines of one document for phase 3",
        "Two different documents are needed.",
    ),
    (
        [(2, "A", 1, True), (3, "B", 1, True)],
        2,
        "one document for phase 2 and another for phase 3",
        "Both documents must speak for phase 3.",
    ),
    (
        [(2, "A", 1, True), (3, "A", 2, True), (3, "B", 2, True)],
        3,
        "a document that speaks for phase 2 and for phase 3",
        "It is one of the two documents for phase 3 as well.",
    ),
    (
        [(2, "A", 1, True), (3, "A", 1, True), (3, "B", 1, True)],
        3,
        "a line that speaks for phase 2 and for phase 3",
        "It is cited once.",
    ),
    (
        [(2, "A", 1, True), (3, "A", 1, False)],
        2,
        "a line that speaks for phase 2 and against phase 3",
        "It speaks for a phase that is reached, so it is cited.",
    ),
    (
        [(2, "A", 1, True), (2, "B", 1, True), (2, "C", 1, False)],
        1,
        "two findings for phase 2 and one against it",
        "One against it is enough, there is no vote.",
    ),
    (
        [(2, "A", 1, True), (3, "A", 1, True), (3, "B", 1, True), (3, "D", 1, True), (3, "C", 1, False)],
        2,
        "three findings for phase 3 and one against it",
        "One against it is enough, and phase 2 is untouched by it.",
    ),
    (
        [(2, "A", 1, True), (2, "C", 1, False), (3, "A", 2, True), (3, "B", 2, True)],
        1,
        "a finding against phase 2 and two documents for phase 3",
        "The climb stops at phase 2.",
    ),
    (
        [(2, "A", 1, True), (2, "A", 1, False)],
        1,
        "one line for phase 2 and the same line against it",
        "It does both: none may speak against the phase.",
    ),
    (
        [(2, "A", 1, True), (3, "A", 2, True), (3, "B", 2, True), (3, "B", 2, False)],
        2,
        "one line for phase 3 and the same line against it",
        "It does both: none may speak against the phase.",
    ),
]
for place, (parts, phase, name, hint) in enumerate(cases):
    theme = THEMES[place % 6]
    rows = [(theme, p, d, n, "seen", f"2026-03-{20 - at:02}", h) for at, (p, d, n, h) in enumerate(parts)]
    cited = sorted({f"{d}:{n}" for p, d, n, h in parts if h and p <= phase}) if phase > 1 else []
    for turned in (rows, rows[::-1]):
        made = ask(name, hint, theme_phases, pd.DataFrame(turned, columns=columns), "2026-04-01")
        made = plain(made, "theme_phases of a few findings")
        assert type(made) is dict, "A dict with the six themes as keys is expected."
        assert set(made) == set(THEMES), "A dict with exactly the six themes as keys is expected."
        assert type(made[theme]) is dict, "The value for each theme should be a dict of phase and evidence."
        same(made[theme].get("phase"), phase, f"the phase with {name}", hint)
        what = f"the evidence with {name}"
        same(
            made[theme].get("evidence"), cited, what, "Cite what speaks for a phase that is reached, once, and no more."
        )
        others = [other for other in THEMES if other != theme]
        nothing = {other: {"phase": 1, "evidence": []} for other in others}
        found = {other: made[other] for other in others}
        same(found, nothing, "a theme without findings", "It is in phase 1, whatever stands at another theme.")
rng = np.random.default_rng(21)
for _ in range(8):
    rows = [
        (
            THEMES[rng.integers(6)],
            int(rng.integers(2, 4)),
            f"D{rng.integers(1, 13)}",
            int(rng.integers(1, 13)),
            "seen" if rng.random() < 0.8 else "said",
            str(np.datetime64("2025-06-30") - np.timedelta64(int(rng.integers(0, 500)), "D")),
            bool(rng.random() < 0.9),
        )
        for _place in range(40)
    ]
    fresh = [r for r in rows if r[4] == "seen" and "2024-06-30" <= r[5] <= "2025-06-30"]
    wanted = {}
    for theme in THEMES:
        two = [r for r in fresh if r[0] == theme and r[1] == 2]
        three = [r for r in fresh if r[0] == theme and r[1] == 3]
        reached = []
        if two and all(r[6] for r in two):
            reached = [two]
            if all(r[6] for r in three) and len({r[2] for r in three}) > 1:
                reached = [two, three]
        wanted[theme] = 1 + len(reached), sorted({f"{r[2]}:{r[3]}" for part in reached for r in part})
    what = "theme_phases of forty findings"
    made = ask(what, "Each rule by itself was fine.", theme_phases, pd.DataFrame(rows, columns=columns), "2025-06-30")
    made = plain(made, what)
    for theme in THEMES:
        phase, cited = wanted[theme]
        hint = "Each rung by itself is fine: what if old, said and contradicting findings come together?"
        same(made[theme].get("phase"), phase, f"the phase of {theme} among forty findings", hint)
        hint = "Take findings that count and speak for a phase that is reached."
        same(made[theme].get("evidence"), cited, f"the evidence of {theme} among forty findings", hint)

# %% hidden:2.1-dates points=0.5
columns = ["theme", "phase", "document", "line", "kind", "date", "holds"]
two, three = (2, "A", 1, "seen", "2026-04-01", True), (3, "B", 1, "seen", "2026-04-01", True)
cases = [
    ("2026-05-01", [(2, "A", 1, "seen", "2025-05-01", True)], 2, "a finding of 365 days ago", "It is still in time."),
    (
        "2026-05-01",
        [(2, "A", 1, "seen", "2025-04-30", True)],
        1,
        "a finding of 366 days ago",
        "It is too old by a day.",
    ),
    ("2026-05-01", [(2, "A", 1, "seen", "2026-05-01", True)], 2, "a finding of today itself", "Today counts."),
    (
        "2026-05-01",
        [(2, "A", 1, "seen", "2026-05-02", True)],
        1,
        "a finding of tomorrow only",
        "Tomorrow does not count.",
    ),
    (
        "2024-12-31",
        [(2, "A", 1, "seen", "2023-12-31", True)],
        1,
        "a finding of the same day a year ago, a leap year",
        "That is 366 days: count days, not calendar years.",
    ),
    (
        "2024-12-31",
        [(2, "A", 1, "seen", "2024-01-01", True)],
        2,
        "a finding of 365 days ago in a leap year",
        "It is still in time: count days.",
    ),
    (
        "2026-05-01",
        [two, (2, "C", 1, "seen", "2025-04-30", False)],
        2,
        "an old finding against phase 2",
        "What is too old is ignored, also where it speaks against a phase.",
    ),
    (
        "2026-05-01",
        [two, (2, "C", 1, "seen", "2026-05-02", False)],
        2,
        "a finding of tomorrow against phase 2",
        "The future is ignored, also where it speaks against a phase.",
    ),
    *(
        (
            "2026-05-01",
            [two, three, (3, "A", 2, "seen", "2026-05-01", True), (3, "C", 1, kind, date, False)],
            3,
            f"{which} finding against phase 3",
            "What does not count cannot speak against a phase.",
        )
        for kind, date, which in (
            ("seen", "2025-04-30", "an old seen"),
            ("seen", "2026-05-02", "a future seen"),
            ("said", "2026-04-30", "a fresh but only said"),
        )
    ),
    *(
        (
            "2026-05-01",
            [two, three, (3, "C", 1, kind, date, True)],
            2,
            f"{which} document for phase 3",
            "Only findings that count make up the two documents.",
        )
        for kind, date, which in (
            ("seen", "2025-04-30", "a second but too old"),
            ("seen", "2026-05-02", "a second but future"),
            ("said", "2026-04-30", "a second but only said"),
        )
    ),
]
for today, parts, phase, name, hint in cases:
    findings = pd.DataFrame([("Lead", *part) for part in parts], columns=columns)
    made = plain(ask(name, hint, theme_phases, findings, today), "theme_phases of a few findings")
    assert type(made) is dict, "A dict of dicts is expected."
    assert type(made.get("Lead")) is dict, "A dict of dicts is expected."
    same(made["Lead"].get("phase"), phase, f"the phase with {name}", hint)

# %% hidden:2.1-edges points=0.5
columns = ["theme", "phase", "document", "line", "kind", "date", "holds"]
rows = [
    ("Secure", 2, "A", 5, "seen", "2026-04-01", True),
    ("Secure", 2, "A", 5, "seen", "2026-04-02", True),
    ("Secure", 3, "B", 9, "seen", "2026-04-02", True),
    ("Secure", 3, "A", 40, "seen", "2026-04-02", True),
]
findings = pd.DataFrame(rows, columns=columns)
nothing = {theme: {"phase": 1, "evidence": []} for theme in THEMES}
made = ask("theme_phases of a line that was found twice", "It is cited once.", theme_phases, findings, "2026-05-01")
made = plain(made, "theme_phases of a few findings")
assert type(made) is dict, "A dict of dicts is expected."
assert type(made.get("Secure")) is dict, "A dict of dicts is expected."
same(made["Secure"].get("phase"), 3, "the phase with a line that was found twice", "It is fresh and seen both times.")
found = made["Secure"].get("evidence")
assert type(found) is list, "The evidence should be a list of texts."
assert all(type(cited) is str for cited in found), "The evidence should be a list of texts."
same(sorted(set(found)), ["A:40", "A:5", "B:9"], "the evidence of phases 2 and 3", "Cite both, as document:line.")
assert len(found) == len(set(found)), "A line that was found twice should be cited once."
same(found, ["A:40", "A:5", "B:9"], "the order of the evidence", "Sort the texts, as Python sorts strings.")
what, hint = "theme_phases of an empty table", "All six themes are expected, in phase 1, without evidence."
same(ask(what, hint, theme_phases, findings.iloc[:0], "2026-05-01"), nothing, what, hint)
for stranger in ("lead", "Lead ", "Governance"):
    bad = pd.DataFrame([("Lead", *rows[0][1:]), (stranger, 2, "A", 1, "said", "2020-01-01", True)], columns=columns)
    what = "A table with a theme that is not one of the six letter for letter, even where the finding does not count,"
    raises(ValueError, lambda bad=bad: theme_phases(bad, "2026-05-01"), what)

# %% [markdown]
# ## Exercise 2.2: a profile from a survey with holes (3 points, 15 min)
#
# Bora asks its own staff now. Most answers come from the largest team, and many are empty; the profile should neither
# drown the small teams nor hide the holes.
#
# Write `survey_profile(answers, least)`.
#
# - `answers`: a DataFrame with any index, one row for each person: `team` (text, never missing) and one column for each
#   of the six THEMES, with 1, 2, 3, or missing (NaN). There is at least one person. The columns stand in any order, and
#   other columns, of numbers or text, full or with holes, may be there and do not matter.
# - `least` (int, 1 or more): for a theme, a team counts only when at least so many of its people gave an answer *to
#   that theme*.
# - It returns a DataFrame with exactly the columns `theme`, `score`, `teams`, `empty`, in this order, one row for each
#   theme in the order of THEMES:
#     - `score`: the mean over the teams that count of the mean of their given answers; each such team weighs alike,
#       whatever its size. Missing (NaN) where no team counts;
#     - `teams`: how many teams count (int);
#     - `empty`: the share of all people, in all teams, who left the theme empty, in per cent, 0 to 100. All people are
#       all rows: also those who answered nothing at all.
# - Nothing is rounded: results are checked to 0.000001.
#
# **Example.** Four engineers gave Lead 1, 1, 1 and nothing, two managers 3 and 2, one person in sales 3. With `least`
# 2, sales does not count; the score is the mean of 1 and 2.5, which is 1.75, from 2 teams; empty is 1 of 7, that is
# 100/7 per cent (14.2857..., and not 14.29). If the fourth engineer answered no other theme either, it is still 1 of 7.
#
# <details><summary>Hint 1, a nudge</summary>Three different denominators: the answers of a team, the teams that count,
# and everybody.</details>
#
# <details><summary>Hint 2, the approach</summary>For each theme group by team; <code>count</code> knows how many
# answers were given, <code>mean</code> leaves missing ones out. Keep the teams with enough, then take a mean of
# means.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>by_team = answers.groupby("team")[theme].agg([___,
# ___])</code>, <code>enough = by_team[___ &gt;= least]</code>, and the missing share of the whole column:
# <code>isna()</code>.</details>


# %% answer:2.2 names="survey_profile"
def survey_profile(answers, least):
    """Score, number of teams and share of empty answers for each theme; teams weigh alike."""
    ### BEGIN SOLUTION
    rows = []
    for theme in THEMES:
        by_team = answers.groupby("team")[theme].agg(["count", "mean"])
        enough = by_team.loc[by_team["count"] >= least, "mean"]
        rows.append((theme, enough.mean(), len(enough), 100 * answers[theme].isna().mean()))
    return pd.DataFrame(rows, columns=["theme", "score", "teams", "empty"])
    ### END SOLUTION


# %% check:2.2 points=1.5
staff = pd.DataFrame({"team": ["engineering"] * 4 + ["management"] * 2 + ["sales"], **dict.fromkeys(THEMES, 2.0)})
staff["Lead"] = [1, 1, 1, np.nan, 3, 2, 3]
staff["Scale"] = [3, np.nan, np.nan, np.nan, np.nan, 1, np.nan]
made = ask("survey_profile of seven people", "The error above shows where.", survey_profile, staff, 2)
made = table(made, "survey_profile(answers, 2)", ["theme", "score", "teams", "empty"], rows=6)
same(made["theme"], THEMES, "the column theme", "One row for each theme, in the order of THEMES.")
rows = {row["theme"]: row for row in made.to_dict("records")}
kinds = {type(count).__name__ for count in plain(made["teams"], "the column teams")}
assert kinds == {"int"}, f"The column teams holds {' and '.join(sorted(kinds))}; it should hold numbers of type int."
assert not pd.isna(rows["Learn"]["score"]), (
    "score of Learn is missing, though everybody answered Learn. Leave out single answers, not whole people."
)
close(rows["Learn"]["score"], 2, "score of Learn", "Everybody said 2.")
same(rows["Lead"]["teams"], 2, "teams of Lead", "A team needs two answers to count here.")
close(rows["Lead"]["score"], 1.75, "score of Lead", "First a mean for each team that counts, then the mean of these.")
found = number(rows["Lead"]["empty"], "empty of Lead")
assert abs(found - 1 / 7) > 1e-3, "empty of Lead is a share between 0 and 1; per cent are asked."
assert abs(found - 100 / 6) > 1e-3, "empty of Lead is the share in the teams that count; all people are asked."
assert abs(found - 100 / 7) < 1e-9 or abs(found - 100 / 7) > 0.5, "empty of Lead is rounded; leave it as it comes out."
close(found, 100 / 7, "empty of Lead", "Of all people, in per cent.")
same(rows["Scale"]["teams"], 0, "teams of Scale", "People count for a theme only if they answered that theme.")
assert pd.isna(rows["Scale"]["score"]), "score of Scale should be missing: no team has enough answers."
close(rows["Scale"]["empty"], 500 / 7, "empty of Scale", "Teams that do not count have empty answers, too.")

# %% hidden:2.2 points=1
rng = np.random.default_rng(22)
for least in (1, 3, 6):
    people = pd.DataFrame({"team": rng.choice(["a", "b", "c", "d"], 60, p=[0.6, 0.2, 0.15, 0.05]), "age": 40.0})
    for place, theme in enumerate(reversed(THEMES)):
        given = rng.choice([1.0, 2.0, 3.0], 60, p=[0.5, 0.3, 0.2])
        people[theme] = np.where(rng.random(60) < 0.15 * place, np.nan, given)
    people.index = rng.permutation(60) // 2 + 3
    wanted = {}
    for theme in THEMES:
        given = {
            team: [v for t, v in zip(people["team"], people[theme], strict=True) if t == team and v == v]
            for team in "abcd"
        }
        means = [sum(values) / len(values) for values in given.values() if len(values) >= least]
        holes = 60 - sum(len(values) for values in given.values())
        wanted[theme] = len(means), sum(means) / len(means), holes / 0.6
    what, hint = "survey_profile of sixty people", "Columns and rows stand in any order, labels of rows twice as well."
    made = ask(what, hint, survey_profile, people, least)
    made = table(made, "survey_profile of sixty people", ["theme", "score", "teams", "empty"], rows=6)
    same(made["theme"], THEMES, "the column theme", "One row for each theme, in the order of THEMES.")
    for theme, row in zip(THEMES, made.to_dict("records"), strict=True):
        teams, score, empty = wanted[theme]
        hint = (
            "Count the answers that a team gave to this theme, not its people; as many as `least` are enough. "
            "The index is odd here, with labels that stand twice."
        )
        same(row["teams"], teams, f"teams of {theme}", hint)
        assert not pd.isna(row["score"]), f"score of {theme} is missing, though a team counts. Holes in other themes?"
        hint = (
            "First a mean for each team that counts, then the plain mean of these, whatever their sizes. Nothing is "
            "rounded, and rows may have any index."
        )
        close(row["score"], score, f"score of {theme}", hint)
        hint = "Divide the holes of this theme by all people of all teams, times 100. No rounding."
        close(row["empty"], empty, f"empty of {theme}", hint)

# %% hidden:2.2-edges points=0.5
heads = ["theme", "score", "teams", "empty"]
alone = pd.DataFrame({"team": ["x"], **{theme: [3.0] for theme in THEMES}, "Secure": [np.nan]})
what = "survey_profile of a single person"
made = table(ask(what, "With least=1 one answer is enough.", survey_profile, alone, 1), what, heads, rows=6)
assert not pd.isna(made["score"].iloc[0]), "The score from a single person is missing; with least=1 one is enough."
close(made["score"].iloc[0], 3, "the score from a single person", "With least=1 one answer is enough.")
assert pd.isna(made["score"].iloc[4]), "The score of a theme that nobody answered should be missing."
close(made["empty"].iloc[4], 100, "empty where nobody answered", "All people, here one, left it empty.")
same(plain(made["teams"])[4], 0, "teams where nobody answered", "None counts.")
crowd = pd.DataFrame({"team": ["x", "x", "y", "y"], **{theme: [2.0, 3.0, 1.0, np.nan] for theme in THEMES}})
what, hint = "survey_profile with somebody who answered nothing", "All people are all rows: this one is empty, too."
made = table(ask(what, hint, survey_profile, crowd, 1), what, heads, rows=6)
close(made["empty"].iloc[0], 25, "empty with somebody who answered nothing", hint)
close(made["score"].iloc[0], 1.75, "score with somebody who answered nothing", "The given answers count as always.")
crowd = crowd.assign(name=["Ada", "Bo", None, "Di"], age=[np.nan, 40.0, np.nan, 50.0])
what, hint = (
    "survey_profile with other columns that hold text and holes",
    "They do not matter: use team and the THEMES.",
)
made = table(ask(what, hint, survey_profile, crowd, 1), what, heads, rows=6)
close(made["empty"].iloc[0], 25, "empty with other columns that have holes", hint)
close(made["score"].iloc[0], 1.75, "score with other columns that have holes", hint)
same(plain(made["teams"])[0], 2, "teams with other columns that have holes", hint)
twins = pd.DataFrame({"team": ["x", "x", "x", "y"], **{theme: [1.0, 1.0, 3.0, 2.0] for theme in THEMES}})
what, hint = "survey_profile of people who answered alike", "Two people with equal answers are two people."
made = table(ask(what, hint, survey_profile, twins, 3), what, heads, rows=6)
same(plain(made["teams"])[0], 1, "teams with people who answered alike", hint)
close(made["score"].iloc[0], 5 / 3, "score with people who answered alike", hint)

# %% [markdown]
# ## Exercise 2.3: agreement on any scale (3 points, 20 min)
#
# Two raters went through the same documents, each left some cells empty, and they use words for the phases. You want
# one weighted kappa for any ordered scale, with the weights in your hand.
#
# Write `weighted_agreement(first, second, scale, power=1)`.
#
# - `first`, `second`: lists of labels; the two entries at one place are the ratings of the same cell. None where a
#   rater gave none.
# - `scale`: the list of all labels (strings or ints, two or more, all different), from the lowest to the highest.
#   Labels need not all occur in the ratings. Only the place counts, not what the label says: on the scale 1, 5, 10 the
#   labels 5 and 10 are one place apart. 0 and the empty string are labels as any others.
# - `power` (a number, 0 or more): two *different* labels at the places i and j of the scale disagree by |i - j| to the
#   power of `power`; equal labels disagree by 0, always. So with power 0 all different labels disagree by 1, which is
#   the plain kappa; 1 is linear and 2 is quadratic.
# - Cells that either rater left empty are left out. *Observed* is the mean disagreement over the n cells that remain.
#   *Expected* is the mean disagreement over all n times n combinations of a rating of `first` and a rating of `second`
#   from these cells. The result is 1 - observed / expected, a number that is not rounded (checked to 0.000001).
# - It returns None when no cell remains, and when the expected disagreement is 0 (both gave one and the same label
#   throughout): then kappa is not defined. In all other cases, also with one cell or with no disagreement, it is.
# - It raises `ValueError` when the lists differ in length, and when a label is not on the scale, also where the other
#   rater left that cell empty.
#
# **Example.** On the scale low, middle, high the ratings low, low, high, middle against low, middle, middle, None leave
# three cells. With power 1 observed is 2/3 and expected is 8/9, so the result is 0.25.
#
# <details><summary>Hint 1, a nudge</summary>Turn labels into places on the scale first; what is left is arithmetic with
# whole numbers. What is 0 to the power of 0 in Python?</details>
#
# <details><summary>Hint 2, the approach</summary>Check the input, keep the complete pairs, then one sum over the pairs
# and one over all combinations of a first with a second rating.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>observed = sum(___ for a, b in pairs) / n</code>, and
# for expected two loops over the pairs: the first rating of the one, the second of the other, divided by
# <code>n * n</code>.</details>


# %% answer:2.3 names="weighted_agreement"
def weighted_agreement(first, second, scale, power=1):
    """Cohen's weighted kappa (Cohen 1968) on an ordered scale; None where it is not defined."""
    ### BEGIN SOLUTION
    if len(first) != len(second):
        raise ValueError("the lists differ in length")
    place = {label: at for at, label in enumerate(scale)}
    if any(label is not None and label not in place for label in [*first, *second]):
        raise ValueError("a label is not on the scale")
    pairs = [(place[a], place[b]) for a, b in zip(first, second, strict=True) if a is not None and b is not None]

    def apart(one, other):
        return 0 if one == other else abs(one - other) ** power

    observed = sum(apart(a, b) for a, b in pairs)
    expected = sum(apart(a, b) for a, _ in pairs for _, b in pairs)
    return 1 - observed * len(pairs) / expected if expected else None
    ### END SOLUTION


# %% check:2.3 points=1.5
words = ["low", "middle", "high"]
one, other = ["low", "low", "high", "middle"], ["low", "middle", "middle", None]
hint = "One cell is left out, since a rating is None."
found = number(ask("weighted_agreement of the example", hint, weighted_agreement, one, other, words), "the example")
slips = {
    0: "Are places those among sorted labels, not those on the scale? Or was a missing rating taken for a label?",
    1 / 9: "Expected is taken from the cells that remain, as observed is.",
    7 / 16: "The n counts the cells that remain.",
    1 / 3: "Take off chance; its expected is the mean over all n times n combinations, those of one cell included.",
    1 / 7: "Expected combines a rating of first with one of second, and weighs the distance, as observed does.",
    1 / 5: "Neighbours on the scale disagree by 1.",
}
for slip, reason in slips.items():
    assert abs(found - slip) > 1e-9, f"the example is {found:.6g}, which is not right. {reason}"
close(found, 0.25, "the example", "Compute observed and expected by hand first: 2/3 and 8/9.")
one, other = [1, 1, 1, 2, 2, 3, 3, 1], [1, 2, 3, 2, 2, 3, 1, 1]
hint = "Without empty cells, on the scale 1, 2, 3."
found = number(ask("the plain kappa (power 0)", hint, weighted_agreement, one, other, [1, 2, 3], 0), "the plain kappa")
assert abs(found - 0.625) > 1e-9, "The plain kappa is the share of agreement so far: chance is not taken off yet."
# the three values below are those of sklearn.metrics.cohen_kappa_score, which has four decimals and more
assert abs(found - 0.4286) > 1e-9, "The plain kappa is rounded; leave it as it comes out."
assert abs(found) > 1e-9, "The plain kappa is 0: what is 0 to the power of 0 in Python, and what should it be here?"
close(found, 0.4285714286, "the plain kappa (power 0)", "With power 0 all different labels disagree by 1.")
hint = "How far are the places apart?"
close(ask("power 1", hint, weighted_agreement, one, other, [1, 2, 3]), 0.2857142857, "power 1", hint)
hint = "A distance of two places is 4 with power 2."
close(ask("power 2", hint, weighted_agreement, one, other, [1, 2, 3], 2), 0.1428571429, "power 2", hint)
raises(ValueError, lambda: weighted_agreement([1, 2], [1], [1, 2]), "Two lists of different lengths")
raises(ValueError, lambda: weighted_agreement(["low"], ["grand"], words), "A label that is not on the scale")


# %% hidden:2.3 points=1
def kappa(left, right, scale, power):
    """By the table of counts, from places; -1 is an empty cell."""
    keep = (left >= 0) & (right >= 0)
    size = len(scale)
    grid = np.zeros((size, size))
    np.add.at(grid, (left[keep], right[keep]), 1 / keep.sum())
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(float)
    apart[apart > 0] **= power
    return 1 - (apart * grid).sum() / (apart * np.outer(grid.sum(axis=1), grid.sum(axis=0))).sum()


letters, falling, money = ["a", "b", "c"], ["z", "m", "c", "b"], [1, 5, 10, 50]
rounds = [
    (
        letters,
        1,
        0,
        "fifty full cells, linear",
        "All n times n combinations of a first with a second rating belong to it.",
    ),
    (
        letters,
        0,
        0,
        "fifty full cells, power 0",
        "Equal labels disagree by 0 and different ones by 1, also with power 0.",
    ),
    (letters, 0.5, 0, "fifty full cells, power one half", "The power may be a fraction: keep it as it is."),
    (
        falling,
        1,
        0,
        "fifty full cells, labels not in the order of the alphabet",
        "The scale says which label is lower.",
    ),
    (falling, 3, 0, "fifty full cells, power three", "It is the distance between two places that takes the power."),
    (
        money,
        1,
        0,
        "fifty full cells, scale of 1 5 10 50",
        "Count places on the scale; the labels are names, not amounts.",
    ),
    (
        falling,
        2,
        0.1,
        "fifty cells, some of them empty",
        "Leave out the cells first, then count n, observed and expected.",
    ),
    (
        [*money, 51],
        1.5,
        0.2,
        "fifty cells, some of them empty, other power",
        "The rules together: places, power, holes.",
    ),
    (["no", "yes"], 1, 0.1, "fifty cells on a scale of two labels", "Two labels are a scale like any other."),
]
rng = np.random.default_rng(23)
for scale, power, share, name, hint in rounds:
    left = rng.integers(0, len(scale), 50)
    right = np.where(rng.random(50) < 0.5, left, rng.integers(0, len(scale), 50))
    left, right = (np.where(rng.random(50) < share, -1, places) for places in (left, right))
    value = kappa(left, right, scale, power)
    ratings = [[None if place < 0 else scale[place] for place in places] for places in (left, right)]
    close(ask(name, hint, weighted_agreement, *ratings, scale, power), value, name, f"{hint} Nothing is rounded.")
unused = ["a", "b", "e", "a", "b", "e"], ["a", "e", "e", "b", "b", "e"]
what, hint = "ratings that use three labels of five", "The distance is that on the whole scale, used or not."
close(ask(what, hint, weighted_agreement, *unused, ["a", "b", "c", "d", "e"], 1), 11 / 17, what, hint)
what, hint = "two raters who always differ", "Kappa can be negative."
close(ask(what, hint, weighted_agreement, [1, 2], [2, 1], [1, 2]), -1, what, hint)

# %% hidden:2.3-edges points=0.5
for left, right, what in (
    ([], [], "no cells at all"),
    ([1, None, 2], [None, 3, None], "no cell that both have rated"),
    ([2, 2, None], [2, 2, 1], "one and the same label throughout"),
):
    found = ask(f"two lists with {what}", "None is expected.", weighted_agreement, left, right, [1, 2, 3])
    assert plain(found) is None, f"With {what} kappa is not defined: None is expected."
close(
    ask("one label each", "Kappa is defined here.", weighted_agreement, [1, 1, 1], [3, 3, 3], [1, 2, 3]),
    0,
    "kappa of two raters with one label each, not the same",
    "Expected is not 0 here: observed and expected are equal.",
)
what, hint = (
    "kappa of two raters who agree in all cells, with two labels",
    "It is defined: expected is not 0. None differs.",
)
close(ask(what, hint, weighted_agreement, [1, 2, 2], [1, 2, 2], [1, 2]), 1, what, hint)
what, hint = "kappa of a single cell with different labels", "It is defined: one cell is enough."
close(ask(what, hint, weighted_agreement, [1], [2], [1, 2]), 0, what, hint)
for scale, what in (([0, 1, 2], "the label 0 on the scale"), (["", "x", "y"], "the empty string on the scale")):
    low, middle, high = scale
    hint = "It is a label like any other; only None means that there is no rating."
    close(
        ask(what, hint, weighted_agreement, [low, low, high, middle], [low, middle, middle, None], scale),
        0.25,
        f"kappa with {what}",
        hint,
    )
for first, second, what in (
    ([1, 4], [1, None], "A wrong label of the first rater in a cell that the other one left empty"),
    ([1, None], [1, 4], "A wrong label of the second rater in a cell that the other one left empty"),
    ([1, 0], [1, None], "The label 0, which is not on the scale here, in a cell that the other one left empty"),
    ([1, 2], [1, 0], "The label 0, which is not on the scale here"),
    ([1, 2], [1, ""], "The empty string, which is not on the scale here"),
    ([1, 2], [1, "2"], "A label in quotes, where the scale has the number"),
):
    raises(ValueError, lambda first=first, second=second: weighted_agreement(first, second, [1, 2, 3]), what)
raises(ValueError, lambda: weighted_agreement([1, None], [1], [1, 2, 3]), "A list that is longer by an empty cell")

# %% [markdown]
# ## Exercise 2.4: the weakest bridge under a budget (3 points, 20 min)
#
# A board has a list of offers, each of which lifts one theme by one phase. It wants the weakest bridge as high as
# possible, and no money spent on a step that does not carry.
#
# Write `next_steps(phases, steps, budget)`.
#
# - `phases`: a dict with a phase (1, 2 or 3) for each of the six THEMES, its keys in any order.
# - `steps`: a DataFrame, none to ten rows, in any order and numbered 0, 1, 2, ... (its index), with the columns `name`
#   (text, all different), `theme` (one of THEMES), `start` (1 or 2) and `cost` (int, EUR, above 0). A step lifts its
#   theme from phase `start` to `start` + 1, and works only when the theme stands at `start`, from the beginning or
#   after another step that is bought. There may be several offers for the same theme and start.
# - `budget`: EUR, 0 or more. The costs of the steps bought may not add up to more; exactly that much is fine.
# - Buy a set of steps that all work. Among all such sets take the one after which **the lowest phase** of the six is
#   highest; among these the one with the highest **sum** of phases; among these the **cheapest**. Nothing else decides.
#   (No data that we use leave two sets equal in all three. The empty set is a set.)
# - A check may use 60 seconds of computing time, and calls it at most 18 times: two seconds for ten offers are fine.
# - It returns a dict with exactly these keys:
#     - `"weakest"`: the list of all themes with the lowest phase *before* buying, whatever that phase is, in the order
#       of THEMES;
#     - `"buy"`: the list of the names of the steps, in Python's order of strings (capitals before small letters);
#     - `"cost"`: what they cost together;
#     - `"after"`: the dict of the six phases afterwards.
#
# **Example.** Lead and Access stand at 1, all others at 2. Offers: `mandate` (Lead, 1, cost 40), `catalogue` (Access,
# 1, 70), `tutors` (Learn, 2, 20), `engine` (Scale, 2, 30). With a budget of 110 the answer is to buy catalogue and
# mandate for 110: the lowest phase becomes 2. With 100 it cannot rise, so the sum decides: engine, mandate and tutors
# for 90.
#
# <details><summary>Hint 1, a nudge</summary>Ten offers make about a thousand sets. A computer can look at all of
# them.</details>
#
# <details><summary>Hint 2, the approach</summary><code>itertools.combinations</code> of every size. For one set: apply
# its steps, lower starts first; if a step finds its theme elsewhere, forget the set. Keep the best by a tuple of three
# numbers.</details>
#
# <details><summary>Hint 3, nearly the code</summary>The tuple to maximise is (lowest phase, sum of phases, minus the
# cost). Work on <code>dict(phases)</code>, a copy.</details>


# %% answer:2.4 names="next_steps"
def next_steps(phases, steps, budget):
    """The affordable set of steps that lifts the lowest phase most, then the sum, then costs least."""
    ### BEGIN SOLUTION
    offers = steps.sort_values("start").to_dict("records")
    best = None
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            after, cost = dict(phases), sum(offer["cost"] for offer in chosen)
            works = cost <= budget
            for offer in chosen:
                works = works and after[offer["theme"]] == offer["start"]
                after[offer["theme"]] += 1
            rank = (min(after.values()), sum(after.values()), -cost)
            if works and (best is None or rank > best[0]):
                best = rank, sorted(offer["name"] for offer in chosen), cost, after
    lowest = min(phases.values())
    weakest = [theme for theme in THEMES if phases[theme] == lowest]
    return {"weakest": weakest, "buy": best[1], "cost": best[2], "after": best[3]}
    ### END SOLUTION


# %% check:2.4 points=1
now = {"Learn": 2, "Lead": 1, "Access": 1, "Scale": 2, "Secure": 2, "Automate": 2}
rows = [
    ("mandate", "Lead", 1, 40),
    ("catalogue", "Access", 1, 70),
    ("tutors", "Learn", 2, 20),
    ("engine", "Scale", 2, 30),
]
offers = pd.DataFrame(rows, columns=["name", "theme", "start", "cost"])
what = "next_steps with a budget of 115"
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 115), what)
assert type(made) is dict, "next_steps should return a dict."
assert set(made) == {"weakest", "buy", "cost", "after"}, "The dict should hold weakest, buy, cost and after, no more."
hint = "All themes with the lowest phase before buying, in the order of THEMES."
same(made["weakest"], ["Lead", "Access"], "weakest", hint)
assert type(made["buy"]) is list, "buy should be a list of names."
assert all(type(name) is str for name in made["buy"]), "buy should be a list of names."
same(set(made["buy"]), {"mandate", "catalogue"}, "buy with 115", "The lowest phase comes first, before the sum.")
same(made["buy"], ["catalogue", "mandate"], "the order of buy", "The set is right. Sort the names.")
close(made["cost"], 110, "cost with 115", "What the steps cost together.")
same(made["after"], now | {"Lead": 2, "Access": 2}, "after with 115", "Six phases, two of them lifted by one.")
what = "next_steps with a budget of 110"
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 110), what)
same(made["buy"], ["catalogue", "mandate"], "buy with 110", "The whole budget may be spent.")
what = "next_steps with a budget of 100"
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 100), what)
hint = "The lowest phase cannot rise: then the sum decides, for which all offers matter."
same(made["buy"], ["engine", "mandate", "tutors"], "buy with 100", hint)
what = "next_steps with a budget of 50"
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 50), what)
same(made["buy"], ["engine", "tutors"], "buy with 50", hint)

# %% check:2.4-chain points=0.5
now = {"Learn": 3, "Lead": 1, "Access": 3, "Scale": 3, "Secure": 3, "Automate": 3}
rows = [("second", "Lead", 2, 25), ("first, gilded", "Lead", 1, 35), ("first", "Lead", 1, 30)]
offers = pd.DataFrame(rows, columns=["name", "theme", "start", "cost"])
what = "next_steps with two steps in a row"
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 1000), what)
hint = "Two steps in a row can work; a third finds nothing to lift."
same(made["buy"], ["first", "second"], "buy with money for all", hint)
same(made["after"], dict.fromkeys(THEMES, 3), "after two steps in a row", "Lead is lifted twice.")
made = plain(ask(what, "The error above shows where.", next_steps, now, offers, 40), "next_steps with money for one")
same(made["buy"], ["first"], "buy with 40", "The later step does not work alone; among equals the cheapest.")


# %% hidden:2.4 points=1
def best(now, rows, budget):
    """Names, cost and phases of the best plan: for each theme its chains of offers, then all products of these."""
    ways = []
    for theme in THEMES:
        here = [(0, [], now[theme])]
        for target in range(now[theme], 3):
            tail = [row for row in rows if row[1] == theme and row[2] == target]
            here += [
                (c + row[3], [*names, row[0]], target + 1) for c, names, at in here if at == target for row in tail
            ]
        ways.append(here)
    plans = [plan for plan in product(*ways) if sum(way[0] for way in plan) <= budget]
    plan = max(plans, key=lambda p: (min(w[2] for w in p), sum(w[2] for w in p), -sum(w[0] for w in p)))
    names = sorted(chain.from_iterable(way[1] for way in plan))
    return names, sum(way[0] for way in plan), {t: way[2] for t, way in zip(THEMES, plan, strict=True)}


cases = [
    (
        [1, 1, 2, 3, 3, 3],
        [("a", "Lead", 1, 50), ("b", "Lead", 2, 5), ("c", "Access", 2, 40)],
        55,
        "a dear step that makes a cheap one possible",
        "Step by step the cheapest looks best; compare whole sets.",
    ),
    (
        [1, 1, 2, 3, 3, 3],
        [("a", "Lead", 1, 50), ("c", "Access", 2, 40)],
        50,
        "two steps that give the same lowest phase and the same sum",
        "Then the cost decides, not how many themes still stand lowest.",
    ),
    (
        [1, 1, 3, 2, 2, 3],
        [("mandate", "Lead", 1, 50), ("engine", "Scale", 2, 31), ("drill", "Secure", 2, 29)],
        60,
        "no offer that lifts Learn",
        "The lowest phase cannot rise here, whatever is bought: the sum decides.",
    ),
    (
        [1, 2, 2, 3, 3, 3],
        [("a", "Learn", 1, 60), ("b", "Lead", 2, 20), ("c", "Access", 2, 20), ("d", "Learn", 2, 5)],
        60,
        "one step for the weakest or two for others",
        "The lowest phase comes before the sum.",
    ),
    (
        [1, 1, 1, 1, 1, 1],
        [*((f"{theme} one", theme, 1, 10 + at) for at, theme in enumerate(THEMES)), ("Lead two", "Lead", 2, 1)],
        100,
        "six steps that lift all six themes",
        "Sets of any size count, and after them the next phase.",
    ),
    (
        [2, 2, 2, 2, 2, 2],
        [("a", "Learn", 1, 10), ("b", "Lead", 1, 10), ("c", "Access", 2, 70), ("d", "Scale", 1, 1)],
        80,
        "offers for a phase that a theme has left behind",
        "A step works only where its theme stands at its start.",
    ),
]
rng = np.random.default_rng(24)
for _ in range(12):
    cost = [int(2**place + 1000 * rng.integers(2, 9)) for place in range(9)]
    cases.append(
        (
            [int(rng.choice([1, 2, 3], p=[0.45, 0.35, 0.2])) for _theme in THEMES],
            [(f"step {n}", THEMES[rng.integers(6)], int(rng.integers(1, 3)), cost[n]) for n in rng.permutation(9)],
            int(rng.choice([1500, 9000, 16000, 27000, 10**6])),
            "nine offers at random",
            "Look at all sets that work and can be paid: lowest phase, then sum, then cost.",
        )
    )
for now, rows, budget, name, hint in cases:
    now = dict(zip(THEMES, now, strict=True))
    names, cost, after = best(now, rows, budget)
    offers = pd.DataFrame(rows, columns=["name", "theme", "start", "cost"])
    made = plain(ask(f"next_steps with {name}", hint, next_steps, now, offers, budget), f"next_steps with {name}")
    assert type(made) is dict, f"next_steps with {name} should return a dict."
    assert set(made) == {"weakest", "buy", "cost", "after"}, "The dict should hold weakest, buy, cost and after."
    same(made["buy"], names, f"buy with {name}", hint)
    close(made["cost"], cost, f"cost with {name}", "The sum of the steps that are bought.")
    same(made["after"], after, f"after with {name}", "Each step that is bought lifts its theme by one; six themes.")

# %% hidden:2.4-edges points=0.5
heads = ["name", "theme", "start", "cost"]
level, top = dict.fromkeys(THEMES, 2), dict.fromkeys(THEMES, 3)
few = [("b", "Lead", 1, 50), ("a", "Scale", 2, 31), ("Z", "Secure", 2, 29), ("B", "Access", 2, 30)]
mixed = {"Secure": 2, "Automate": 1, "Scale": 2, "Learn": 3, "Access": 2, "Lead": 1}
cases = [
    (level, [], 50, [], 0, THEMES, level, "no offers at all", "The empty set is a set; nothing costs nothing."),
    (level, few, 0, [], 0, THEMES, level, "a budget of 0", "The empty set is a set; nothing costs nothing."),
    (top, few, 500, [], 0, THEMES, top, "all themes at phase 3", "Nothing can rise; all six are the weakest."),
    (
        mixed,
        few,
        500,
        ["B", "Z", "a", "b"],
        140,
        ["Lead", "Automate"],
        mixed | {"Lead": 2, "Scale": 3, "Secure": 3, "Access": 3},
        "themes and names in another order",
        "The weakest stand in the order of THEMES, the names in Python's order of strings.",
    ),
]
for now, rows, budget, names, cost, weakest, after, name, hint in cases:
    offers = pd.DataFrame(rows, columns=heads)
    made = plain(ask(f"next_steps with {name}", hint, next_steps, now, offers, budget), f"next_steps with {name}")
    assert type(made) is dict, f"next_steps with {name} should return a dict. {hint}"
    same(made.get("buy"), names, f"buy with {name}", hint)
    close(made.get("cost"), cost, f"cost with {name}", hint)
    same(made.get("weakest"), weakest, f"weakest with {name}", hint)
    same(made.get("after"), after, f"after with {name}", "All six phases, lifted by what is bought.")

# %% [markdown]
# ## Exercise 2.5: what an access log says about Secure (3 points, 20 min)
#
# Libeccio's dossier claims least privilege. The cell below holds the role matrix that was approved; the log of two days
# says what the system really did.

# %%
matrix = {
    "scoring": {"customers": ["read"], "scores": ["write"]},
    "training": {"customers": ["read"], "customers_new": ["read"], "outcomes": ["read"]},
    "collections": {"customers_new": ["read", "write"]},
    "lending clerk": {"customers": ["write"], "scores": ["read"]},
    "head of lending": {"scores": ["read", "delete"]},
}
print(access_log.to_string())

# %% [markdown]
# Write `review_access(log, matrix)`.
#
# - `log`: a DataFrame, possibly empty, with the columns `time` (text such as `"2026-04-03 09:12"`), `who`, `action`
#   (`"read"`, `"write"` or `"delete"`), `table` (text), `granted` (bool: what the system answered) and `alarm`: the
#   time, in the same form and never before the access, at which the security duty was told, or missing (NaN or None).
#   Rows may have any index. There may be an alarm at any access; only at those that were rightly refused it matters.
# - `matrix`: a dict from who to a dict from table to the list of actions that are approved, each listed once. Who or
#   what is not in it has no rights. Whoever may write to a table may read it, too, and nothing else follows from
#   anything: writing and deleting are approved only where they are listed.
# - It returns a dict with exactly these keys. Positions count rows from 0, whatever the index:
#     - `"leaks"`: the list of positions, rising, of accesses that were granted and are not approved;
#     - `"blocks"`: the positions of accesses that were refused although they are approved;
#     - `"slow"`: the positions of accesses that were *rightly* refused (not approved) and did not raise an alarm within
#       10 minutes (exactly 10 is in time; no alarm at all is not);
#     - `"unused"`: the rights that the matrix lists and that were not used, a list of texts `"who action table"` in
#       Python's order of strings. A listed right is used when the log has a granted access with exactly this who,
#       action and table: neither by somebody else's access, nor by another action;
#     - `"phase"`: 1 where there is a leak. Otherwise 3 where at least one access was rightly refused and none of these
#       is slow; otherwise 2, also for an empty log.
#
# **Example.** The matrix is `{"clerk": {"loans": ["write"]}}`. The clerk reads loans, granted (position 0); the intern
# reads loans, refused at 09:00 with an alarm at 09:10 (position 1). Then there are no leaks, blocks or slow ones,
# unused is `["clerk write loans"]`, and the phase is 3.
#
# <details><summary>Hint 1, a nudge</summary>Every access is one of four: granted or refused, approved or not. Two of
# the four are fine.</details>
#
# <details><summary>Hint 2, the approach</summary>Write a helper that says whether who, action and table are approved.
# Go through the rows with <code>enumerate</code>. <code>pd.isna</code> knows NaN and None;
# <code>pd.Timestamp</code> subtracts.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>listed = matrix.get(who, {}).get(table, [])</code>, approved
# if the action is listed, or if it is a read and write is listed. Minutes: <code>(pd.Timestamp(alarm) -
# pd.Timestamp(time)).total_seconds() / 60</code></details>


# %% answer:2.5 names="review_access"
def review_access(log, matrix):
    """Leaks, blocks, slow alarms, unused rights, and the phase of Secure that an access log shows."""
    ### BEGIN SOLUTION
    leaks, blocks, slow, used, refused = [], [], [], set(), 0
    columns = [log[name] for name in ("time", "who", "action", "table", "granted", "alarm")]
    for position, (time, who, action, where, granted, alarm) in enumerate(zip(*columns, strict=True)):
        listed = matrix.get(who, {}).get(where, [])
        approved = action in listed or (action == "read" and "write" in listed)
        if granted:
            used.add(f"{who} {action} {where}")
        if granted and not approved:
            leaks.append(position)
        elif approved and not granted:
            blocks.append(position)
        elif not granted:
            refused += 1
            if pd.isna(alarm) or pd.Timestamp(alarm) - pd.Timestamp(time) > pd.Timedelta(minutes=10):
                slow.append(position)
    rights = {f"{who} {action} {where}" for who, row in matrix.items() for where in row for action in row[where]}
    phase = 1 if leaks else 3 if refused and not slow else 2
    return {"leaks": leaks, "blocks": blocks, "slow": slow, "unused": sorted(rights - used), "phase": phase}
    ### END SOLUTION


# %% check:2.5 points=1.5
columns = ["time", "who", "action", "table", "granted", "alarm"]
small = pd.DataFrame(
    [
        ("2026-04-01 08:00", "clerk", "read", "loans", True, None),
        ("2026-04-01 09:00", "intern", "read", "loans", False, "2026-04-01 09:10"),
    ],
    columns=columns,
)
hint = "Who or what is not in the matrix has no rights: the intern, for one."
made = ask("review_access of the example", hint, review_access, small, {"clerk": {"loans": ["write"]}})
made = plain(made, "review_access of the example")
assert type(made) is dict, "review_access should return a dict."
assert set(made) == {"leaks", "blocks", "slow", "unused", "phase"}, "The dict should hold the five keys, no more."
same(made["leaks"], [], "leaks in the example", "Whoever may write may read, too.")
same(made["slow"], [], "slow in the example", "Exactly 10 minutes are in time.")
same(made["unused"], ["clerk write loans"], "unused in the example", "The clerk has read, but never written.")
same(made["phase"], 3, "phase in the example", "No leak, one rightly refused access, and an alarm in time.")
hint = "Who or what is not in the matrix has no rights: the coffee machine, or a table that is not listed."
made = ask("review_access of Libeccio's log", hint, review_access, access_log, matrix)
made = plain(made, "review_access of Libeccio's log")
same(made["leaks"], [8, 15], "leaks at Libeccio", "Granted and not approved: go through the log by hand once.")
same(made["blocks"], [9, 11], "blocks at Libeccio", "Refused although the matrix approves it.")
same(made["slow"], [4, 14], "slow at Libeccio", "Rightly refused, and no alarm within ten minutes.")
same(made["phase"], 1, "phase at Libeccio", "What does a single leak mean?")
unused = made["unused"]
assert type(unused) is list, "unused should be a list of texts."
assert all(type(right) is str for right in unused), "unused should be a list of texts."
assert "lending clerk write customers" in unused, "unused at Libeccio lacks a right that nobody used."
assert "head of lending delete scores" in unused, "unused at Libeccio lacks a right that was asked for and refused."
assert "collections read customers_new" not in unused, "unused at Libeccio holds a right that was used."
same(unused, sorted(unused), "the order of unused", "Sort the finished texts, as Python sorts strings.")

# %% hidden:2.5 points=1
columns = ["time", "who", "action", "table", "granted", "alarm"]
rights = {"ann": {"t": ["read", "write"], "u": ["delete"], "v": ["read"]}, "bot": {"t": ["write"]}, "idle": {}}
base = [
    ("2026-01-01 10:00", "ann", "read", "t", True, None),
    ("2026-01-01 10:00", "ann", "delete", "u", True, None),
    ("2026-01-01 10:01", "bot", "read", "t", True, None),
]


def access(who, action, where, granted, time="11:00", alarm=None):
    return (f"2026-01-01 {time}", who, action, where, granted, alarm)


quick = access("eve", "read", "t", False, alarm="2026-01-01 11:10")
midnight = access("eve", "write", "t", False, "23:55", "2026-01-02 00:05")
late = access("eve", "delete", "t", False, alarm="2026-01-01 11:11")
silent = access("eve", "read", "t", False)
tomorrow = access("eve", "write", "t", False, alarm="2026-01-02 11:05")
blocked = access("bot", "write", "t", False, "12:00", "2026-01-01 12:30")
implied = access("bot", "read", "t", False, "12:00")
# more accesses, blocks, slow, phase, what, hint: nothing leaks
harmless = [
    ([], [], [], 2, "nothing refused at all", "Phase 3 needs an access that was rightly refused."),
    ([midnight], [], [], 3, "an alarm after ten minutes, over midnight", "Ten minutes are in time; mind the date."),
    ([quick, late], [], [4], 2, "an alarm after 11 minutes", "11 minutes are too late, and a single slow one counts."),
    ([silent], [], [3], 2, "an alarm that never came", "No alarm at all is not in time."),
    ([tomorrow, quick], [], [3], 2, "an alarm a day later", "Subtract whole times, with their dates."),
    ([quick, midnight, quick, late], [], [6], 2, "three alarms in time, one late", "A single slow one counts."),
    ([blocked], [3], [], 2, "an approved access refused with a late alarm", "It is a block, not rightly refused."),
    ([implied], [3], [], 2, "a refused read of somebody who may write", "A right to write includes reading."),
    ([blocked, quick], [3], [], 3, "an approved access refused, another rightly", "Blocks do not lower the phase."),
    ([access("ann", "write", "t", True)], [], [], 2, "a write that is listed", "Listed and granted: all is well."),
]
# a granted access that nobody approved, its alarm, what, hint
leaky = [
    (("ann", "write", "v"), None, "a write where only reading is listed", "Reading is no writing."),
    (("ann", "read", "u"), None, "a read where only deleting is listed", "Only a right to write includes reading."),
    (("bot", "delete", "t"), None, "a delete where only writing is listed", "To delete must be listed."),
    (("eve", "read", "t"), None, "a granted read by somebody unknown", "Who is not in the matrix has no rights."),
    (("idle", "read", "t"), None, "a granted read by somebody without rights", "An empty row gives no rights."),
    (("bot", "read", "w"), None, "a granted read of an unknown table", "A table that is not listed gives no rights."),
    (("bot", "read", "v"), None, "a granted read that only somebody else may do", "Look at who it is."),
    (("ann", "write", "u"), "2026-01-01 11:01", "a leak with an alarm", "It is a leak still."),
    (
        ("ann", "write", "v"),
        "2026-01-01 11:30",
        "a leak with a late alarm",
        "It is a leak, but slow is what was refused.",
    ),
]
cases = [(more, [], blocks, slow, phase, name, hint) for more, blocks, slow, phase, name, hint in harmless]
cases += [
    ([access(*right, True, alarm=alarm), quick], [3], [], [], 1, name, f"{hint} A leak means phase 1.")
    for right, alarm, name, hint in leaky
]
twice = [access("eve", "read", "t", True), quick, access("eve", "read", "t", True)]
cases.append(
    (twice, [3, 5], [], [], 1, "the same leak twice", "Each access that leaks is listed, also a second like it.")
)
for more, leaks, blocks, slow, phase, name, hint in cases:
    log = pd.DataFrame(base + more, columns=columns)
    for index in (range(len(log)), [50 - place // 2 for place in range(len(log))]):
        odd = "Who or what is not in the matrix has no rights; an alarm may be missing."
        made = ask(f"review_access with {name}", odd, review_access, log.set_axis(index), rights)
        made = plain(made, f"review_access with {name}")
        assert type(made) is dict, "A dict is expected."
        assert set(made) == {"leaks", "blocks", "slow", "unused", "phase"}, (
            "The dict should hold the five keys, no more."
        )
        if index[0] == 50:
            hint = (
                "Positions count rows from 0, whatever the index, labels twice as well; with 0, 1, 2, ... it was right."
            )
        same(made["leaks"], leaks, f"leaks with {name}", hint)
        same(made["blocks"], blocks, f"blocks with {name}", hint)
        same(made["slow"], slow, f"slow with {name}", hint)
        same(made["phase"], phase, f"phase with {name}", hint)

# %% hidden:2.5-unused points=0.5
columns = ["time", "who", "action", "table", "granted", "alarm"]
rights = {
    "zoe": {"t": ["read", "write"], "a": ["write"]},
    "bot": {"t": ["write"], "u": ["delete", "read"]},
    "ann": {"t": ["write"], "z": ["read"]},
    "ann b": {"t": ["write"]},
    "idle": {"t": ["delete"]},
}
listed = [f"{who} {action} {where}" for who, row in rights.items() for where in row for action in row[where]]
# who, action, table, granted, which of the listed rights the access uses, what, hint
cases = [
    ("ann", "write", "t", True, "ann write t", "a right that others have as well", "Others have not used theirs."),
    ("zoe", "write", "t", True, "zoe write t", "a granted write", "It uses the right to write, not that to read."),
    ("zoe", "read", "t", True, "zoe read t", "a granted read", "It uses the right to read, not that to write."),
    ("bot", "read", "t", True, "", "a granted read of somebody who may write", "It does not use the right to write."),
    ("bot", "delete", "u", True, "bot delete u", "a granted delete", "It uses the right to delete."),
    ("ann", "read", "z", False, "", "a right that was asked for and refused", "Only a granted access uses a right."),
    ("eve", "read", "z", True, "", "somebody without rights", "It uses nobody's right."),
]
for bell in (None, "2026-01-01 10:01"):
    for who, action, where, granted, used, name, hint in cases:
        row = ("2026-01-01 10:00", who, action, where, granted, bell)
        log = pd.DataFrame([row], columns=columns, index=[7])
        left = sorted(right for right in listed if right != used)
        made = plain(ask(f"review_access with {name}", hint, review_access, log, rights), f"review_access with {name}")
        assert type(made) is dict, "A dict is expected."
        assert type(made.get("unused")) is list, "unused should be a list of texts."
        assert all(type(right) is str for right in made["unused"]), "unused should be a list of texts."
        if bell:
            hint = "An alarm changes nothing about the use of a right."
        same(set(made["unused"]), set(left), f"unused with {name}", hint)
        assert len(made["unused"]) == len(left), "unused should hold each right once."
        same(
            made["unused"],
            left,
            f"the order of unused with {name}",
            "Sort the finished texts, as Python sorts strings.",
        )
what, hint = (
    "review_access of an empty log",
    "Nothing was refused, so it is no phase 3; nothing leaked, so it is no phase 1.",
)
made = plain(ask(what, hint, review_access, log.iloc[:0], rights), what)
assert type(made) is dict, "A dict is expected, also for an empty log."
for part in ("leaks", "blocks", "slow"):
    same(made.get(part), [], f"{part} of an empty log", "Without accesses there are none.")
same(made.get("phase"), 2, "phase of an empty log", hint)
same(made.get("unused"), sorted(listed), "unused of an empty log", "Nobody used anything: all that the matrix lists.")
what, hint = "review_access with an empty matrix", "Nobody has any right, so none is unused."
made = plain(ask(what, hint, review_access, log, {}), what)
assert type(made) is dict, "A dict is expected, also for an empty matrix."
same(made.get("unused"), [], "unused with an empty matrix", hint)
same(made.get("leaks"), [0], "leaks with an empty matrix", "What is granted to somebody without rights is a leak.")

# %% [markdown]
# ## Exercise 2.6: one page for Libeccio (4 points, 30 min)
#
# Libeccio's chief executive has EUR 100,000 for the year and four proposals (document L8). Write the page that decides:
# 300 to 450 words, plain, whole sentences, each claim about Libeccio with its citation, such as (L3:4). You need no
# code. Citations are not counted as words.
#
# Score by the two rules of the lesson: seen beats said, and no rung is skipped. **One line that is seen is enough** for
# a phase; the rules of exercise 2.1 on dates and on two documents do not apply (most lines have no date). Where two
# phases can be defended, either is accepted if you say why. You may also use the access log of exercise 2.5: cite its
# row as (log:4), counted from 0 as there.
#
# One point each for:
#
# 1. **The profile**: a phase for each of the six themes, each above 1 with a line that is seen, each 1 with the line
#    that holds it there.
# 2. **The weakest bridge and what it does to the others**: at least one line that looks like maturity in one theme and
#    is spoilt by another theme, explained.
# 3. **A recommendation within the budget** that chooses among the proposals and says why the two most tempting others
#    wait.
# 4. **How you would know**: what a stranger could see in six months if it worked, and what finding would prove you
#    wrong.
#
# Half points are possible. Beyond 500 words one point is taken off; below 300 none is, but four points need room.

# %% [markdown] written:2.6 points=4
# **One customer table first.**
#
# *Profile.* Learn 1: there is no training budget (L7:1), and only the contractor can retrain by hand (L7:3). Lead 2:
# the board votes a budget for one ranked list (L8:5). The head of lending has stopped a run (L3:2), so the rule would
# allow a 3; we stay at 2, since that stop is one person's and no other model shows an owner. Access 1: three customer
# tables with three definitions of income (L2:1 to L2:3), a catalogue that points to itself (L2:4). Scale 2: jobs run on
# rented machines that start on demand (L6:1); not 3, since a feed takes 600 lines (L6:3). Secure 2 by the dossier: a
# refused read (L5:1), an approval on file (L5:3); not 3, since a planted misuse raised no alarm (L5:4). The access log
# shows two reads that nobody approved (log:8, log:15), so we would call it 1 until that is cleared. Automate 2:
# training is scheduled and a gate refused four candidates (L3:1); not 3, since changes go out by hand (L3:5).
#
# *The weakest bridges* are Access and Learn. Access spoils Automate: the pipeline trains each night, correctly, on
# gross yearly income on odd days and on net monthly income on even days (L3:4, L2:1, L2:2). The gate compares one wrong
# model with another. Automation multiplies what it is fed.
#
# *We recommend proposal B*, one customer table with one definition of income, an owner and a catalogue, for EUR 95,000
# (L8:2). Streaming scores (A) would deliver the same confusion within two seconds; nobody has asked for scores before
# the morning. Learning paths (C) come next: the boat is a real risk, but two new people would have to learn three
# definitions. B and C together exceed the budget. Alarms (D) can wait if the two unapproved rights are taken back,
# which is free.
#
# *In six months* a stranger should see: one table in every run's log, a catalogue entry with an owner, the two other
# tables deleted, and one feature "stability of income" instead of four (L7:2), used by a team that did not write it. We
# were wrong if by then the nightly models are no steadier from odd to even days, or if the contractor does not come
# back and nobody can retrain: then C should have been first.

# %% [markdown] teacher
# **Timing.** 2.2 is quick; 2.1 and 2.4 take the time. If time is short, make 2.4 optional and do it in class on paper.
#
# **What goes wrong.** 2.1: old or merely said findings that speak *against* a phase are allowed to sink it; two lines
# of one document taken for two documents. 2.2: the mean over all people instead of over teams; the number of people in
# a team taken for the number of answers. 2.3: Python's `0 ** 0` is 1, so plain kappa counts agreement as disagreement;
# the chance term computed with the cells that were left out; places taken from sorted labels instead of the scale.
# 2.4: greedy buying (cheapest first, weakest first) fails where a cheap step blocks two others. 2.5: a block counted as
# a rightly refused access; the alarm's date ignored.
#
# **Ask in class.** "Which finding of 2.1 would you like to have an expiry of one month?" "In 2.4, who decided that the
# lowest phase comes first?" (A choice: section 9 of the lesson counts euros instead.)
#
# **Grading 2.6.** The profile is Learn 1, Lead 2 (or 3, with L8:5 and L3:2: a business line stopped its model, as at
# Maestrale), Access 1, Scale 2, Secure 2 (or 1 with the log of exercise 2.5, which deserves praise), Automate 2. Accept
# C instead of B where the page argues from L4 and L7:3 and says what becomes of the odd and even days meanwhile. A or D
# earn the third point at most half. The second point needs the link between Access and Automate, or another real one
# (Learn and Automate through L3:5). Citations that do not exist cost the point in which they stand.
