# %% [markdown]
# ## Given
#
# Run this cell first. It loads the tools, both published series of the lesson and five cards, each with a claim about
# failing AI projects. The figures were read in press summaries and copies, as their column `trust` says; the
# association of lenders in exercises 1.1 to 1.3 is invented, like Bora.

# %%
from statistics import NormalDist

import numpy as np
import pandas as pd

from bora.checks import all_close, close, fields, flag, number, numbers, plain, raises, same, table

mckinsey = pd.read_csv("data/mckinsey.csv")
ai_index = pd.read_csv("data/ai_index.csv")
cards = pd.read_csv("data/claim_cards.csv", index_col="card")
mckinsey.head(3)

# %% [markdown]
# ## Exercise 1.1: shares and growth from raw waves (3 points, 20 min)
#
# The association of lenders asks its members every now and then whether they use AI; in some years it asked twice.
# Bora's board wants one tidy table from the raw counts.
#
# Write `growth_table(waves)`.
#
# - `waves`: a DataFrame with the columns `year` (int), `yes` and `asked` (ints, `asked` at least 1), one row for each
#   wave of the survey. Rows come in any order, with any index; a year may have several waves, and years may be missing.
#   There is at least one row.
# - It returns a DataFrame with exactly the columns `year`, `percent`, `points`, `relative`, `per_year`, in this order,
#   one row for each year that was surveyed, sorted by year (ints):
#     - `percent`: the share of yes among all who were asked in that year, all its waves taken together, 0 to 100;
#     - `points`: its change against the surveyed year before, in percentage points;
#     - `relative`: the same change in per cent of the share in the surveyed year before;
#     - `per_year`: the change in points, divided by this year minus the surveyed year before.
# - In the first row `points`, `relative` and `per_year` are missing (NaN). `relative` is also missing where the share
#   before was 0.
# - Nothing is rounded: results are checked to 0.000001.
#
# **Example.** With the waves (year 2021, yes 20, asked 100), (2023, 15, 50) and (2023, 45, 100), the row of 2023 holds:
# percent 40, points 20, relative 100, per_year 10 (20 points over 2023 - 2021 = 2 years).
#
# <details><summary>Hint 1, a nudge</summary>Add up the counts of a year before you divide. A mean of two percentages
# would give a small wave the weight of a large one.</details>
#
# <details><summary>Hint 2, the approach</summary>Group by year and sum, then work on whole columns: <code>diff()</code>
# for changes, <code>shift()</code> for the value before.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>counts = waves.groupby("year")[[___, ___]].sum()</code> and
# <code>reset_index()</code>, then a DataFrame from the year, <code>percent</code>,
# <code>percent.diff()</code> and so on. Dividing by 0 gives infinity: turn that into a missing value.</details>


# %% answer:1.1 names="growth_table"
def growth_table(waves):
    """One row for each surveyed year: share in per cent, change in points, in per cent, and in points a year."""
    ### BEGIN SOLUTION
    years = waves.groupby("year", as_index=False)[["yes", "asked"]].sum()
    percent = 100 * years["yes"] / years["asked"]
    points, before = percent.diff(), percent.shift()
    return pd.DataFrame(
        {
            "year": years["year"],
            "percent": percent,
            "points": points,
            "relative": 100 * points / before.where(before != 0),
            "per_year": points / years["year"].diff(),
        }
    )
    ### END SOLUTION


# %% check:1.1 points=1
columns = ["year", "percent", "points", "relative", "per_year"]
three = pd.DataFrame({"year": [2021, 2022, 2023], "yes": [100, 150, 120], "asked": [500, 500, 500]})
made = table(growth_table(three), "growth_table(waves)", columns, rows=3)
kinds = {type(year).__name__ for year in plain(made["year"], "the column year")}
assert kinds == {"int"}, f"The column year holds {' and '.join(sorted(kinds))}; its years should be of type int."
same(made["year"], [2021, 2022, 2023], "the column year", "It should hold each surveyed year once, sorted.")
all_close(made["percent"], [20, 30, 24], "percent", "It is the yes out of all asked, from 0 to 100.")
for name in columns[2:]:
    assert pd.isna(made[name].iloc[0]), f"{name} of the first year should be missing: there is nothing before it."
all_close(made["points"].iloc[1:], [10, -6], "points after the first year", "It is the difference of two shares.")
all_close(
    made["relative"].iloc[1:], [50, -20], "relative after the first year", "Per cent of which share, and from 0 to 100?"
)
all_close(
    made["per_year"].iloc[1:], [10, -6], "per_year after the first year", "Here the years follow each other directly."
)

