# %% [markdown]
# ## Given
#
# Run this cell first. Libeccio is invented, as Bora is; the dossiers, surveys and ratings in the exercises belong to no
# lender in particular.

# %%
import copy
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd

from bora import checks
from bora.checks import close, number, plain, raises, same, table

THEMES = ["Learn", "Lead", "Access", "Scale", "Secure", "Automate"]


def ask(what, hint, function, *given):
    """For the checks: what `function` returns for copies of `given`; where it raises, the message names the case."""
    try:
        return function(*copy.deepcopy(given))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, sqlite3.Error) as error:
        raise AssertionError(f"{what}: your code raises {type(error).__name__}. {hint}") from error


# %% [markdown]
# ## Exercise 2.1: four hundred dossiers by Friday (5 points, 27 min)
#
# You read two dossiers by hand. Now they come by the hundred, somebody has written some of the lines for you, and each
# mistake has a price: a phase too high sends money past a broken bridge, one too low buys what is there already.
#
# Write `theme_phases(lines)`. It returns a dict: the phase (1, 2 or 3) of each of the six THEMES.
#
# | column of `lines` | what it holds |
# |---|---|
# | `theme`, `phase` | the cell that the line is about; `phase` is 2 or 3 |
# | `source` | log, invoice or signed stop (*seen*); mail, website or policy (*said*) |
# | `age` | days before the visit, 0 or more |
# | `holds` | True: it speaks for the phase; False: against it |
#
# Rows are numbered 0, 1, 2, ... (its index). What you may count on (`make_dossier`, given, makes all of it):
#
# - Of 100 themes 40 are in phase 1, 30 in 2, 30 in 3.
# - What is said speaks for phases 2 and 3, whatever is true.
# - What was seen in the last year is mostly true; some of it is misfiled. Older lines tell of the phase in which the
#   theme was then.
# - Of 100 themes below 3, 35 are *decorated*: two to four seen lines for the next phase, all from the last 14 days.
#   No other line that was seen is so young.
# - Of 100 themes in phase 1, 20 *skip a rung*: seen lines for phase 3, of no use without phase 2.
#
# | mistake | costs |
# |---|---|
# | a phase too high | 3 |
# | a phase too low | 2 |
#
# **Grading.** 40 practice dossiers may cost at most 160 (visible, 1 point), 60 unseen ones at most 350 and at most 220
# (hidden, 2 points each). On 60, phase 1 everywhere costs about 660, a vote of all lines 600. There is room: the way of
# hint 2 pays about 145, and at most 215 in 999 of 1,000 such sets. A dossier may take 50 ms.


# %%
SOURCES = {"seen": ["log", "invoice", "signed stop"], "said": ["mail", "website", "policy"]}


def make_dossier(seed):
    """The lines of a dossier, the true phase of each theme, and what is special about it ("" for nothing)."""
    rng = np.random.default_rng([21, seed])
    truth, stories, rows = {}, {}, []

    def add(count, theme, phase, kind, holds, youngest, oldest):
        for _ in range(count):
            source = SOURCES[kind][rng.integers(3)]
            rows.append((theme, phase, source, int(rng.integers(youngest, oldest + 1)), holds))

    for theme in THEMES:
        now, before = (1 + np.searchsorted([0.4, 0.7], rng.random(2))).tolist()
        story = str(rng.choice(["decorated", "skips a rung", ""], p=[0.35, 0.2, 0.45]))
        if not {"decorated": now < 3, "skips a rung": now == 1}.get(story):
            story = ""
        for phase in (2, 3):
            reached = now >= phase
            add(rng.poisson(3.0 if reached else 0.6), theme, phase, "seen", True, 15, 365)
            add(rng.poisson(0.15 if reached else 2.0), theme, phase, "seen", False, 15, 365)
            add(rng.poisson(1.5), theme, phase, "said", True, 0, 365)
            add(rng.poisson(1.2), theme, phase, "seen", before >= phase, 366, 1500)
        if story == "decorated":
            add(rng.integers(2, 5), theme, now + 1, "seen", True, 0, 14)
        if story == "skips a rung":
            add(rng.integers(2, 5), theme, 3, "seen", True, 15, 365)
        truth[theme], stories[theme] = now, story
    lines = pd.DataFrame(rows, columns=["theme", "phase", "source", "age", "holds"])
    return lines.iloc[rng.permutation(len(lines))].reset_index(drop=True), truth, stories


def dossier_costs(said, truth, stories):
    """What wrong phases cost: too low, too high where decorated, where a rung is skipped, and elsewhere."""
    phases = checks.fields(said, "What theme_phases returns", THEMES)
    costs = {"too low": 0, "decorated": 0, "skips a rung": 0, "": 0}
    for theme in THEMES:
        found = checks.plain(phases[theme], f"The phase of {theme}")
        assert type(found) is int, f"The phase of {theme} should be an int, not {checks.kind(found)}."
        assert 1 <= found <= 3, f"The phase of {theme} should be 1, 2 or 3."
        costs["too low"] += 2 * max(truth[theme] - found, 0)
        costs[stories[theme]] += 3 * max(found - truth[theme], 0)
    return pd.Series(costs)


