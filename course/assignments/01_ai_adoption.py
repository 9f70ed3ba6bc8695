# %% [markdown]
# ## Given
#
# Run this cell first. The published figures are those of the lesson; the association of lenders in exercises 1.1 to 1.3
# is invented, like Bora. A check that is passed says nothing.

# %%
from statistics import NormalDist

import numpy as np
import pandas as pd

from bora.checks import all_close, close, fields, flag, number, numbers, plain, raises, same, seeds, table

mckinsey = pd.read_csv("data/mckinsey.csv")
ai_index = pd.read_csv("data/ai_index.csv")
official = pd.read_csv("data/official_statistics.csv")
wordings = pd.read_csv("data/wordings.csv")
mckinsey.head(3)

# %% [markdown]
# ## Exercise 1.1: shares and growth from raw waves (2 points, 11 min)
#
# The association of lenders asks its members now and then whether they use AI, in some years twice. Bora's board wants
# one tidy table.
#
# Write `growth_table(waves)`. Each row of `waves` is one wave of the survey: `year`, `yes` and `asked` (ints, at least
# 1). There is at least one row; they come in any order, with any index, and years may be missing. It returns a
# DataFrame with a row for each surveyed year, sorted, and exactly these columns:
#
# | column | what it holds |
# |---|---|
# | `year` | int |
# | `percent` | yes of all who were asked in that year, all its waves together, 0 to 100 |
# | `points` | its change against the surveyed year before, in percentage points |
# | `relative` | the same change in per cent of the share in the surveyed year before |
# | `per_year` | `points`, divided by this year minus the surveyed year before |
#
# In the first row the last three are missing (NaN). Nothing is rounded: results are checked to 0.000001.
#
# **Example.** From (2021, yes 20, asked 100), (2023, 15, 50) and (2023, 45, 100) the row of 2023 is: percent 40, points
# 20, relative 100, per_year 10.
#
# <details><summary>Hint 1: a nudge</summary>
#
# A mean of two percentages would give a small wave the weight of a large one.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Group by year and sum the counts, then work on whole columns: `diff()` for changes, `shift()` for the value before.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `counts = waves.groupby("year")[[..., ...]].sum().reset_index()`, then a DataFrame from the year, `percent`,
# `percent.diff()` and so on.
#
# </details>