# %% check:1.1-waves points=0.5
columns = ["year", "percent", "points", "relative", "per_year"]
waves = pd.DataFrame({"year": [2023, 2021, 2023], "yes": [15, 20, 45], "asked": [50, 100, 100]})
made = table(growth_table(waves), "growth_table of the example", columns, rows=2)
same(made["year"], [2021, 2023], "the column year", "The rows should be sorted by year, one row for each year.")
all_close(
    made["percent"], [20, 40], "percent", "All who were asked in a year count alike, whichever wave they were in."
)
all_close(made["points"].iloc[1:], [20], "points", "Is the change taken after sorting and after adding up the waves?")
all_close(made["relative"].iloc[1:], [100], "relative", "It is taken of the share in the surveyed year before.")
all_close(made["per_year"].iloc[1:], [10], "per_year", "How many years lie from one survey to the next?")

# %% hidden:1.1 points=1.5
columns = ["year", "percent", "points", "relative", "per_year"]
surveyed = [2010, 2011, 2014, 2019, 2020]
rng = np.random.default_rng(11)
year = rng.permutation(np.repeat(surveyed, [2, 1, 3, 1, 2]))
asked = rng.integers(40, 900, len(year))
yes = rng.binomial(asked, 0.4)
shares = [100 * int(yes[year == y].sum()) / int(asked[year == y].sum()) for y in surveyed]
ratio = 100 * np.diff(shares) / np.array(shares[:-1])
slope = np.diff(shares) / np.array([1, 3, 5, 1])
waves = pd.DataFrame({"year": year, "yes": yes, "asked": asked})
for index, hint in (
    (range(9), "Take all counts of a year together, from all its waves, and round nothing."),
    (
        [5, 5, 0, 0, 2, 2, 2, 9, 9],
        "With an index of 0 to 8 it was right: rows may have any index, labels twice as well.",
    ),
):
    made = table(growth_table(waves.set_axis(index)), "growth_table of nine waves", columns, rows=5)
    same(made["year"], surveyed, "the column year", "The rows should be sorted by year.")
    all_close(made["percent"], shares, "percent", hint)
    all_close(made["points"].iloc[1:], np.diff(shares), "points", "It is the change against the surveyed year before.")
    all_close(made["relative"].iloc[1:], ratio, "relative", "It is taken of the share in the surveyed year before.")
    all_close(made["per_year"].iloc[1:], slope, "per_year", "Years without a survey count as time that passed.")
zero = growth_table(pd.DataFrame({"year": [2001, 2002, 2003, 2004, 2005], "yes": [0, 5, 0, 10, 20], "asked": [50] * 5}))
zero = table(zero, "growth_table with shares of 0", columns, rows=5)
all_close(zero["points"].iloc[1:], [10, -10, 20, 20], "points after a share of 0", "Points exist there, too.")
for row in (1, 3):
    assert pd.isna(zero["relative"].iloc[row]), (
        "relative should be missing where the share in the surveyed year before is 0, whatever came earlier."
    )
hint = "It is missing where the share before is 0, and nowhere else: a fall to 0 is a change like any other."
for row, wanted in ((2, -100), (4, 100)):
    assert pd.notna(zero["relative"].iloc[row]), f"relative is missing beside a share of 0. {hint}"
    close(zero["relative"].iloc[row], wanted, "relative beside a share of 0", hint)
lone = table(growth_table(pd.DataFrame({"year": [2020], "yes": [3], "asked": [4]})), "one wave", columns, rows=1)
all_close(lone["percent"], [75], "percent of a single wave", "One wave has a share, too.")
assert lone[columns[2:]].isna().all(axis=None), (
    "With one wave there is no change: points, relative, per_year are missing."
)

# %% [markdown]
# ## Exercise 1.2: weight the answers to a register (4 points, 25 min)
#
# The association's answers come mostly from its large members, and some of those who answered skipped the question on
# AI. The register says how many members of each size there are, and how many jobs they have.
#
# Write `reweighted_share(answers, register, by="size")`.
#
# - `answers`: a DataFrame with any index, one row for each member that answered, with a column of classes (text), whose
#   name is given in `by`, and a column `uses`: 1 or True for yes, 0 or False for no, missing (NaN or None) where the
#   question was skipped. Further columns do not matter, also where values are missing there.
# - `register`: a dict from class to its size in the population (0 or more; firms or jobs, whatever shall be counted).
# - It returns one number, checked to 0.000001: the share of yes in the population, in per cent, 0 to 100. Each class
#   counts by its share of the register; within a class every answer counts alike.
# - Skipped answers are left out. Answers of classes that are not in the register are left out. A class with size 0 in
#   the register does not count, with or without answers.
# - It raises `ValueError` when a class of size above 0 has no answer that counts (nobody can know its share), and when
#   the register holds no population at all (it is empty, or all sizes are 0).
#
# **Example.** Four small members answered yes, no, no, no and two large ones yes, yes. With the register `{"small": 90,
# "large": 10}` the share is 0.9 of 25 per cent plus 0.1 of 100 per cent, which is 32.5.
#
# <details><summary>Hint 1, a nudge</summary>First one share for each class, then a mean of these shares. Who decides on
# the weights of that mean: the sample or the register?</details>
#
# <details><summary>Hint 2, the approach</summary>Drop skipped answers. Go through the register; for each class with a
# size above 0 take its answers, complain if there are none, and add size / total * share.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>uses = valid.loc[valid[by] == name, "uses"]</code>; <code>if
# uses.empty: raise ValueError(...)</code>; <code>result += size / total * uses.astype(float).mean()</code></details>