example_lines, example_truth, example_stories = make_dossier(4)
print(example_truth, example_stories, sep="\n")
example_lines[example_lines["theme"] == "Secure"].sort_values(["phase", "age"])

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Take fifty dossiers and ask of each kind of line (source, age, for or against): how often is it right? Three kinds
# are worth nothing.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# First leave out what is said, what is older than a year, and what was written for the visit. Then let the lines that
# are left vote, for and against, on each rung. Climb from 2 to 3 and stop at the first rung that does not carry.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `counts = lines[lines["source"].isin(___) & lines["age"].between(___)]`; a vote of +1 or -1 for each line, summed by
# `groupby(["theme", "phase"])`. `votes.get((theme, 2), 0)` is 0 where nobody votes.
#
# </details>


# %% answer:2.1 names="theme_phases"
def theme_phases(lines):
    """Phase of each theme, by a vote of the lines that count."""
    ### BEGIN SOLUTION
    counts = lines[lines["source"].isin(SOURCES["seen"]) & lines["age"].between(15, 365)]
    votes = (2 * counts["holds"].astype(int) - 1).groupby([counts["theme"], counts["phase"]]).sum()
    phases = {}
    for theme in THEMES:
        phases[theme] = 1
        for rung in (2, 3):
            if votes.get((theme, rung), 0) <= 0:
                break
            phases[theme] = rung
    return phases
    ### END SOLUTION


# %% check:2.1 points=1
costs = 0
for seed in range(40):
    lines, truth, stories = make_dossier(seed)
    costs += dossier_costs(theme_phases(lines), truth, stories)
assert costs.sum() <= 160, (
    f"40 practice dossiers cost {costs.sum()}: {costs['too low']} for phases too low; for phases too high "
    f"{costs['decorated']} where decorated, {costs['skips a rung']} where a rung is skipped, {costs['']} elsewhere. "
    "At most 160 is asked for."
)


# %% hidden:2.1 points=2
costs = 0
for seed in checks.seeds(60, "lab two one: the auditors come on a Tuesday, and on Monday the paint is still wet"):
    lines, truth, stories = make_dossier(seed)
    try:
        costs += dossier_costs(theme_phases(lines), truth, stories)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"theme_phases stops with an error ({type(error).__name__}) on an unseen one.") from None
most, cheap = costs.idxmax(), costs.sum() <= 350
assert cheap or most != "too low", "Unseen dossiers cost more than 350, most of it phases that are too low."
assert cheap or most != "decorated", (
    "Unseen dossiers cost more than 350, most of it too high where decorated: what is written before a visit?"
)
assert cheap or most != "skips a rung", (
    "Unseen dossiers cost more than 350, most of it too high where a rung is skipped: what does phase 3 need?"
)
assert cheap, (
    "Unseen dossiers cost more than 350, most of it phases too high: who says so, how long ago, and what speaks "
    "against it?"
)

# %% hidden:2.1-high points=2
costs = 0
for seed in checks.seeds(
    60, "lab two one, high: forty cabinets, one key, and the cat of the archive sleeps on minutes"
):
    lines, truth, stories = make_dossier(seed)
    try:
        costs += dossier_costs(theme_phases(lines), truth, stories)
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise AssertionError(f"theme_phases stops with an error ({type(error).__name__}) on an unseen one.") from None
most, cheap = costs.idxmax(), costs.sum() <= 220
assert cheap or most != "too low", "Unseen dossiers cost more than 220, most of it phases that are too low."
assert cheap or most != "decorated", (
    "Unseen dossiers cost more than 220, most of it too high where decorated: what is written before a visit?"
)
assert cheap or most != "skips a rung", (
    "Unseen dossiers cost more than 220, most of it too high where a rung is skipped: what does phase 3 need?"
)
assert cheap, (
    "Unseen dossiers cost more than 220, most of it phases too high: who says so, how long ago, and what speaks "
    "against it?"
)