# %% answer:1.1 names="growth_table"
def growth_table(waves):
    """One row for each surveyed year: share in per cent, change in points, in per cent, and in points a year."""
    ### BEGIN SOLUTION
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points = percent.diff()
    return pd.DataFrame(
        {
            "year": years["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / percent.shift(),
            "per_year": points / years["year"].diff(),
        }
    )
    ### END SOLUTION


# %% check:1.1 points=0.5
columns = ["year", "percent", "points", "relative", "per_year"]
three = pd.DataFrame({"year": [2021, 2022, 2023], "yes": [100, 150, 120], "asked": [500, 500, 450]})
made = table(growth_table(three), "growth_table(waves)", columns, rows=3)
kinds = {type(year).__name__ for year in plain(made["year"], "the column year")}
assert kinds == {"int"}, f"The column year holds {' and '.join(sorted(kinds))}; its years should be of type int."
same(made["year"], [2021, 2022, 2023], "the column year", "It should hold each surveyed year once, sorted.")
all_close(made["percent"], [20, 30, 80 / 3], "percent", "It is the yes out of all asked, from 0 to 100, not rounded.")
for name in columns[2:]:
    assert pd.isna(made[name].iloc[0]), f"{name} of the first year should be missing: there is nothing before it."
for name, second, third, hint in (
    ("points", 10, -10 / 3, "It is the difference of two shares, below 0 where the share fell."),
    ("relative", 50, -100 / 9, "Per cent of which share, not a fraction?"),
    ("per_year", 10, -10 / 3, "Here the years follow each other directly."),
):
    close(made[name].iloc[1], second, f"{name} of 2022", hint)
    close(made[name].iloc[2], third, f"{name} of 2023", hint)

# %% check:1.1-waves points=0.5
columns = ["year", "percent", "points", "relative", "per_year"]
waves = pd.DataFrame({"year": [2023, 2021, 2023], "yes": [15, 20, 45], "asked": [50, 100, 100]})
made = table(growth_table(waves), "growth_table of the example", columns, rows=2)
same(made["year"], [2021, 2023], "the column year", "One row for each year, sorted, and of type int.")
all_close(
    made["percent"], [20, 40], "percent", "All who were asked in a year count alike, whichever wave they were in."
)
hint = "Is it taken against the surveyed year before, after sorting and after adding up the waves?"
assert pd.notna(made["points"].iloc[1]), f"points of 2023 is missing. {hint}"
close(made["points"].iloc[1], 20, "points of 2023", hint)
close(made["relative"].iloc[1], 100, "relative of 2023", "It is taken of the share in the surveyed year before.")
close(made["per_year"].iloc[1], 10, "per_year of 2023", "How many years lie from one survey to the next?")

# %% hidden:1.1 points=1
columns = ["year", "percent", "points", "relative", "per_year"]
surveyed = [2010, 2011, 2014, 2019, 2020]
rng = np.random.default_rng(11)
apart = np.array([1, 3, 5, 1])
for each, index, what, hint in (
    (
        [1, 1, 1, 1, 1],
        range(5),
        "five years of one wave each",
        "Nothing is rounded, and no division drops a remainder.",
    ),
    ([2, 1, 3, 1, 2], range(9), "nine waves in five years", "With one wave a year it was right."),
    (
        [2, 1, 3, 1, 2],
        [5, 5, 0, 0, 2, 2, 2, 9, 9],
        "nine waves with labels of rows that stand twice",
        "With an index of 0 to 8 it was right: rows may have any index, labels twice as well.",
    ),
):
    year = rng.permutation(np.repeat(surveyed, each))
    asked = rng.integers(40, 900, len(year))
    yes = rng.binomial(asked, 0.4)
    shares = np.array([100 * int(yes[year == y].sum()) / int(asked[year == y].sum()) for y in surveyed])
    points = shares[1:] - shares[:-1]
    waves = pd.DataFrame({"year": year, "yes": yes, "asked": asked}, index=list(index))
    made = table(growth_table(waves), f"growth_table of {what}", columns, rows=5)
    same(made["year"], surveyed, f"the column year of {what}", "The rows should be sorted by year.")
    all_close(made["percent"], shares, f"percent of {what}", hint)
    all_close(made["points"].iloc[1:], points, f"points of {what}", "The change against the surveyed year before.")
    wanted = 100 * points / shares[:-1]
    all_close(made["relative"].iloc[1:], wanted, f"relative of {what}", "It is taken of the share before.")
    all_close(made["per_year"].iloc[1:], points / apart, f"per_year of {what}", "Missing years are time that passed.")
lone = table(growth_table(pd.DataFrame({"year": [2020], "yes": [3], "asked": [4]})), "one wave", columns, rows=1)
all_close(lone["percent"], [75], "percent of a single wave", "One wave has a share, too.")
assert lone[columns[2:]].isna().all(axis=None), (
    "With one wave there is no change: points, relative, per_year are missing."
)

# %% [markdown]
# ## Exercise 1.2: weight the answers to a register (5 points, 16 min)
#
# The association's answers come mostly from its large members, and some skipped the question on AI. The register says
# how many members of each size there are, and how many jobs they have.
#
# Write `reweighted_share(answers, register, by="size")`.
#
# | input | what it is |
# |---|---|
# | `answers` | DataFrame, any index, a row for each member that answered; further columns do not matter |
# | its column `by` | the class of the member, text |
# | its column `uses` | 1 or True for yes, 0 or False for no, missing (NaN or None) where the question was skipped |
# | `register` | dict from class to its size in the population (firms or jobs, above 0) |
#
# It returns the share of yes in the population, in per cent (checked to 0.000001): each class counts by its share of
# the register, within a class every answer counts alike.
#
# | case | what happens |
# |---|---|
# | an answer was skipped, or its class is not in the register | it is left out |
# | a class of the register has no answer that counts | `ValueError`: nobody can know its share |
#
# **Example.** Four small members answered yes, no, no, no, two large ones yes, yes. With `{"small": 90, "large": 10}`
# the share is 0.9 of 25 per cent plus 0.1 of 100 per cent: 32.5.
#
# <details><summary>Hint 1: a nudge</summary>
#
# First one share for each class, then a mean of these shares. Who decides on the weights of that mean?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Drop skipped answers. Go through the register; for each class take its answers, complain if there are none, and add
# size / total * share.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `uses = valid.loc[valid[by] == name, "uses"]`, then `if uses.empty: raise ValueError(...)`, then
# `result += size / total * uses.astype(float).mean()`
#
# </details>


# %% answer:1.2 names="reweighted_share"
def reweighted_share(answers, register, by="size"):
    """The share of yes in per cent, each class counted by its share of the register."""
    ### BEGIN SOLUTION
    total = sum(register.values())
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        uses = valid.loc[valid[by] == name, "uses"].astype(float)
        if uses.empty:
            raise ValueError(f"nobody answered for the class {name!r}")
        result += 100 * size / total * uses.mean()
    return result
    ### END SOLUTION


# %% check:1.2 points=1
six = pd.DataFrame({"size": ["small"] * 4 + ["large"] * 2, "uses": [True, False, False, False, True, True]})
found = number(reweighted_share(six.copy(), {"small": 90, "large": 10}), "reweighted_share of the example", 0, 100)
assert found > 1, f"The result is {found:.4g}; it should be in per cent, not a fraction."
close(
    found,
    32.5,
    "reweighted_share of the example",
    "Does each answer count once, and do the classes get the register's weights?",
)
close(
    reweighted_share(six.copy(), {"small": 200, "large": 600}),
    81.25,
    "the share when the register holds jobs instead of firms",
    "Only the register's sizes decide how much a class counts.",
)

# %% check:1.2-skipped points=1
six = pd.DataFrame({"size": ["small"] * 4 + ["large"] * 2, "uses": [True, False, False, False, True, True]})
skipped = pd.DataFrame({"size": ["small"] * 4 + ["large"] * 3, "uses": [1.0, 0.0, np.nan, np.nan, 1.0, np.nan, 1.0]})
in_words = skipped.assign(uses=[True, False, None, None, True, None, True])
for frame, how in ((skipped, "1, 0 and NaN"), (in_words, "True, False and None")):
    try:
        found = reweighted_share(frame, {"small": 90, "large": 10})
    except (ValueError, TypeError, LookupError) as error:
        raise AssertionError(
            f"With {how} as answers it stops ({type(error).__name__}): a yes is 1 or True, a no is 0 or False."
        ) from None
    close(found, 55, f"the share from {how}", "A skipped answer is neither a yes nor a no.")
raises(
    ValueError,
    lambda: reweighted_share(six, {"small": 90, "middle": 30, "large": 10}),
    "A register with a class for which nobody answered",
)
lives = ["north", "north", "south", "south", "abroad"]
works = ["south", "south", "north", "north", "north"]
places = pd.DataFrame({"size": works, "place": lives, "uses": [1, 0, 1, 1, 0]})
try:
    found = reweighted_share(places, {"north": 100, "south": 300}, by="place")
except (ValueError, TypeError, LookupError) as error:
    raise AssertionError(f"It stops at an answer from abroad ({type(error).__name__}), which is left out.") from None
hint = "Are the classes those of the column `by`? Are answers left out whose class is not in the register?"
close(found, 87.5, "the share by place, with an answer from abroad", hint)

# %% hidden:1.2 points=2
rng = np.random.default_rng(12)
regions, shares = ["north", "south", "islands"], [0.2, 0.6, 0.2]
classes = rng.choice(regions, 400, p=shares)
uses = (rng.random(400) < np.where(classes == "south", 0.7, 0.3)).astype(float)
register = {"islands": 120, "north": 700, "south": 80}


def expected(classes, uses):
    """The share in per cent, from the mean of each class in the register."""
    return sum(size * np.nanmean(uses[classes == name]) for name, size in register.items()) / 9


full = pd.DataFrame({"size": classes, "uses": uses})
found = reweighted_share(full.copy(), dict(register))
close(
    found,
    expected(classes, uses),
    "the share of 400 full answers",
    "The register gives the weights; nothing is rounded.",
)
notes = np.where(rng.random(400) < 0.5, None, "a note")
moved = full.rename(columns={"size": "region"}).assign(size=rng.permutation(classes), note=notes)
found = reweighted_share(moved.copy(), dict(register), by="region")
hint = "By size it was right: are the classes those of `by`? Further columns, also with gaps, do not matter."
close(found, expected(classes, uses), "the share by region", hint)
abroad = np.where(rng.random(400) < 0.1, "abroad", classes)
found = reweighted_share(full.assign(size=abroad), dict(register))
hint = "Without them it was right: answers of classes that are not in the register are left out."
close(found, expected(abroad, uses), "the share with answers from abroad", hint)
skipped = np.where(rng.random(400) < 0.15, np.nan, uses)
answers = full.assign(uses=skipped)
found = reweighted_share(answers.copy(), dict(register))
truth = expected(classes, skipped)
close(found, truth, "the share of 400 answers, some skipped", "Skipped ones count neither for yes nor for no.")
hint = "With an index of 0 to 399 it was right: rows may have any index, labels twice as well."
odd = answers.set_axis(rng.permutation(400) // 2)
close(reweighted_share(odd, dict(register)), truth, "the share with an odd index", hint)
lone = pd.DataFrame({"size": ["small", "small"], "uses": [1, 0]})
close(reweighted_share(lone, {"small": 1}), 50, "the share in a register of one firm", "A population of one is one.")

# %% hidden:1.2-edges points=1
single = pd.DataFrame({"size": ["small", "large", "large"], "uses": [1.0, 0.0, np.nan]})
try:
    found = reweighted_share(single, {"small": 3, "large": 1})
except ValueError:
    raise AssertionError("A class with a single answer raises ValueError; one answer that counts is enough.") from None
close(found, 75, "the share from single answers", "One answer that counts is enough.")
only_skipped = pd.DataFrame({"size": ["small", "large", "large"], "uses": [1.0, np.nan, np.nan]})
raises(
    ValueError, lambda: reweighted_share(only_skipped, {"small": 9, "large": 1}), "A class with skipped answers only"
)
nobody = pd.DataFrame({"size": pd.Series(dtype=str), "uses": pd.Series(dtype=float)})
raises(ValueError, lambda: reweighted_share(nobody, {"small": 3}), "A survey that nobody answered")

# %% [markdown]
# ## Exercise 1.3: what an interval costs (5 points, 18 min)
#
# "None of our eleven smallest members uses AI", says the association, "so it is 0 %, for certain." You sell intervals
# instead, and pay for them.
#
# Write `share_interval(yes, asked)`: of `asked` members, drawn at random from very many, `yes` said yes (ints, `asked`
# at least 1, 0 <= yes <= asked). It returns a pair `low, high` in per cent, low <= high, within which you put the share
# among *all* members. `price`, given, tells what it costs: its width in points, plus 40 for each point by which it
# misses. (At this price the cheapest interval holds the truth about 95 times of 100.) `make_poll(seed)` draws a poll of
# one of four kinds.
#
# **Grading.** The mean cost over many polls; any method will do. The limits ask for no theory: they refuse what is
# blind where nobody or everybody says yes, and what is wide for safety's sake. (For equal `yes` and `asked` your
# function is called once: chance inside it would not average out.)
#
# | check | polls | at most |
# |---|---|---|
# | visible (1 point) | 2,000 practice polls | 35 |
# | hidden (2 points) | 2,000 unseen polls | 35 |
# | hidden (2 points) | 2,000 other unseen polls, each kind for itself | 85, 27, 27 and 22, in the order of `KINDS` |
#
# From set to set the mean moves by a point or two; that of "few asked" may come out ten higher: leave room. For
# comparison: 0 to 100 costs 100, the textbook's p ± 1.96 √(p (1 - p) / n) costs 93, a trick of 1998 costs 30, and
# nothing can cost less than 22 (over 20,000 polls).


# %%
KINDS = ("few asked", "hardly any yes", "nearly all yes", "many asked")


def make_poll(seed):
    """A poll, and the truth about it: (yes, asked), the share among all in per cent, the kind."""
    kind = KINDS[seed % 4]
    sizes = {"few asked": (3, 5, 8, 12), "many asked": (100, 200)}.get(kind, (15, 30, 60))
    share = {"hardly any yes": (0.2, 6), "nearly all yes": (94, 99.8)}.get(kind, (5, 95))
    rng = np.random.default_rng(seed)
    truth, asked = rng.uniform(*share), int(rng.choice(sizes))
    return (int(rng.binomial(asked, truth / 100)), asked), truth, kind


def price(interval, truth):
    """What an interval costs: its width, and 40 for each point between it and the truth."""
    low, high = numbers(interval, "The interval", 2)
    assert low <= high, "The low end of an interval should come first."
    return high - low + 40 * max(low - truth, truth - high, 0)


for seed in range(4):
    (yes, asked), truth, kind = make_poll(seed)
    print(f"{kind}: {yes} of {asked} said yes, the truth is {truth:.1f} %")
for interval in ((0, 0), (0, 100), (1.0, 9.5)):
    print(f"If the truth is 4 %, {interval} costs {price(interval, truth=4.0):g}.")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Which shares among all would make 0 of 11 a normal thing to see? 0 % would, and so would some others.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# The textbook formula has width 0 where nobody or everybody says yes. Statistics knows better ones (Wilson, Jeffreys,
# Clopper and Pearson; scipy has some of them), and a trick: pretend that a few more members had answered.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# Add two yes and two no, use the textbook formula on the new counts, and cut off at 0 and 100 (Agresti and Coull,
# 1998).
#
# </details>


# %% answer:1.3 names="share_interval"
def share_interval(yes, asked):
    """An interval for the share among all, as (low, high) in per cent."""
    ### BEGIN SOLUTION
    z = NormalDist().inv_cdf(0.975)  # Wilson 1927
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
    ### END SOLUTION


# %% check:1.3 points=1
pair = share_interval(8, 10)
assert pair is not None, "share_interval(8, 10) returns nothing; a pair low, high is asked for."
pair = numbers(pair, "share_interval(8, 10)", 2)
assert pair[1] > 1, f"share_interval(8, 10) ends at {pair[1]:.3g}: it should be in per cent, not in fractions."
polls = [make_poll(seed) for seed in range(2000)]
intervals = {poll: share_interval(*poll) for poll in {poll for poll, _, _ in polls}}
costs = dict.fromkeys(KINDS, 0.0)
for poll, truth, kind in polls:
    costs[kind] += price(intervals[poll], truth) / 500
mean = sum(costs.values()) / 4
each = ", ".join(f"{kind} {cost:.0f}" for kind, cost in costs.items())
print(f"Mean cost {mean:.1f}, by kind: {each}. On unseen polls 85, 27, 27 and 22 are allowed.")
assert mean <= 35, f"Your intervals cost {mean:.1f} on average; at most 35 is asked for. By kind: {each}."

# %% hidden:1.3 points=2
unseen = seeds(2000, "intervals of lab one: eleven small lenders, none of whom would say so in front of the others")
polls = [make_poll(seed) for seed in unseen]
try:
    intervals = {poll: share_interval(*poll) for poll in {poll for poll, _, _ in polls}}
except (TypeError, LookupError, ValueError, ArithmeticError, AttributeError) as error:
    raise AssertionError(f"share_interval stops with an error ({type(error).__name__}) on an unseen poll.") from None
costs = dict.fromkeys(KINDS, 0.0)
for poll, truth, kind in polls:
    costs[kind] += price(intervals[poll], truth) / 500
worst = {
    "few were asked.": "few asked",
    "hardly anybody says yes.": "hardly any yes",
    "nearly everybody says yes.": "nearly all yes",
    "many were asked.": "many asked",
}
for most, kind in worst.items():
    if costs[kind] == max(costs.values()):
        assert sum(costs.values()) / 4 <= 35, f"On unseen polls the mean cost is above 35, most of it where {most}"

# %% hidden:1.3-kinds points=2
unseen = seeds(2000, "intervals once more: the twelfth lender came late, and nobody had kept a chair for its share")
polls = [make_poll(seed) for seed in unseen]
try:
    intervals = {poll: share_interval(*poll) for poll in {poll for poll, _, _ in polls}}
except (TypeError, LookupError, ValueError, ArithmeticError, AttributeError) as error:
    raise AssertionError(f"share_interval stops with an error ({type(error).__name__}) on an unseen poll.") from None
limits = {"few asked": 85, "hardly any yes": 27, "nearly all yes": 27, "many asked": 22}
for kind, most in limits.items():
    mine = [(price(intervals[poll], truth), np.ptp(intervals[poll])) for poll, truth, one in polls if one == kind]
    cost, width = np.mean(mine, axis=0)
    assert cost <= most or cost > 2 * width, f"Intervals cost too much where {kind}: they are wider than they need be."
    assert cost <= most, f"Intervals cost too much where {kind}: they miss too often, or by far."

# %% [markdown]
# ## Exercise 1.4: one source or two? (4 points, 14 min)
#
# The board collects charts, and many are the same chart under another name: rounded, with gaps, or with each value
# under the year of the report instead of the survey's. Write a detector.
#
# Write `shared_source(first, second)`. Both are DataFrames with `year` (int, each once) and `percent` (0 to 100, NaN
# where missing), in any order, with any index; further columns do not matter. `side_by_side`, given, puts them next to
# each other when all years of `second` move by a *shift*. Try -1, 0 and 1, and take the shift with the largest *number*
# of years with the same value (of two such shifts, either: no check turns on it). Return a dict with exactly these
# keys:
#
# | key | what |
# |---|---|
# | `"shift"` | int: that shift |
# | `"common"` | int: the years in which both have a value, after that shift |
# | `"same"` | int: those of them whose values differ by at most `HALF`: one may have been rounded |
# | `"shared"` | bool: at least four common years, and **all** of them the same |
#
# `HALF` is a hair more than half a point: for a computer 8.3 - 7.8 is more than 0.5.
#
# **Example.** `first` has 2020: 10, 2021: 20, 2022: 30, 2023: 45, 2024: 60, and `second` 2021: 10.3, 2022: 20.4,
# 2023: 29.6, 2024: 45.0, 2025: 60.2. The result is `{"shift": -1, "common": 5, "same": 5, "shared": True}`.


# %%
HALF = 0.5 + 1e-9


def side_by_side(first, second, shift):
    """The common years, and both values in each, when all years of `second` move by `shift`."""
    moved = second[["year", "percent"]].assign(year=second["year"] + shift)
    both = first[["year", "percent"]].merge(moved, on="year", suffixes=("_first", "_second"))
    return both.dropna()


side_by_side(ai_index, ai_index, shift=1).head(3)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Two series that both rise look alike in every correlation. Equality, year by year, is rare by chance: count that.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# For each shift, count the years in which the two differ by at most `HALF`. Keep the shift with the largest count.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `apart = (both["percent_first"] - both["percent_second"]).abs()`, then `int((apart <= HALF).sum())`
#
# </details>


# %% answer:1.4 names="shared_source"
def shared_source(first, second):
    """Whether two published series are one: best shift, common years, years with the same value, verdict."""
    ### BEGIN SOLUTION
    best = {"same": -1}
    for shift in (0, -1, 1):
        both = side_by_side(first, second, shift)
        equal = int(((both["percent_first"] - both["percent_second"]).abs() <= HALF).sum())
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": best["common"] >= 4 and best["same"] == best["common"]}
    ### END SOLUTION


# %% check:1.4 points=1
names = ["shift", "common", "same", "shared"]
first = pd.DataFrame({"year": [2020, 2021, 2022, 2023, 2024], "percent": [10, 20, 30, 45, 60]})
second = pd.DataFrame({"year": [2021, 2022, 2023, 2024, 2025], "percent": [10.3, 20.4, 29.6, 45.0, 60.2]})
verdict = plain(shared_source(first.copy(), second.copy()), "the verdict on the example")
fields(verdict, "the verdict on the example", names)
same(
    verdict["shift"], -1, "shift in the example", "By how much do the years of `second` move to meet those of `first`?"
)
same(verdict["common"], 5, "common in the example", "In how many years do both have a value, once `second` has moved?")
same(verdict["same"], 5, "same in the example", "A value that was rounded is still the same value.")
flag(verdict["shared"], True, "shared in the example", "Five common years, all of them the same.")
verdict = plain(shared_source(second.copy(), first.copy()), "the verdict on the example turned round")
same(verdict["shift"], 1, "shift, with the two exchanged", "All of -1, 0 and 1 are to be tried.")
yearly = mckinsey[mckinsey["edition"] != "2024 early"]
verdict = plain(shared_source(yearly, ai_index.copy()), "the verdict on the two slides")
slides = {"shift": 0, "common": 9, "same": 9, "shared": True}
for name in names:
    same(verdict[name], slides[name], f"{name}, for the two slides", "They are equal in each of nine years.")

# %% check:1.4-not-shared points=1
first = pd.DataFrame({"year": [2020, 2021, 2022, 2023, 2024], "percent": [10, 20, 30, 45, 60]})
rival = first.assign(percent=[13, 24, 35, 50, 66])
verdict = plain(shared_source(first.copy(), rival), "the verdict on two rising series")
flag(verdict["shared"], False, "shared, for two series that rise alike", "Rising together is not being equal.")
raised = first.assign(percent=[9.5, 20.5, 30.0, 45.0, 61.0])
verdict = plain(shared_source(first.copy(), raised), "the verdict on a copy with a new last value")
same(verdict["same"], 4, "same, for a copy with a new last value", "Half a point apart is the same, a point is not.")
flag(verdict["shared"], False, "shared, for a copy with a new last value", "Are *all* common years the same?")
apart = first.assign(percent=[9.6, 19.6, 29.6, 44.6, 59.6]), first.assign(percent=[10.4, 20.4, 30.4, 45.4, 60.4])
verdict = plain(shared_source(*apart), "the verdict on values 0.8 apart")
same(verdict["same"], 0, "same, for 9.6 and 10.4", "Both round to 10, and are 0.8 apart.")
low = first.assign(percent=[7.8, 20.8, 30.8, 45.8, 60.8])
high = first.assign(percent=[8.3, 20.3, 30.3, 45.3, 60.3])
verdict = plain(shared_source(low, high), "the verdict on 7.8 and 8.3")
same(verdict["same"], 5, "same, for values like 7.8 and 8.3", "They are half a point apart, but for a computer?")
short = pd.DataFrame({"year": [2023, 2022, 2021, 2020], "percent": [45.0, 30.0, 20.0, np.nan]})
verdict = plain(shared_source(first.copy(), short), "the verdict on a short copy, newest year first")
hint = "The shift with the largest number of years with the *same* value; rows come in any order."
same(verdict["shift"], 0, "shift, for a short copy, newest year first", hint)
same(verdict["common"], 3, "common, for a short copy with a gap", "In how many years do both have a value?")
same(verdict["same"], 3, "same, for a short copy, newest year first", "Rows come in any order: only years tell.")
flag(verdict["shared"], False, "shared, for three common years", "How many are needed at least?")
long_ago = first.assign(year=[1990, 1991, 1992, 1993, 1994])
try:
    verdict = plain(shared_source(first.copy(), long_ago), "the verdict on series without a common year")
except (ArithmeticError, ValueError, LookupError) as error:
    raise AssertionError(f"Without a common year it stops ({type(error).__name__}).") from None
same([verdict["common"], verdict["same"]], [0, 0], "common and same", "The two have no year in common.")
flag(verdict["shared"], False, "shared, without a common year", "At least four are needed.")

# %% hidden:1.4 points=2
base = [12.0, 31.0, 44.5, 52.0, 63.0, 71.0, 88.0]
years = list(range(2012, 2019))
names = ["shift", "common", "same", "shared"]
allowed = "At most half a point is allowed, and a hair of 1e-9 for the computer; nothing is rounded."
chosen = (
    "The shift with the largest number of equal years is taken, among -1, 0 and 1, and the verdict is that shift's."
)
counted = "Years count in which both have a value."
every = "At least four common years, and all of them the same."
# years, percentages, the verdict (None where two shifts are equal), what, hint
cases = [
    ([year - 1 for year in years], base, (1, 7, 7, True), "a copy named by the year before", chosen),
    ([year + 1 for year in years], base, (-1, 7, 7, True), "a copy named by the year after", chosen),
    ([year + 2 for year in years], base, (None, None, 0, False), "a copy that is two years late", chosen),
    (years, [*base[:6], 80.0], (0, 7, 6, False), "a copy with one value changed", every),
    (years, [value + 0.5 for value in base], (0, 7, 7, True), "a copy with half a point added", allowed),
    (years, [value + 1 for value in base], (None, None, 0, False), "a copy with a point added", allowed),
    *(
        (
            years,
            [*base[:6], 88.5 + more],
            (0, 7, 6, False),
            f"a copy with {how} more than half a point at the end",
            allowed,
        )
        for more, how in ((0.04, "a little"), (0.004, "very little"), (0.0004, "next to nothing"))
    ),
    (years, [12, None, 44.5, 52, None, 71, 88], (0, 5, 5, True), "a copy with missing values", counted),
    (years[:4], base[:4], (0, 4, 4, True), "four common years", every),
    (years[:3], base[:3], (0, 3, 3, False), "three common years", every),
    ([1990, 1991, 1992, 1993], [12, 31, 44.5, 52], (None, 0, 0, False), "no common year", every),
]
# a slow riser: few years are equal as they stand, more when they move
slow = dict(zip(range(2001, 2013), [10.0, 10.4, 10.8, 11.2, 11.6, 20, 30, 40, 50, 60, 70, 80], strict=True))
late = {year + 1: value for year, value in slow.items()}
# every third year: five of six are equal as they stand, four of four a year later
sparse = dict(zip(range(2001, 2031, 3), [5, 15, 25, 35, 45, 55, 65, 75, 85, 95], strict=True))
halves = {**dict(list(sparse.items())[:5]), 2016: 99, **{year - 1: sparse[year] for year in (2019, 2022, 2025, 2028)}}
several = [
    (slow, late, (-1, 12, 12, True), "a copy named by the year after that begins slowly", chosen),
    (slow, {**slow, 2012: 90}, (0, 12, 11, False), "twelve common years, one of them not equal", every),
    (sparse, halves, (0, 6, 5, False), "five of six years equal as they stand, four of four a year later", chosen),
]
one = pd.DataFrame({"edition": "x", "percent": base, "year": years})
pairs = []
for at, values, wanted, name, hint in cases:
    pairs.append((one, pd.DataFrame({"year": at, "percent": values}), wanted, name, hint))
for left, right, wanted, name, hint in several:
    first, second = (pd.DataFrame({"year": list(side), "percent": side.values()}) for side in (left, right))
    pairs.append((first, second, wanted, name, hint))
gaps = one.assign(percent=[12, None, 44.5, 52, None, 71, 88])
pairs.append((gaps, one, (0, 5, 5, True), "a first series with missing values", counted))
pairs.append((one, one.assign(note=[None, *"abcdef"]), (0, 7, 7, True), "a further column with gaps", counted))
for first, second, wanted, name, hint in pairs:
    # rows in any order, with any index: here each label stands twice
    other = second.sample(frac=1, random_state=3).set_axis(np.arange(len(second)) // 2)
    verdict = fields(plain(shared_source(first.copy(), other)), f"the verdict on {name}", names)
    for what, value in zip(names[:3], wanted, strict=False):
        if value is not None:
            same(verdict[what], value, f"{what}, for {name}", hint)
    flag(verdict["shared"], wanted[3], f"shared, for {name}", hint)

# %% [markdown]
# ## Exercise 1.5: the page for the board (4 points, 22 min)
#
# The chief executive wrote: "McKinsey says 88 %, Stanford says 78 % and climbing, two independent sources; we are
# late. We run one scorecard in a spreadsheet." Write the page for Thursday's board: plain, in whole sentences, at most
# 200 words. Bora has about 140 staff. The cells below show what you need; say where a figure comes from.
#
# **Rubric**, half points are possible:
#
# 1. **What the 88 % is** (1 point): half for a share of whom and what counts as use, half for the two sources being
#    one.
# 2. **A counter-figure** (1 point): half for one official figure with its unit and population, half for one reason for
#    the gap.
# 3. **A yardstick for Bora** (1 point): half for a published figure that comes near, half for one thing that is *not*
#    known.
# 4. **A recommendation to vote on** (1 point): half for one that does not rest on the share of others, half for how
#    Bora would notice that it was wrong.
#
# A page of more than 210 words, by any editor's count, loses one point: boards do not read on.

# %%
pd.set_option("display.max_colwidth", 60)
wordings.loc[wordings["year"] == 2025, ["counts_as_use", "percent"]]

# %%
mckinsey.loc[mckinsey["year"] == 2025, ["edition", "fielded", "respondents", "note"]]

# %%
yearly = mckinsey[mckinsey["edition"] != "2024 early"]
both = yearly.merge(ai_index, on="year", suffixes=("_mckinsey", "_ai_index"))
both[["year", "percent_mckinsey", "percent_ai_index"]].tail(4)

# %%
recent = official[official["period"] >= "2025"]
recent[["publisher", "label", "period", "population", "unit", "percent"]]

# %%
recent[["publisher", "label", "wording"]].drop_duplicates(["publisher", "wording"])

# %% [markdown] written:1.5 points=4
# **You asked how late Bora is. The figures do not say that we are.**
#
# The two figures are one: Stanford's AI Index repeats McKinsey's, year by year. 88 % of the *respondents* of
# McKinsey's survey said in 2025 that their organisation uses AI regularly in at least one function. Only 7 % said that
# it is scaled across the organisation.
#
# Eurostat, which draws firms from registers, finds that 20 % of EU firms with ten or more staff used AI in 2025. Size
# opens part of the gap: 17 % of small firms use it, but 55 % of large ones.
#
# Nearest to us are the 30.4 % of EU firms with 50 to 249 staff (Eurostat, 2025). We found no figure for lenders, and
# "use" may mean a text tool in marketing. Our place is not known.
#
# We ask you to decide on our own case: a scoring model for six months beside today's scorecard, with a named owner. If
# it does not earn more per 1,000 applications than the scorecard, we were wrong, and it stops.

# %% [markdown] teacher
# **Timing.** About 90 minutes: 11, 16, 18 and 14 for the exercises, 22 for the page, the rest for reading what is
# given. Exercise 1.3 is the one to talk about: two learners with the same cost may be wide or wrong.
#
# **What goes wrong.** 1.1: the mean of two waves' percentages; missing years taken as no time. 1.2: skipped answers
# counted as "no" (a column with True, False and None sums happily); a class without answers dropped in silence, which
# renormalises the weights and looks fine. 1.3: the textbook interval, which has the width 0 for 0 of 11, and so has the
# bootstrap; intervals so wide that they never miss. 1.4: correlation as evidence; `all([])`, which makes two series
# without a common year one source.
#
# **Ask in class.** "Which weights would you need to repair eagerness?" (none exist: it is not in the register.) "What
# would you ask the association for before you trust 1.2?"
#
# **Grading 1.5.** Look for units and populations beside every figure. For the yardstick 30.4 % (EU, 50 to 249 staff)
# and 32 % (US, 100 to 249 staff) are both right: nearer in place, or nearer in size and read at the source. A page that
# merely says "statistics lie" earns nothing; a page that replaces 88 % by 20 % as the truth misses half of the second
# point: neither is *the* truth. The last point needs a criterion for being wrong.