# %% answer:1.2 names="reweighted_share"
def reweighted_share(answers, register, by="size"):
    """The share of yes in per cent, each class counted by its share of the register."""
    ### BEGIN SOLUTION
    total = sum(register.values())
    if total == 0:
        raise ValueError("the register holds no population")
    valid = answers.dropna(subset=["uses"])
    result = 0.0
    for name, size in register.items():
        if size == 0:
            continue
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
    "Which weights do the classes get: those of the sample or the register's?",
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
    hint = "A skipped answer is neither a yes nor a no."
    close(reweighted_share(frame, {"small": 90, "large": 10}), 55, f"the share from {how}", hint)
raises(
    ValueError,
    lambda: reweighted_share(six, {"small": 90, "middle": 30, "large": 10}),
    "A register with a class for which nobody answered",
)

# %% hidden:1.2 points=1
rng = np.random.default_rng(12)
classes = rng.choice(["north", "south", "islands", "abroad"], 400, p=[0.2, 0.5, 0.2, 0.1])
uses = np.where(rng.random(400) < 0.15, np.nan, rng.random(400) < np.where(classes == "south", 0.7, 0.3))
register = {"islands": 120, "north": 700, "south": 80}
shares = {name: np.nanmean(uses[classes == name]) for name in register}
truth = 100 * sum(size * shares[name] for name, size in register.items()) / 900
answers = pd.DataFrame({"size": rng.permutation(classes), "region": classes, "uses": uses})
found = reweighted_share(answers.copy(), dict(register), by="region")
hint = (
    "Are the classes those of the column `by`, their weights the register's, and who is left out? Nothing is rounded."
)
close(found, truth, "the share by region", hint)
gaps = answers.assign(founded=np.where(np.arange(400) % 3, 1990.0, np.nan), note=None)
hint = "Without further columns it was right: what is missing there does not matter."
try:
    found = reweighted_share(gaps, dict(register), by="region")
except ValueError:
    raise AssertionError(f"With gaps in further columns it raises ValueError. {hint}") from None