# %% [markdown]
# ## Exercise 2.2: a profile from a survey with holes (3 points, 13 min)
#
# Bora asks its own staff now. Most answers come from the largest team, and many are empty; the profile should neither
# drown the small teams nor hide the holes.
#
# Write `survey_profile(answers, least)`.
#
# | input | what it is |
# |---|---|
# | `answers` | a DataFrame with a row for each person (one or more), any index, columns in any order |
# | its `team` | text, never missing |
# | its six THEMES | 1, 2, 3 or missing (NaN); other columns, full or with holes, do not matter |
# | `least` | int, 1 or more: for a theme, a team counts where at least so many of its people answered *that theme* |
#
# It returns a DataFrame with exactly these columns and a row for each theme, in the order of THEMES:
#
# | column | what it holds |
# |---|---|
# | `theme` | its name |
# | `score` | the mean over the teams that count of the mean of their answers, each team alike; NaN where none counts |
# | `teams` | how many teams count (int) |
# | `empty` | per cent (0 to 100) of all people, in all teams, who left the theme empty |
#
# All people are all rows: also those who answered nothing at all. Nothing is rounded: results are checked to 0.000001.
#
# **Example.** Four engineers gave Lead 1, 1, 1 and nothing, two managers 3 and 2, one person in sales 3. With `least`
# 2, sales does not count; the score is the mean of 1 and 2.5, which is 1.75, from 2 teams; empty is 100/7.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Three different denominators: the answers of a team, the teams that count, and everybody.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# For each theme group by team; `count` knows how many answers were given, `mean` leaves missing ones out. Keep the
# teams with enough, then take a mean of means.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `by_team = answers.groupby("team")[theme].agg([___, ___])`, then `by_team[___ >= least]`, and the missing share of the
# whole column: `isna()`.
#
# </details>


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
what, hint = (
    "survey_profile of people who answered alike",
    "Two people with equal answers are two people, and nothing is rounded.",
)
made = table(ask(what, hint, survey_profile, twins, 3), what, heads, rows=6)
same(plain(made["teams"])[0], 1, "teams with people who answered alike", hint)
close(made["score"].iloc[0], 5 / 3, "score with people who answered alike", hint)

# %% [markdown]
# ## Exercise 2.3: agreement on any scale (3 points, 18 min)
#
# Two raters went through the same documents, each left some cells empty, and they use words for the phases. You want
# one weighted kappa for any ordered scale, with the weights in your hand.
#
# Write `weighted_agreement(first, second, scale, power=1)`.
#
# | input | what it is |
# |---|---|
# | `first`, `second` | lists of labels; two entries at one place rate the same cell; None where a rater gave none |
# | `scale` | list of all labels, lowest first: strings or ints (0 and `""` too), two or more, all different |
# | `power` | a number, 0 or more |
#
# - Two *different* labels at the places i and j of the scale disagree by |i - j| to the power of `power`, equal ones by
#   0, always. (Places, not what labels say: on the scale 1, 5, 10 the labels 5 and 10 are one apart. Power 0 is the
#   plain kappa, 1 linear, 2 quadratic.)
# - Cells that either rater left empty are left out. *Observed* is the mean disagreement over the n cells that remain,
#   *expected* the mean over all n times n combinations of one of their ratings in `first` and one in `second`. The
#   result is 1 - observed / expected, not rounded (checked to 0.000001).
#
# | case | result |
# |---|---|
# | no cell remains; or expected is 0, as when both gave one and the same label throughout | None |
# | the lists differ in length | `ValueError` |
# | a label is not on the scale, also where the other rater left that cell empty | `ValueError` |
#
# **Example.** On the scale low, middle, high the ratings low, low, high, middle against low, middle, middle, None leave
# three cells. With power 1 observed is 2/3 and expected is 8/9, so the result is 0.25.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Turn labels into places on the scale first; what is left is arithmetic with whole numbers. What is 0 to the power of 0
# in Python?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Check the input, keep the complete pairs, then one sum over the pairs and one over all combinations of a first with a
# second rating.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `observed = sum(___ for a, b in pairs) / n`; for expected two loops over the pairs: the first rating of the one, the
# second of the other, divided by `n * n`.
#
# </details>


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
what, hint = "the example on the scale 1, 5, 10", "Places on the scale count, not what labels say."
close(ask(what, hint, weighted_agreement, [1, 1, 10, 5], [1, 5, 5, None], [1, 5, 10]), 0.25, what, hint)
found = ask("one label throughout", "None is expected.", weighted_agreement, [2, 2], [2, 2], [1, 2, 3])
assert plain(found) is None, "Where both gave one and the same label throughout, None is expected."
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