close(found, truth, "the share with gaps in further columns", hint)
hint = "With an index of 0 to 399 it was right: rows may have any index, labels twice as well."
odd = answers.set_axis(rng.permutation(400) // 2)
close(reweighted_share(odd, dict(register), by="region"), truth, "the share with an odd index", hint)
lone = pd.DataFrame({"size": ["small", "small"], "uses": [1, 0]})
close(reweighted_share(lone, {"small": 1}), 50, "the share in a register of one firm", "A population of one is one.")

# %% hidden:1.2-edges points=1
six = pd.DataFrame({"size": ["small"] * 4 + ["large"] * 2, "uses": [True, False, False, False, True, True]})
try:
    found = reweighted_share(six.copy(), {"small": 50, "large": 50, "huge": 0})
except ValueError:
    raise AssertionError("A class of size 0 without answers raises ValueError; it should just not count.") from None
close(found, 62.5, "the share with a class of size 0", "A class of size 0 does not count.")
hint = "Size 0 does not count."
close(reweighted_share(six.copy(), {"small": 10, "large": 0}), 25, "the share without large firms", hint)
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
raises(ValueError, lambda: reweighted_share(six.copy(), {}), "An empty register")
raises(ValueError, lambda: reweighted_share(six.copy(), {"small": 0, "large": 0}), "A register of size 0")
nobody = pd.DataFrame({"size": pd.Series(dtype=str), "uses": pd.Series(dtype=float)})
raises(ValueError, lambda: reweighted_share(nobody, {"small": 3}), "A survey that nobody answered")

# %% [markdown]
# ## Exercise 1.3: an interval for a share (3 points, 20 min)
#
# "None of our eleven smallest members uses AI", says the association, "so it is 0 % with certainty." You want an
# interval that stays honest for few answers, and at none and all.
#
# Write `share_interval(yes, asked, level=0.95)`. It returns the **Wilson score interval**, without continuity
# correction.
#
# - `yes`, `asked`: whole numbers, `yes` out of `asked` said yes. `level`: the confidence level, strictly between 0 and
#   1.
# - It returns a pair (tuple or list) `low, high` in per cent. The interval consists of all shares p, written as
#   fractions from 0 to 1, that the survey does not contradict: |yes / asked - p| ≤ z · √(p · (1 - p) / asked), where a
#   standard normal variable lies between -z and z with probability `level` (z is 1.96 for 0.95). Note that p stands
#   under the root, not yes / asked.
# - With no yes at all, low is 0; with nothing but yes, high is 100 (up to rounding in the last digits). Results are
#   checked to 0.01.
# - It raises `ValueError` when `asked` is below 1, when `yes` is below 0 or above `asked`, and when `level` is not
#   strictly between 0 and 1.
#
# **Example.** 8 yes out of 10 at level 0.95: from 49.02 to 94.33 per cent.
#
# <details><summary>Hint 1, a nudge</summary>Square both sides of the inequality: what remains is a quadratic equation
# in p, and the interval lies between its two roots.</details>
#
# <details><summary>Hint 2, the approach</summary>z comes from the normal quantile function at (1 + level) / 2:
# <code>NormalDist().inv_cdf</code> or <code>scipy.stats.norm.ppf</code>. Solve the quadratic by hand, or let
# <code>np.roots</code> do it.</details>
#
# <details><summary>Hint 3, nearly the code</summary>The roots are (yes + z²/2 ± z · √(yes · (asked - yes) / asked +
# z²/4)) / (asked + z²).</details>


# %% answer:1.3 names="share_interval"
def share_interval(yes, asked, level=0.95):
    """The Wilson score interval (Wilson 1927) of a share, as (low, high) in per cent."""
    ### BEGIN SOLUTION
    if asked < 1 or not 0 <= yes <= asked or not 0 < level < 1:
        raise ValueError("needs asked >= 1, 0 <= yes <= asked and 0 < level < 1")
    z = NormalDist().inv_cdf((1 + level) / 2)
    centre = yes + z**2 / 2
    reach = z * (yes * (asked - yes) / asked + z**2 / 4) ** 0.5
    return 100 * (centre - reach) / (asked + z**2), 100 * (centre + reach) / (asked + z**2)
    ### END SOLUTION


# %% check:1.3 points=1.5
pair = numbers(share_interval(8, 10), "share_interval(8, 10)", 2)
assert pair[1] > 1, f"share_interval(8, 10) is {pair}: it should be in per cent, not in fractions."
assert pair[0] <= pair[1], f"share_interval(8, 10) is {pair}: the low end should come first."
assert pair[1] <= 100.01, f"share_interval(8, 10) ends at {pair[1]:.2f}; no share is above 100 per cent."
hint = "Is z 1.96 at the level 0.95? Does the share p itself stand under the root?"
all_close(pair, [49.02, 94.33], "share_interval(8, 10)", hint, tolerance=0.01)
# the survey of April 2023: 913 of 1,684 respondents reported adoption (source: data/mckinsey.csv)
real = numbers(share_interval(913, 1684), "share_interval(913, 1684)", 2)
all_close(real, [51.83, 56.59], "share_interval(913, 1684)", "Check z and the divisor.", tolerance=0.01)
half = numbers(share_interval(8, 10, level=0.5), "share_interval(8, 10, level=0.5)", 2)
all_close(half, [70.25, 87.14], "share_interval(8, 10, level=0.5)", "Does z depend on the level?", tolerance=0.01)
none = numbers(share_interval(0, 11), "share_interval(0, 11)", 2)
assert none[1] > 1, f"share_interval(0, 11) ends at {none[1]:.2f}: do eleven answers rule out every share above 0?"
raises(ValueError, lambda: share_interval(6, 5), "share_interval(6, 5), with more yes than asked,")

# %% hidden:1.3 points=1
for said_yes, of, confidence in [
    (3, 7, 0.95),
    (90, 100, 0.8),
    (1, 40, 0.99),
    (250, 1000, 0.5),
    (6, 6, 0.9),
    (1, 2, 0.7),
]:
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    p = said_yes / of
    ends = sorted(np.roots([1 + z**2 / of, -(2 * p + z**2 / of), p**2]).real * 100)
    what = f"share_interval({said_yes}, {of}, level={confidence})"
    hint = "Is z taken at this level, and p under the root?"
    all_close(share_interval(said_yes, of, level=confidence), ends, what, hint, tolerance=0.01)

# %% hidden:1.3-edges points=0.5
z = NormalDist().inv_cdf(0.975)
for of in (1, 11, 400):
    none = numbers(share_interval(0, of), f"share_interval(0, {of})", 2)
    all_close(
        none, [0, 100 * z**2 / (of + z**2)], f"share_interval(0, {of})", "What if nobody said yes?", tolerance=0.01
    )
    everybody = numbers(share_interval(of, of), f"share_interval({of}, {of})", 2)
    ends = [100 * of / (of + z**2), 100]
    all_close(everybody, ends, f"share_interval({of}, {of})", "What if all said yes?", tolerance=0.01)
for bad in [(0, 0, 0.95), (1, 0, 0.95), (-1, 5, 0.95), (6, 5, 0.95), (2, 5, 0.0), (2, 5, 1.0), (2, 5, 95)]:
    raises(ValueError, lambda bad=bad: share_interval(*bad), f"share_interval{bad}")

# %% [markdown]
# ## Exercise 1.4: one source or two? (3 points, 20 min)
#
# The board collects charts, and many of them are the same chart under another name: a copy may be rounded, may have
# gaps, and may name each value by the year of the report instead of the year of the survey. Write a detector.
#
# Write `shared_source(first, second)`.
#
# - `first`, `second`: DataFrames with at least the columns `year` (int, each year at most once) and `percent`
#   (numbers from 0 to 100, NaN where one is missing). Further columns do not matter, also where values are missing
#   there. Rows come in any order, with any index.
# - A *shift* moves all years of `second`: after a shift of 1, its value of 2023 stands at 2024. The shifts -1, 0 and 1
#   are possible.
# - After a shift, the *common* years are those in which both have a value (not a missing one). Two values are the
#   *same* when they differ by at most half a point, since one of them may have been rounded. For a computer 8.3 - 7.8
#   is a hair more than 0.5, so compare with 0.5 + 1e-9.
# - Take the shift with the largest *number* of common years with the same value; among equals the one nearest to 0, and
#   -1 before 1. (Without any such year all three are equal: the shift is 0.)
# - It returns a dict with exactly these keys: `"shift"` (int), `"common"` and `"same"` (ints: the numbers of years
#   after that shift), and `"shared"` (bool): True when there are at least four common years and **all** of them are the
#   same.
#
# **Example.** `first` has 2020: 10, 2021: 20, 2022: 30, 2023: 45, 2024: 60, and `second` has 2021: 10.3, 2022: 20.4,
# 2023: 29.6, 2024: 45.0. A shift of -1 fits: the result is `{"shift": -1, "common": 4, "same": 4, "shared": True}`.
#
# <details><summary>Hint 1, a nudge</summary>Two series that both rise look alike in every correlation. Equality, year
# by year, is rare by chance: count that.</details>
#
# <details><summary>Hint 2, the approach</summary>For each shift: move the years, merge on <code>year</code>, drop rows
# with missing values, count. Try the shifts in the order 0, -1, 1 and replace the best one only when another is truly
# better.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>both = first[["year", "percent"]].merge(moved[["year",
# "percent"]], on="year", suffixes=("_1", "_2")).dropna()</code>; <code>equal = int(((both["percent_1"] -
# both["percent_2"]).abs() &lt;= ___).sum())</code></details>


# %% answer:1.4 names="shared_source"
def shared_source(first, second):
    """Whether two published series are one: best shift, common years, years with the same value, verdict."""
    ### BEGIN SOLUTION
    best = {"same": -1}
    for shift in (0, -1, 1):
        moved = pd.DataFrame({"year": second["year"] + shift, "other": second["percent"]})
        both = first[["year", "percent"]].merge(moved, on="year").dropna()
        equal = int(((both["percent"] - both["other"]).abs() <= 0.5 + 1e-9).sum())
        if equal > best["same"]:
            best = {"shift": shift, "common": len(both), "same": equal}
    return {**best, "shared": best["common"] >= 4 and best["same"] == best["common"]}
    ### END SOLUTION


# %% check:1.4 points=1.5
yearly = mckinsey[mckinsey["edition"] != "2024 early"]
verdict = plain(shared_source(yearly, ai_index.copy()), "shared_source of the two slides")
verdict = fields(verdict, "shared_source of the two slides", ["shift", "common", "same", "shared"])
flag(verdict["shared"], True, "shared, for the two slides", "They are equal in every common year.")
hint = "How are the years counted that have a value in both, and those with the same value?"
same(verdict, {"shift": 0, "common": 9, "same": 9, "shared": True}, "the verdict on the two slides", hint)
first = pd.DataFrame({"year": [2020, 2021, 2022, 2023, 2024], "percent": [10, 20, 30, 45, 60]})
rival = pd.DataFrame({"year": [2020, 2021, 2022, 2023, 2024], "percent": [13, 24, 35, 50, 66]})
verdict = plain(shared_source(first.copy(), rival), "the verdict on two rising series")
flag(verdict["shared"], False, "shared, for two series that rise alike", "Rising together is not being equal.")
second = pd.DataFrame({"year": [2021, 2022, 2023, 2024], "percent": [10.3, 20.4, 29.6, 45.0]})
verdict = plain(shared_source(first.copy(), second), "the verdict on the example")
hint = "By how much do the years of `second` have to move to meet those of `first`?"
same(verdict["shift"], -1, "shift in the example", hint)
same(verdict["same"], 4, "same in the example", "A value that was rounded is still the same value.")
same(verdict, {"shift": -1, "common": 4, "same": 4, "shared": True}, "the verdict on the example", "See `shared`.")
raised = first.assign(percent=[9.5, 20.5, 30.0, 45.0, 70.0])
verdict = plain(shared_source(first.copy(), raised), "the verdict on a copy with a new last value")
same(verdict["same"], 4, "same, for a copy with a new last value", "A difference of exactly half a point is allowed.")
flag(verdict["shared"], False, "shared, for a copy with a new last value", "Are *all* common years the same?")
low = first.assign(percent=[7.8, 20.8, 30.8, 45.8, 60.8])
high = first.assign(percent=[8.3, 20.3, 30.3, 45.3, 60.3])
verdict = plain(shared_source(low, high), "the verdict on 7.8 and 8.3")
same(verdict["same"], 5, "same, for values like 7.8 and 8.3", "They are half a point apart, but for a computer?")

# %% hidden:1.4 points=1.5
base = [12.0, 31.0, 44.5, 52.0, 63.0, 71.0, 88.0]
years = list(range(2012, 2019))
names = ["shift", "common", "same", "shared"]
allowed = "At most half a point is allowed, and a hair of 1e-9 for the computer; nothing is rounded."
chosen = (
    "The shift with the largest number of equal years is taken, among -1, 0 and 1, and the verdict is that shift's."
)
counted = "Years count in which both have a value."
every = "At least four common years, and all of them the same."
# years, percentages, the verdict, what, hint
cases = [
    ([year - 1 for year in years], base, (1, 7, 7, True), "a copy named by the year before", chosen),
    ([year + 1 for year in years], base, (-1, 7, 7, True), "a copy named by the year after", chosen),
    ([year + 2 for year in years], base, (0, 5, 0, False), "a copy that is two years late", chosen),
    (years, [*base[:6], 80.0], (0, 7, 6, False), "a copy with one value changed", every),
    (years, [value + 0.5 for value in base], (0, 7, 7, True), "a copy with half a point added", allowed),
    (years, [value + 1 for value in base], (0, 7, 0, False), "a copy with a point added", allowed),
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
    ([1990, 1991, 1992, 1993], [12, 31, 44.5, 52], (0, 0, 0, False), "no common year", every),
    ([2013, 2014], [12, 52], (-1, 2, 1, False), "one equal year at -1 and one at 1", chosen),
    ([2012, 2014], [12, 31], (0, 2, 1, False), "one equal year at 0 and one at -1", chosen),
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
    mixed = second.sample(frac=1, random_state=3)
    for other in (mixed, mixed.set_axis(np.arange(len(mixed)) // 2)):
        verdict = plain(shared_source(first.copy(), other.copy()), f"the verdict on {name}")
        verdict = fields(verdict, f"the verdict on {name}", names)
        for what, value in zip(names[:3], wanted, strict=False):
            same(verdict[what], value, f"{what}, for {name}", hint)
        flag(verdict["shared"], wanted[3], f"shared, for {name}", hint)

# %% [markdown]
# ## Exercise 1.5: five autopsies (3 points, 20 min)
#
# Before a claim goes on a slide of Bora, it goes on the table. Five cards tell what is known about five claims; print
# them with the cell below and fill in what they say, and nothing else.

# %%
for card, text in cards["text"].items():
    print(f"{card}. {text}\n")

# %% [markdown]
# Write `autopsy(card)`, which returns a dict for the card `"A"` to `"E"`, and raises `KeyError` for any other letter.
# Its fields:
#
# - `percent` (int): the newest share that the card counts as **not** successful. Take a number in digits where the card
#   has one ("more than 80 %" is 80), else the words ("more than half" is 50); where it is the share of successes, take
#   the rest of 100.
# - `unit`: what is counted: `"models"`, `"projects"`, `"organisations"` (businesses are organisations), or `"disputed"`
#   where the card tells of two accounts that count different things.
# - `outcome`: what counts as no success: `"not in production"`, `"abandoned"`, or `"not stated"`.
# - `evidence`: where the share comes from: `"survey"`, `"estimates of others"`, or `"none given"`.
# - `asked`: how many answered the survey **that the share comes from** (int); None where the share comes from no
#   survey.
# - `published`: the year of publication (int).
#
# And write `obstacles(one, other)`: given two such dicts (of any claims, not only these five), it returns the list of
# fields that forbid comparing the two shares, in the order unit, outcome, evidence; the empty list where nothing does.
#
# - `"unit"` is an obstacle when the two units differ, or when either is `"disputed"`;
# - `"outcome"` is one when the two differ, or when either is `"not stated"`;
# - `"evidence"` is one when either of the two is anything but `"survey"`.
#
# **Example.** A claim that counts projects and one that counts organisations, both not in production, both from
# surveys: `["unit"]`.
#
# <details><summary>Hint 1, a nudge</summary>Read each card twice: once for what is counted, once for where the number
# comes from. Not every number on a card belongs to the share.</details>
#
# <details><summary>Hint 2, the approach</summary>A dict of dicts for the cards. For the obstacles: what you do not know
# is not equal to what you do not know.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>if one["unit"] != other["unit"] or "disputed" in
# (one["unit"], other["unit"]): found.append("unit")</code></details>


# %% answer:1.5 names="autopsy,obstacles"
def autopsy(card):
    """What a card says about its claim, in six fields."""
    ### BEGIN SOLUTION
    fields = ("percent", "unit", "outcome", "evidence", "asked", "published")
    known = {
        "A": (50, "models", "not in production", "none given", None, 2020),
        "B": (80, "projects", "not stated", "estimates of others", None, 2024),
        "C": (42, "organisations", "abandoned", "survey", 1006, 2025),
        "D": (46, "projects", "not in production", "survey", 699, 2022),
        "E": (47, "disputed", "not in production", "survey", 950, 2020),
    }
    return dict(zip(fields, known[card], strict=True))
    ### END SOLUTION


def obstacles(one, other):
    """The fields, in the order unit, outcome, evidence, that forbid comparing two claims."""
    ### BEGIN SOLUTION
    found = []
    for field, unknown in (("unit", "disputed"), ("outcome", "not stated")):
        if one[field] != other[field] or one[field] == unknown:
            found.append(field)
    if one["evidence"] != "survey" or other["evidence"] != "survey":
        found.append("evidence")
    return found
    ### END SOLUTION


# %% check:1.5 points=1.5
fields = {"percent", "unit", "outcome", "evidence", "asked", "published"}
words = {
    "unit": ["models", "projects", "organisations", "disputed"],
    "outcome": ["not in production", "abandoned", "not stated"],
    "evidence": ["survey", "estimates of others", "none given"],
}
for card in ["A", "B", "C", "D", "E"]:
    row = plain(autopsy(card), f"autopsy({card!r})")
    assert type(row) is dict, f"autopsy({card!r}) should be a dict."
    assert set(row) == fields, f"autopsy({card!r}) should hold exactly the six fields of the statement."
    for name, allowed in words.items():
        assert row[name] in allowed, f"{name} of card {card} is not one of the words that the statement allows."
    for name, low, high in (("percent", 0, 100), ("published", 2015, 2026)):
        number(row[name], f"{name} of card {card}", low, high)
        assert type(row[name]) is int, f"{name} of card {card} should be an int, not {type(row[name]).__name__}."
    kind = type(row["asked"]).__name__
    assert kind in ("int", "NoneType"), f"asked of card {card} should be an int or None, not of type {kind}."
facts = {
    "A": {"percent": 50, "unit": "models", "outcome": "not in production", "evidence": "none given", "asked": None},
    "D": {"unit": "projects", "outcome": "not in production", "evidence": "survey", "asked": 699, "published": 2022},
}
for card, known in facts.items():
    for name, value in known.items():
        same(
            autopsy(card)[name], value, f"{name} of card {card}", "Read the card and the field's definition once more."
        )
same(autopsy("D")["percent"], 46, "percent of card D", "Does the card speak of those that made it or of the rest?")
raises(KeyError, lambda: autopsy("F"), "autopsy of a card that does not exist")

some = {"percent": 70, "unit": "projects", "outcome": "abandoned", "evidence": "survey", "asked": 90, "published": 2023}
found = plain(obstacles(dict(some), {**some, "percent": 30}), "obstacles of two like claims")
assert type(found) is list, f"obstacles should return a list of field names, not a {type(found).__name__}."
same(found, [], "obstacles of two like claims", "Which fields matter, and which not?")
other = {**some, "unit": "organisations", "outcome": "not in production"}
found = obstacles({**some, "outcome": "not in production"}, other)
same(found, ["unit"], "obstacles of the example", "A list of field names is expected.")
unknown = {**some, "outcome": "not stated"}
found = obstacles(dict(unknown), dict(unknown))
same(found, ["outcome"], "obstacles where both outcomes are not stated", "Are they known to be equal?")
found = obstacles({**some, "evidence": "estimates of others"}, dict(some))
same(found, ["evidence"], "obstacles of an estimate and a survey", "Is either anything but a survey?")

# %% hidden:1.5 points=1.5
facts = {
    "B": {"percent": 80, "unit": "projects", "outcome": "not stated", "evidence": "estimates of others"},
    "C": {"percent": 42, "unit": "organisations", "outcome": "abandoned", "evidence": "survey", "asked": 1006},
    "E": {"percent": 47, "unit": "disputed", "outcome": "not in production", "evidence": "survey", "asked": 950},
}
for card, known in facts.items():
    for name, value in known.items():
        same(
            autopsy(card)[name], value, f"{name} of card {card}", "Read the card and the field's definition once more."
        )
same(autopsy("B")["asked"], None, "asked of card B", "Does the share come from those interviews?")
same([autopsy(card)["published"] for card in "ABCE"], [2020, 2024, 2025, 2020], "published", "The year of publication.")
for letter in "abcde":
    raises(
        KeyError, lambda letter=letter: autopsy(letter), "autopsy of a small letter, which is none of the five cards,"
    )
some = {"percent": 70, "unit": "models", "outcome": "abandoned", "evidence": "survey", "asked": 90, "published": 2023}
changed = [
    ({"unit": "disputed"}, {"unit": "disputed"}, ["unit"]),
    ({"unit": "disputed"}, {}, ["unit"]),
    ({}, {"outcome": "not stated"}, ["outcome"]),
    ({"outcome": "not in production"}, {}, ["outcome"]),
    ({"evidence": "none given"}, {}, ["evidence"]),
    ({}, {"evidence": "estimates of others"}, ["evidence"]),
    ({"evidence": "none given"}, {"evidence": "none given"}, ["evidence"]),
    ({"asked": None, "published": 2019}, {"percent": 1}, []),
    ({"percent": 50, "published": 2020}, {"percent": 80}, []),
    ({"percent": 46, "unit": "organisations"}, {"percent": 42, "unit": "organisations"}, []),
    ({"percent": 47, "outcome": "abandoned"}, {"percent": 47, "unit": "projects"}, ["unit"]),
    ({"unit": "projects", "evidence": "none given"}, {"outcome": "not stated"}, ["unit", "outcome", "evidence"]),
]
for left, right, names in changed:
    differing = sorted({*left, *right})
    what = f"obstacles of two claims that differ from two like ones in {', '.join(differing)}"
    hint = "Check the three rules, each in both directions. The claims are any claims, not those of the five cards."
    same(obstacles({**some, **left}, {**some, **right}), names, what, hint)

# %% [markdown]
# ## Exercise 1.6: the page for the board (4 points, 30 min)
#
# Bora's chief executive wrote: "McKinsey says 88 %, Stanford says 78 % and climbing, two independent sources; we are
# late." Write the page for Thursday's board: 200 to 300 words, plain, without jargon, in whole sentences. Use figures
# from the lesson and say where each comes from (the table's publisher and year will do). Bora has about 140 staff.
#
# One point each for:
#
# 1. **What the 88 % is**: a share of whom (respondents, and how many), what counts as use, and that the two sources are
#    one survey.
# 2. **A counter-figure and the reasons for the gap**: at least one official figure with unit and population, and at
#    least two of unit, size, wording and response, each explained in a sentence with a number from the lesson. Numbers
#    of the invented world are allowed where the page calls them invented (for the response there are no others).
# 3. **The yardstick for Bora**: which published figure comes nearest to a firm of its size (the lesson has two; either
#    will do, with a reason), and what is *not* known (sector, country, the meaning of use, or uncertainty).
# 4. **A recommendation that a board can vote on**, which does not rest on the share of others that use AI, and says how
#    Bora would notice that it was wrong.
#
# Half points are possible. Up to 350 words cost nothing; a longer page loses one point: boards do not read on.

# %% [markdown] written:1.6 points=4
# **You asked how late Bora is. The figures do not say that we are.**
#
# The two figures on the slides are one. Stanford's AI Index takes its series from McKinsey's survey; the two agree in
# all nine years. In that survey 88 % of 1,993 respondents said in the summer of 2025 that their organisation uses AI
# regularly in at least one function. Only 7 % said that it is scaled across the organisation.
#
# Eurostat finds that 20 % of EU firms with ten or more staff used AI in 2025. Three things open the gap. *Size*: 17 %
# of small firms use AI, but 55 % of large ones, so it matters who is asked. *Unit*: the US Census Bureau counts 18 % of
# firms, but 32 % when firms are weighted by their jobs. *Wording*: when that office asked about "any business function"
# instead of "producing goods or services", its figure went from about 10 % to 18 %. In an invented world one set of
# firms gave 20 % and 90 %.
#
# The nearest yardstick for us is 30.4 % of EU firms with 50 to 249 staff (Eurostat, 2025, read second-hand); the US
# figure for 100 to 249 staff is 32 % (Census Bureau, 2026). We found none for lenders of our size in Italy, Eurostat's
# survey may leave lenders out, and "use" may mean a text tool in marketing. So nothing puts us among "the last 12 %",
# and nothing tells our exact place.
#
# We recommend to decide on our own case: a scoring model for six months beside today's scorecard, with a budget, a
# named owner, and a rule for stopping it that is written down today. If it does not earn more per 1,000 applications
# than the scorecard, we were wrong, and it stops. That would be no failure.

# %% [markdown] teacher
# **Timing.** 1.1 and 1.3 are quick for those who know pandas; 1.2 and 1.4 take the time. If time is short, make 1.4
# optional and discuss it in class.
#
# **What goes wrong.** 1.1: the mean of two waves' percentages; the jump over missing years taken as one year. 1.2:
# skipped answers counted as "no" (a column with True, False and None sums happily); a class without answers dropped in
# silence, which renormalises the weights and looks fine. 1.3: the textbook interval p ± z√(p(1-p)/n), which gives the
# width 0 for 0 of 11. 1.4: correlation as evidence; `all([])`, which makes two series without a common year one source.
# 1.5: RAND's 65 interviews taken for the base of the 80 %; the 54 % of card D copied instead of the rest.
#
# **Ask in class.** "Which weights would you need to repair eagerness?" (none exist: it is not in the register.) "What
# would you ask the association for before you trust 1.2?"
#
# **Grading 1.6.** Look for units and populations beside every figure. For the yardstick 30.4 % (EU, 50 to 249 staff)
# and 32 % (US, 100 to 249 staff) are both right, with a reason: nearer in place, or nearer in size and read at the
# source. A page that merely says "statistics lie" earns nothing; a page that replaces 88 % by 20 % as the truth misses
# half of the second point: neither is *the* truth. The last point needs a criterion for being wrong.