letters, mixed, money = ["a", "b", "c"], ["m", "z", "b", "c"], [1, 5, 10, 50]
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
        mixed,
        1,
        0,
        "fifty full cells, labels not in the order of the alphabet",
        "The scale says which label is lower.",
    ),
    (mixed, 3, 0, "fifty full cells, power three", "It is the distance between two places that takes the power."),
    (
        money,
        1,
        0,
        "fifty full cells, scale of 1 5 10 50",
        "Count places on the scale; the labels are names, not amounts.",
    ),
    (
        mixed,
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
# ## Exercise 2.4: rights that hold (5 points, 33 min)
#
# Libeccio's least privilege is a table in a handbook. You make it hold, in a real database: before SQLite runs a
# statement, it asks an *authorizer*, a function of yours, about all that the statement would do.
#
# Write `answer_all(requests, script, rights)`.
#
# | input | what it is |
# |---|---|
# | `requests` | list of pairs (role, statement), in order: valid SQL, names spelled as in `script`, never a WITH |
# | `script` | SQL that makes the database; run it in memory, with all rights |
# | `rights` | dict: role to `{"read": {table: [columns]}, "write": [tables]}`; other roles have none |
#
# It returns a pair `(answers, unused)`. `answers` has an entry for each request: the list of its rows (empty where it
# writes), or None where it was refused. A refused statement changes nothing; the next one still gets its answer.
#
# | a statement that | needs |
# |---|---|
# | uses a column anywhere: shown, in a condition, a sub-query | this column in `read` |
# | uses rows without a column, as `count(*)` does | any column of that table in `read`; it *uses* none of them |
# | uses a view | what the view's own definition uses; the view itself needs nothing |
# | inserts, updates or deletes | the table in `write`, and `read` for what it uses |
# | only computes (functions) | nothing |
# | does anything else (CREATE, DROP, PRAGMA, reads the schema table) | is refused, whoever asks |
#
# `unused` is the sorted list of rights that no granted request used, as texts: `"clerk read loans.amount"`, `"clerk
# write loans"`. Writing to some columns uses the right to write.
#
# **How SQLite asks.** After `bank.set_authorizer(decide)` it calls `decide(action, table, column, database, view)` and
# takes `sqlite3.SQLITE_OK` or `sqlite3.SQLITE_DENY` for an answer; after a DENY, `execute` raises
# `sqlite3.DatabaseError`. The next cell shows what it asks about three statements. Try more.
#
# **Example.** The next cell has a bank, its rights and six requests. The answers are `[(1, 900.0)]`, None, None, `[]`,
# None and `[(2000.0,)]`; unused is `["clerk read customers.id", "clerk read customers.region"]`.


# %%
BANK = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, region TEXT, income REAL);
CREATE TABLE loans (id INTEGER PRIMARY KEY, customer INTEGER, amount REAL);
CREATE TABLE staff (name TEXT, salary REAL);
CREATE VIEW names AS SELECT name, salary FROM staff;
INSERT INTO customers VALUES (1, 'Udine', 21000), (2, 'Trieste', 34000);
INSERT INTO loans VALUES (1, 1, 900), (2, 2, 5000);
INSERT INTO staff VALUES ('Head', 2000), ('Clerk', 1400);
"""
RIGHTS = {
    "clerk": {"read": {"customers": ["id", "region"], "loans": ["id", "amount"]}, "write": ["loans"]},
    "payroll": {"read": {"staff": ["name", "salary"]}, "write": []},
}
REQUESTS = [
    ("clerk", "SELECT id, amount FROM loans WHERE amount < 1000"),
    ("clerk", "SELECT max(salary) FROM staff"),
    ("clerk", "SELECT name FROM names"),
    ("clerk", "UPDATE loans SET amount = 1000 WHERE id = 1"),
    ("clerk", "DELETE FROM loans WHERE customer = 2"),
    ("payroll", "SELECT max(salary) FROM names WHERE name = 'Head'"),
]


def served(requests, script, rights, what):
    """For the checks: answers and unused of `answer_all`, as plain data of the right shape."""
    made = checks.plain(ask(what, "The error above shows where.", answer_all, requests, script, rights), what)
    assert type(made) is list, f"{what}: answer_all should return a pair, not {checks.kind(made)}."
    assert len(made) == 2, f"{what}: answer_all should return a pair, answers and unused."
    answers, unused = made
    assert type(answers) is list, f"{what}: answers should be a list."
    assert len(answers) == len(requests), f"{what}: answers should have an entry for each request."
    assert type(unused) is list, f"{what}: unused should be a list of texts."
    return answers, unused


ACTIONS = {getattr(sqlite3, f"SQLITE_{name}"): name for name in ("SELECT", "READ", "FUNCTION", "DELETE", "TRANSACTION")}


def asked(statement):
    """Print what SQLite asks an authorizer about a statement."""
    bank = sqlite3.connect(":memory:", isolation_level=None)  # no BEGIN of its own before a statement
    bank.executescript(BANK)
    print(statement)
    bank.set_authorizer(lambda action, *rest: print("   ", ACTIONS.get(action, action), rest) or sqlite3.SQLITE_OK)
    bank.execute(statement)


asked("DELETE FROM loans WHERE customer = 2")
asked("SELECT count(*) FROM customers")
asked("SELECT name FROM names")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Do not read the SQL yourself: people write it in too many ways. Each kind of question in the output above wants one
# line of yours. Which column does SQLite name for `count(*)`? Which tables does it name for a view?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# One database for all requests, and for each request a new authorizer that knows the role. It says OK to what the table
# allows and DENY to all else, and notes which rights are used; where the statement is refused, forget what was noted.
# Names of views stand in `sqlite_master`: ask for them before the first request.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
#     def decide(action, table, column, *_):
#         if action == sqlite3.SQLITE_READ and table not in views:
#             columns = mine["read"].get(table, [])
#             allowed = column in columns or (column == "" and ___)
#
# `SQLITE_SELECT` and `SQLITE_FUNCTION` are always fine; `SQLITE_INSERT`, `SQLITE_UPDATE` and `SQLITE_DELETE` look into
# `mine["write"]`.
#
# </details>


# %% answer:2.4 names="answer_all"
def answer_all(requests, script, rights):
    """The answer to each request under the rights of its role, and the rights that nobody used."""
    ### BEGIN SOLUTION
    bank = sqlite3.connect(":memory:", isolation_level=None)
    bank.executescript(script)
    views = {name for (name,) in bank.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    changes = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
    answers, used = [], set()
    for role, statement in requests:
        mine, noted = rights.get(role, {"read": {}, "write": []}), set()

        def decide(action, table, column, *_, role=role, mine=mine, noted=noted):
            allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_FUNCTION)
            if action == sqlite3.SQLITE_READ:
                columns = mine["read"].get(table, [])
                allowed = table in views or column in columns or (column == "" and len(columns) > 0)
                noted.add(f"{role} read {table}.{column}")
            elif action in changes:
                allowed = table in mine["write"]
                noted.add(f"{role} write {table}")
            return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

        bank.set_authorizer(decide)
        try:
            answers.append(bank.execute(statement).fetchall())
            used |= noted
        except sqlite3.DatabaseError:
            answers.append(None)
    listed = {f"{role} write {table}" for role, row in rights.items() for table in row["write"]}
    for role, row in rights.items():
        listed |= {f"{role} read {table}.{column}" for table, columns in row["read"].items() for column in columns}
    return answers, sorted(listed - used)
    ### END SOLUTION


# %% check:2.4 points=1.5
answers, unused = served(REQUESTS, BANK, RIGHTS, "the six requests")
for (role, statement), answer, rows in zip(
    REQUESTS, answers, [[[1, 900.0]], None, None, [], None, [[2000.0]]], strict=True
):
    if rows is None:
        assert answer is None, f"'{statement}' should be refused to {role}: the answer is None."
    else:
        assert answer is not None, (
            f"'{statement}' is refused to {role}, who may do all that it needs. Print what your authorizer is asked: "
            "does something come that asked() does not show, such as a BEGIN (TRANSACTION)?"
        )
        checks.same(answer, rows, f"the answer to '{statement}'", "The rows as SQLite fetches them.")
idle = ["clerk read customers.id", "clerk read customers.region"]
checks.same(unused, idle, "unused for the six requests", "Listed rights that no granted request used, sorted.")
more = [
    ("payroll", "SELECT max(salary) FROM staff"),
    ("clerk", "SELECT max(salary) FROM staff"),
    ("clerk", "SELECT count(*) FROM customers"),
    ("intern", "SELECT count(*) FROM customers"),
    ("payroll", "DELETE FROM loans"),
    ("clerk", "UPDATE loans SET amount = 950"),
    ("clerk", "SELECT amount FROM loans"),
    ("clerk", "SELECT region, income FROM customers"),
    ("payroll", "SELECT count(*) FROM sqlite_master"),
    ("clerk", "PRAGMA user_version = 7"),
    ("clerk", "CREATE TABLE copies (id INTEGER)"),
]
answers, unused = served(more, BANK, RIGHTS, "eleven more requests")
assert answers[0] is not None, "payroll may read salaries and is refused."
assert answers[1] is None, "The clerk gets the salaries because payroll has asked the very same thing before."
checks.same(answers[2], [[2]], "the answer to count(*) of a role that may read other columns", "Does it need all?")
assert answers[3] is None, "The intern, who is not in rights, gets a count(*): it needs a right to the table, too."
assert answers[4] is None, "payroll may read but deletes loans."
hint = "Two loans, whose DELETE was refused, after the update that was granted to the clerk."
checks.same(answers[6], [[950.0], [950.0]], "what stands in loans", hint)
assert answers[7] is None, "The clerk gets incomes beside regions: all columns must be allowed."
assert answers[9] is None, "A PRAGMA is granted; what is not in the table of the statement is refused."
assert answers[10] is None, "A CREATE is granted; what is not in the table of the statement is refused."
assert answers[8] is None, "count(*) of the schema table (sqlite_master) is answered; it is refused, whoever asks."
assert "clerk read customers.region" in unused, "A refused request uses nothing, and count(*) uses no column."
idle = ["clerk read customers.id", "clerk read customers.region", "clerk read loans.id", "payroll read staff.name"]
checks.same(unused, idle, "unused for the eleven requests", "Listed rights that no granted request used, sorted.")

# %% hidden:2.4 points=1.5
bank = """
CREATE TABLE people (id INTEGER PRIMARY KEY, town TEXT, income REAL, note TEXT);
CREATE TABLE scores (person INTEGER, pd REAL);
CREATE TABLE pay (name TEXT, salary REAL);
CREATE VIEW towns AS SELECT id, town FROM people;
CREATE VIEW rich AS SELECT id FROM people WHERE income > 30000;
CREATE VIEW twice AS SELECT town FROM towns;
INSERT INTO people VALUES (1, 'Udine', 20000, 'x'), (2, 'Gorizia', 40000, 'y'), (3, 'Udine', 50000, 'z');
INSERT INTO scores VALUES (1, 0.2), (2, 0.1), (3, 0.05);
INSERT INTO pay VALUES ('a', 10), ('b', 20);
"""
rights = {
    "desk": {"read": {"people": ["id", "town"], "scores": ["person", "pd"]}, "write": []},
    "risk": {"read": {"people": ["id", "income"], "pay": []}, "write": ["scores"]},
    "tax": {"read": {"pay": ["name"]}, "write": []},
}
# role, statement, rows or None, what it does
cases = [
    ("desk", "SELECT id FROM people WHERE income > 30000", None, "a forbidden column in a condition"),
    ("desk", "SELECT id FROM people ORDER BY income", None, "a forbidden column in ORDER BY"),
    ("desk", "SELECT * FROM people", None, "a star over a forbidden column"),
    ("desk", "SELECT p.id FROM people AS p WHERE p.town = 'Gorizia'", [[2]], "an alias"),
    ("desk", 'SELECT "in' + 'come" FROM "people"', None, "a forbidden column in quotes"),
    ("desk", "SELECT town FROM people WHERE id IN (SELECT person FROM scores)", 3, "a sub-query that is allowed"),
    ("desk", "SELECT pd FROM scores WHERE EXISTS (SELECT 1 FROM pay WHERE salary > 15)", None, "a forbidden sub-query"),
    ("desk", "SELECT pd FROM (SELECT salary AS pd FROM pay)", None, "a forbidden column by another name"),
    ("desk", "SELECT town, 'income' FROM people WHERE id = 1", [["Udine", "income"]], "a text like a forbidden column"),
    ("desk", "SELECT town FROM people -- salary\nWHERE id = 1", [["Udine"]], "a comment with a forbidden name"),
    ("desk", "SELECT pd FROM people JOIN scores ON person = id WHERE town = 'Gorizia'", [[0.1]], "a join"),
    ("desk", "SELECT id, town FROM towns WHERE id = 2", [[2, "Gorizia"]], "a view whose columns are all allowed"),
    ("desk", "SELECT town FROM twice WHERE town = 'Gorizia'", [["Gorizia"]], "a view on a view"),
    ("desk", "SELECT count(*) FROM towns", [[3]], "a count of a view's rows"),
    ("desk", "SELECT id FROM rich", None, "a view with a forbidden column in its condition"),
    ("risk", "SELECT id FROM rich", [[2], [3]], "a view by a role that may use all beneath it"),
    ("risk", "SELECT count(*) FROM scores", None, "a count by a role that may only write there"),
    ("risk", "SELECT count(*) FROM pay", None, "a count of a table of which no column is listed"),
    ("risk", "SELECT sum(income) FROM people", [[110000.0]], "a function"),
    ("tax", "SELECT count(*) FROM pay", [[2]], "a count by a role that may read a single column"),
    ("nobody", "SELECT town FROM people", None, "a role without rights"),
    ("desk", "SELECT name FROM sqlite_master", None, "the schema table"),
    ("desk", "SELECT count(*) FROM sqlite_master", None, "a count of the schema table's rows"),
]
requests = [(role, statement) for role, statement, _, _ in cases]
answers, _ = served(requests, bank, rights, "unseen requests that read")
for answer, (_, _, rows, label) in zip(answers, cases, strict=True):
    if rows is None:
        assert answer is None, f"A request is granted that should be refused: {label}."
    else:
        assert answer is not None, f"A request is refused that should be granted: {label}."
        right = len(answer) == rows if type(rows) is int else checks.seal(answer) == checks.seal(rows)
        assert right, f"The rows are not those that SQLite fetches: {label}."

# %% hidden:2.4-writes points=1
bank = """
CREATE TABLE loans (id INTEGER PRIMARY KEY, amount REAL, officer TEXT);
CREATE TABLE pay (name TEXT, salary REAL);
CREATE TABLE audit (line TEXT);
INSERT INTO loans VALUES (1, 10, 'a'), (2, 20, 'b');
INSERT INTO pay VALUES ('a', 100), ('b', 200);
"""
rights = {
    "desk": {"read": {"loans": ["id", "amount"]}, "write": ["loans", "audit"]},
    "look": {"read": {"loans": ["id", "amount", "officer"], "pay": ["name"]}, "write": []},
}
# role, statement, rows or None, what it does
cases = [
    ("desk", "INSERT INTO loans VALUES (3, 30, 'c')", [], "an insert that is allowed"),
    ("look", "SELECT count(*) FROM loans", [[3]], "a count after an insert"),
    ("look", "INSERT INTO loans VALUES (4, 40, 'd')", None, "an insert by a role that may only read"),
    ("look", "UPDATE loans SET amount = 0", None, "an update by a role that may only read"),
    ("look", "DELETE FROM loans WHERE id = 1", None, "a delete by a role that may only read"),
    ("desk", "UPDATE loans SET amount = 11 WHERE officer = 'a'", None, "an update with a forbidden condition"),
    ("desk", "UPDATE loans SET officer = 'z' WHERE id = 2", [], "an update of a column that it may not read"),
    ("desk", "UPDATE loans SET amount = amount + 1 WHERE id = 2", [], "an update that uses the old value"),
    ("desk", "INSERT INTO audit SELECT salary FROM pay", None, "an insert of what may not be read"),
    ("desk", "INSERT INTO audit SELECT amount FROM loans WHERE id = 1", [], "an insert of what may be read"),
    ("desk", "SELECT line FROM audit", None, "a read where only writing is listed"),
    ("desk", "DELETE FROM loans WHERE id = 3", [], "a delete that is allowed"),
    ("desk", "DELETE FROM pay", None, "a delete in a table that is not listed"),
    ("desk", "DROP TABLE loans", None, "a DROP of a table that it may write to"),
    ("desk", "CREATE TABLE copies (id INTEGER)", None, "a CREATE"),
    ("look", "CREATE VIEW mine AS SELECT name FROM pay", None, "a CREATE VIEW"),
    ("desk", "PRAGMA user_version = 7", None, "a PRAGMA"),
    ("look", "SELECT id, amount, officer FROM loans", [[1, 10.0, "a"], [2, 21.0, "z"]], "what stands there at the end"),
]
requests = [(role, statement) for role, statement, _, _ in cases]
answers, _ = served(requests, bank, rights, "unseen requests that write")
for answer, (_, _, rows, label) in zip(answers, cases, strict=True):
    if rows is None:
        assert answer is None, f"A request is granted that should be refused: {label}."
    else:
        assert answer is not None, f"A request is refused that should be granted: {label}."
        assert checks.seal(answer) == checks.seal(rows), f"The rows are not those that SQLite fetches: {label}."

# %% hidden:2.4-unused points=1
bank = """
CREATE TABLE loans (id INTEGER PRIMARY KEY, amount REAL, officer TEXT);
CREATE TABLE pay (name TEXT, salary REAL);
CREATE VIEW sums AS SELECT amount FROM loans;
INSERT INTO loans VALUES (1, 10, 'a'), (2, 20, 'b');
"""
rights = {
    "desk": {"read": {"loans": ["id", "amount"], "pay": ["name"]}, "write": ["loans"]},
    "head": {"read": {"loans": ["id", "amount", "officer"]}, "write": ["loans", "pay"]},
}
desk = ["desk read loans.amount", "desk read loans.id", "desk read pay.name", "desk write loans"]
head = ["head read loans.amount", "head read loans.id", "head read loans.officer", "head write loans", "head write pay"]
# requests, the rights that they use, what they are
cases = [
    ([], set(), "no requests at all"),
    ([("desk", "SELECT amount FROM loans")], {"desk read loans.amount"}, "a right that another role has as well"),
    (
        [("desk", "SELECT id FROM loans WHERE amount > 1")],
        {"desk read loans.id", "desk read loans.amount"},
        "a column in a condition",
    ),
    ([("desk", "SELECT id, officer FROM loans")], set(), "a refused request, which uses nothing"),
    ([("desk", "UPDATE loans SET amount = 1 WHERE officer = 'a'")], set(), "a refused update, which uses nothing"),
    ([("head", "DELETE FROM loans")], {"head write loans"}, "a delete without a condition"),
    ([("head", "INSERT INTO pay VALUES ('c', 1)")], {"head write pay"}, "an insert"),
    ([("desk", "UPDATE loans SET amount = 2")], {"desk write loans"}, "an update that reads nothing"),
    ([("desk", "SELECT amount FROM sums")], {"desk read loans.amount"}, "a column beneath a view"),
    ([("desk", "SELECT count(*) FROM pay")], set(), "a count, which uses no column"),
    (
        [("desk", "SELECT id FROM loans"), ("head", "SELECT id FROM loans")],
        {"desk read loans.id", "head read loans.id"},
        "the same statement by two roles",
    ),
]
for requests, used, label in cases:
    _, unused = served(requests, bank, rights, "unseen requests")
    wanted = sorted(set(desk + head) - used)
    assert all(type(right) is str for right in unused), f"unused should be a list of texts, also with {label}."
    assert set(wanted) <= set(unused), f"unused lacks a right that nobody used, with {label}."
    assert set(unused) <= set(wanted), f"unused holds something that was used, or that is no right, with {label}."
    checks.same(unused, wanted, f"unused with {label}", "Each right once, sorted as Python sorts strings.")

# %% [markdown]
# ## Exercise 2.5: one page for Libeccio (4 points, 28 min)
#
# Libeccio's chief executive has EUR 100,000 for the year and four proposals (document L8). Write the page that decides:
# 200 to 300 words, the profile as a table, the rest in plain, whole sentences. Each claim about Libeccio has its
# citation, such as (L3:4). You need no code. Citations are not counted as words.
#
# Score by the two rules of the lesson: seen beats said, and no rung is skipped. **One line that is seen is enough** for
# a phase (most lines have no date, and nobody decorated them). Where two phases can be defended, either is accepted if
# you say why. The prices and rates of the lesson are not Libeccio's: argue from lines, not from sums.
#
# The next cell prints the dossier and nine entries of the access log; (log:4) is the row that is printed with a 4 at
# its left. These rights were approved; who may write may read, and nobody else may do anything:
#
# | who | may |
# |---|---|
# | scoring | read customers, write scores |
# | training | read customers, customers_new, outcomes |
# | lending clerk | write customers, read scores |
# | head of lending | read and delete scores |
#
# **Rubric**, half points are possible:
#
# 1. **The profile** (1 point): a phase for each of the six themes, each above 1 with a line that is seen, each 1 with
#    the line that holds it there.
# 2. **A weakest bridge and what it does to the others** (1 point): any theme at 1 that you defend by lines; at least
#    one line that looks like maturity in another theme and is spoilt by it, explained.
# 3. **A recommendation within the budget** (1 point): it chooses among the proposals and says why the two most tempting
#    others wait.
# 4. **How you would know** (1 point): what a stranger could see in six months if it worked, and what finding would
#    prove you wrong.
#
# Beyond 350 words one point is taken off.

# %%
print(Path("data/libeccio.txt").read_text(encoding="utf-8"))
print(pd.read_csv("data/access_log.csv").to_string())

# %% [markdown] written:2.5 points=4
# **One customer table first.**
#
# | theme | phase | why |
# |---|---|---|
# | Learn | 1 | no training budget (L7:1); only the contractor can retrain (L7:3) |
# | Lead | 2 | the board voted money for one ranked list (L8:5); not 3: one stop by one person (L3:2) |
# | Access | 1 | three tables, three incomes (L2:5); the catalogue points to itself (L2:4) |
# | Scale | 2 | jobs on machines that start on demand (L6:1); not 3: 600 lines for a feed (L6:3) |
# | Secure | 2 | a refused read (L5:1), an approval (L5:3); not 3: planted misuse, no alarm (L5:4) |
# | Automate | 2 | a gate refused four candidates (L3:1); not 3: changes go out by hand (L3:5) |
#
# Two reads in the log were approved by nobody (log:3, log:8): until they are cleared we would also accept Secure 1.
#
# *The weakest bridge* is Access. It spoils Automate: the pipeline trains each night, correctly, on gross yearly income
# on odd days and on net monthly income on even days (L3:4, L2:1, L2:2). The gate compares one wrong model with another.
# Automation multiplies what it is fed.
#
# *We recommend B*, one customer table with an owner and a catalogue, for EUR 95,000 (L8:2). Streaming (A) would deliver
# the same confusion within two seconds. Learning paths (C) come next: the boat is a real risk, but two new people would
# have to learn three definitions, and B and C together exceed the budget. Alarms (D) can wait if the two unapproved
# rights are taken back, which is free.
#
# *In six months* a stranger should see one table in every run's log, a catalogue entry with an owner, and the other
# two tables deleted. We were wrong if the nightly models are then no steadier from odd to even days, or if nobody could
# retrain: then C should have been first.

# %% [markdown] teacher
# **Timing.** 27, 13, 18 and 33 minutes for the exercises and 28 for the page: 119. For a shorter hand-in drop 2.2.
#
# **What goes wrong.** 2.1: said lines vote; what was written for the visit counts; one line against a phase sinks it
# (misfiled lines exist in both directions); phase 3 without phase 2. Bayes' rule does better still (about 115 instead
# of 135 on the hidden dossiers): praise it. 2.2: the mean over all people instead of over teams; the number of people
# in a team taken for the number of answers. 2.3: Python's `0 ** 0` is 1, so plain kappa counts agreement as
# disagreement; the chance term computed with the cells that were left out; places taken from sorted labels instead of
# the scale. 2.4: they read the SQL as text, and an alias or a sub-query walks past; one authorizer for all roles, and
# SQLite remembers the statement that another role was granted; what a refused request touched counts as used.
#
# **Ask in class.** "Which of the three useless kinds of line in 2.1 have you written yourself?" "In 2.1, who decided
# that too high costs 3 and too low 2, and what changes if it is the other way round?" "In 2.4, who reads `unused` at
# your place?"
#
# **Grading 2.5.** The profile is Learn 1, Lead 2 (or 3, with L8:5 and L3:2: a business line stopped its model, as at
# Maestrale), Access 1, Scale 2, Secure 2 (or 1 with log:3 and log:8, which deserves praise), Automate 2. Accept C
# instead of B where the page argues from L4 and L7:3 and says what becomes of the odd and even days meanwhile. A or D
# earn the third point at most half. The second point takes any theme at 1 with a real link: Access and Automate (L3:4),
# Learn and Automate (L3:5), Secure, where called 1, and Lead (log:4: the right of the head of lending was refused).
# Who prices Libeccio with section 9 of the lesson finds that no proposal pays within a year; the statement says that
# those prices are not Libeccio's, so such sums neither earn nor cost a point. Citations that do not exist cost the
# point in which they stand. Log rows count from 0, as printed.
