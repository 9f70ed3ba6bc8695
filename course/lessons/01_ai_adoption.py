# %% [markdown]
# Clear the outputs (`Edit > Clear Outputs of All Cells`): they give the predictions away. Then run this cell first; it
# loads the tools and the style of all figures in this course.

# %% setup
from itertools import permutations
from textwrap import fill as fill_text

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from bora import style
from bora.checks import seal, try_it

style.use()


def note(axes, text, at, offset=(0, 5), **look):
    """Write `text` beside the point `at`; `offset` in points, to the right and up."""
    axes.annotate(text, at, offset, textcoords="offset points", **look)


# %% [markdown]
# ## 1. Two charts: how many measurements? (10 min)
#
# Two slides open the lecture. The first says that 88 % of organisations use AI, up from 78 %, so only 12 % do not; the
# second says 78 %, up from 55 % (source: the slides, which name McKinsey 2025 and Stanford's AI Index 2025).
#
# Bora is an invented lender in Trieste with about 140 staff. Its chief executive has been at a conference and writes to
# you on Monday:
#
# > **Subject: we are the 12 %**
# >
# > Saw two slides. McKinsey says 88 %, Stanford says 78 % and climbing. Two independent sources! We run one scorecard
# > in a spreadsheet. The board meets on Thursday. One page, please: how late are we?
#
# Here are both slides, redrawn from two small tables. The tables also say how far to trust our reading: `verified` is
# read in the publisher's own text, `second-hand` in somebody's copy or summary of it.

# %% compare
mckinsey = pd.read_csv("../data/adoption/mckinsey.csv", dtype={"respondents": str})
ai_index = pd.read_csv("../data/adoption/ai_index.csv")
print(mckinsey[["edition", "percent", "fielded", "respondents", "trust"]].to_string(index=False, na_rep=""), "\n")
slide = ai_index[ai_index["year"].isin([2023, 2024])]
print(slide[["edition", "year", "percent", "trust"]].to_string(index=False))

fig, (left, right) = plt.subplots(1, 2, sharey=True, width_ratios=[3, 2])
yearly = mckinsey[mckinsey["edition"] != "2024 early"]
left.plot(yearly["year"], yearly["percent"], "-o", color=style.BLUE)
for year, percent in ((2024, 78), (2025, 88)):
    note(left, f"{percent} %", (year, percent), (-8, 4), ha="right", color=style.BLUE, weight="bold")
right.bar(slide["year"].astype(str), slide["percent"], 0.6, color=style.ORANGE)
for place, percent in enumerate(slide["percent"]):
    note(right, f"{percent} %", (place, percent), ha="center", color=style.ORANGE, weight="bold")
left.set(xticks=range(2017, 2026, 2), ylim=(0, 100), ylabel="use AI in at least one function, %")
left.set_title("McKinsey: 88 %, up from 78 %")
right.set_title("AI Index: 78 %, up from 55 %")
plt.show()

# %% [markdown]
# The figure shows McKinsey's line from 2017 to 2025, which ends at 78 % and 88 %, beside the AI Index's two bars, 55 %
# for 2023 and 78 % for 2024. Two famous institutions, both climbing steeply. It looks like strong agreement.
#
# **Predict, and write it down before you run the next cell.**
#
# 1. How many independent measurements do you see?
# 2. The AI Index has a value for every year since 2017 as well. In how many years will it equal McKinsey's?
# 3. Suppose two *honest, separate* surveys put the same question to fifteen hundred people each, drawn from the same
#    world. How likely is it that they publish the same whole per cent in one given year? And in nine years running?

# %% compare
both = yearly.merge(ai_index, on="year", suffixes=("_mckinsey", "_index"))
print(both[["year", "percent_mckinsey", "percent_index"]].T.to_string(header=False))
equal = (both["percent_mckinsey"] == both["percent_index"]).sum()
print(f"equal in {equal} of {len(both)} common years")

print(f"from 55 to 78: {78 - 55} points, or {100 * (78 - 55) / 55:.0f} % more than before")
rng = np.random.default_rng(1)
one, other = (rng.binomial(1500, both["percent_mckinsey"] / 100, (100_000, len(both))) / 15 for _ in range(2))
same = (one.round() == other.round()).mean(axis=0)
print(f"two separate surveys agree to the whole per cent in one year: about {100 * same.mean():.0f} %")
print(f"in all {len(both)} years: about 1 in {1 / same.prod():,.0f}")

# %%
fig, axes = plt.subplots()
line = axes.plot(yearly["year"], yearly["percent"], "-o", color=style.BLUE)[0]
rings = axes.plot(ai_index["year"], ai_index["percent"], "o", color=style.ORANGE, markersize=14, fillstyle="none")[0]
extra = mckinsey[mckinsey["edition"] == "2024 early"]
axes.plot(extra["year"] - 0.4, extra["percent"], "D", color=style.BLUE, fillstyle="none")
note(axes, "72 %, early 2024:\nleft out of both slides", (2023.6, 72), (-10, 6), ha="right")
style.label_line(axes, line, "McKinsey (line, dots)", at=2, offset=(-30, 22))
style.label_line(axes, rings, "AI Index (rings)", at=5, offset=(-30, -22))
axes.set(ylim=(0, 100), xlim=(2016.5, 2025.7), ylabel="use AI in at least one function, %")
axes.set_title("Laid on top of each other, the two charts are one series")
plt.show()

# %% [markdown]
# The figure shows McKinsey's line with the AI Index as rings on top, and every ring sits on a dot of the line; a
# diamond at 72 %, McKinsey's edition of early 2024, has no ring. Equal in nine of nine years, where separate surveys
# would agree in one year out of four: this is not agreement, it is a copy. According to summaries of its edition of
# 2026, the AI Index takes the series from McKinsey's survey, and says so (source: data/adoption/ai_index.csv). So the
# chief executive's two sources are **one** survey, shown for two different pairs of years.
#
# Read the small print, too. From 55 to 78 is 23 points, or 42 % more than before: whoever wants a rise to look large
# says per cent. And "in one year" runs from April 2023 to July 2024, which is 15 months, and steps over the 72 % in
# between.

# %% [markdown]
# ## 2. What does "use" mean? (8 min)
#
# The steepest rise of all stands at the left end of the series: from 20 in 2017 to 47 in 2018. Did the share of firms
# that use AI really more than double within a year?
#
# **Predict:** which part of that jump is technology, and which part is the question that was asked? The table holds
# what the *same* surveys report when the bar for "use" is put lower or higher.

# %% compare
wordings = pd.read_csv("../data/adoption/wordings.csv")
print(wordings[["year", "counts_as_use", "percent", "headline"]].to_string(index=False))

fig, axes = plt.subplots()
places = {2017: 0, 2018: 1, 2025: 2}
for year, rows in wordings.groupby("year"):
    x = places[year]
    axes.plot([x, x], [rows["percent"].min(), rows["percent"].max()], color="#bbbbbb", zorder=1)
    for _, row in rows.iterrows():
        fill, weight = (style.BLUE, "bold") if row["headline"] == "yes" else ("white", "normal")
        axes.plot(x, row["percent"], "o", color=style.BLUE, markersize=10, markerfacecolor=fill)
        text = fill_text(f"{row['percent']} %  {row['counts_as_use']}", 27)
        note(axes, text, (x, row["percent"]), (10, 0), va="center", fontsize=9.5, weight=weight)
axes.set(xlim=(-0.15, 2.85), xticks=range(3), xticklabels=places, ylim=(0, 100), ylabel="respondents, %")
axes.set_title("Move the bar for “use”, and one survey says 7 % or 88 %")
plt.show()

# %% [markdown]
# The figure shows three years, each with the shares that one survey reports for a lower and a higher bar; the filled
# dot is the published headline. In 2017 the headline is the high bar (20 %) and a low one gives 60 %; in 2018 the
# headline is a middle bar (47 %) between 21 % and 77 %; in 2025 it is a low bar (88 %), while 7 % say "fully scaled".
# (Is that 7 % of all, or of those who use AI? The summaries that we read leave it open. In the second case it would be
# 6 in 100 of all.)
#
# The headline climbed from the bottom of its range to the top. In 2017 "use" meant AI at scale in a core part of the
# business; in 2018 one capability embedded in one process was enough. In 2017 those asked were executives who knew of
# AI; whom later editions asked, our summaries do not say (source: the notes in data/adoption/mckinsey.csv and
# wordings.csv). A line drawn through such points is a drawing, not a series.
#
# **Try it.** Compare like with like, as far as the table allows: at the *lowest* bar of each year (trials, experiments
# or pilots included), by how many points did the share rise from 2017 to 2018? Compare with the headline's rise.

# %% try:1.1
like_with_like = ...  # points

try_it(
    like_with_like,
    lambda points: seal(points) == "4523540f",
    "The headline rose by 27: ten of them are gone, and even the two lowest bars are not the same sentence.",
    "take the largest share of 2017 and the largest of 2018; the answer is their difference in points.",
)

# %% [markdown]
# <details><summary>Hint 1, a nudge</summary>The lowest bar lets most people over it: look for the largest value of each
# year.</details>
#
# <details><summary>Hint 2, the approach</summary>Two numbers from the table above, one of 2017 and one of 2018, and a
# difference.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>top = wordings.groupby("year")["percent"].max()</code>, then
# <code>top[2018] - ___</code></details>

# %% [markdown]
# ## 3. What do statistical offices say? (7 min)
#
# A consultancy's survey hears those who answer. A statistical office draws firms from the business register, and the
# bakery counts as well as the carmaker. Eurostat asks firms with ten or more staff; the US Census Bureau asks firms
# with employees every two weeks.
#
# **Predict** before you run: the survey with the headline of 88 % was taken in the summer of 2025. What do you expect
# official statistics to say for the same year? One number for the European Union, one for the United States.

# %% compare
official = pd.read_csv("../data/adoption/official_statistics.csv")
columns = ["label", "period", "unit", "percent", "trust"]
print(official[columns].to_string(index=False, formatters={"percent": "{:g}".format}))

recent = official[official["period"] >= "2025"][["label", "unit", "percent"]]
headline = [["McKinsey, at least one function", "people", 88], ["McKinsey, fully scaled (of whom?)", "people", 7]]
recent = pd.concat([recent, pd.DataFrame(headline, columns=recent.columns)]).sort_values("percent", ignore_index=True)
looks = {"firms": ("o", style.BLUE, "of firms"), "jobs": ("s", style.GREEN, "of jobs")}
looks |= {"workers": ("^", style.GREY, "of workers"), "people": ("D", style.ORANGE, "of answers")}
fig, axes = plt.subplots(figsize=(8, 5))
for y, (_, unit, percent) in enumerate(recent.to_numpy()):
    marker, colour, counted = looks[unit]
    axes.plot([0, percent], [y, y], color="#dddddd", zorder=1)
    axes.plot(percent, y, marker, color=colour, markersize=9)
    note(axes, f"{percent:g} % {counted}", (percent, y), (9, 0), va="center", color=colour, fontsize=9.5)
axes.set_yticks(range(len(recent)), recent["label"])
axes.set(xlim=(0, 115), xticks=range(0, 101, 20), xlabel="“use AI”, around 2025, %")
axes.grid(axis="y", visible=False)
axes.set_title("Thirteen answers to “who uses AI?”: 7 % to 88 %")
plt.show()

# %% [markdown]
# The figure shows thirteen published shares of "AI use" around 2025 as dots, from 7 % (McKinsey, fully scaled) to 88 %
# (McKinsey, at least one function); in between stand 20 % of EU firms with ten or more staff, 18 % of US firms, and 55
# % of large EU firms. The marker says what is counted: firms, jobs (those in firms that use AI), workers, or answers.
#
# Nobody here lies. Read the pairs:
#
# - **Unit.** The same US answers give 18 % of firms, but 32 % when every firm counts as often as it has jobs.
# - **Size.** In the EU 17 % of small firms use AI and 55 % of large ones. So "what share?" depends on how many small
#   ones are asked.
# - **Wording.** In November 2025 the Census Bureau replaced "in producing goods or services" by the wider "in any
#   business function". The old question had gained some six points in two years, to about 10 %; the first figure under
#   the new one is 18 %. Some of that may be growth. It is the jump of 2018 again, with the question in the open.
# - **Left out.** Financial firms are optional in Eurostat's survey, and Spain, for one, does not count them (source:
#   Eurostat's glossary, an older edition; see data/adoption/README.md). The 20 % may hold no lender.
#
# And beware of equal numbers: the 78 % at the top is a survey of the Federal Reserve system, counted in jobs. It has
# nothing to do with the 78 % on the slide.

# %% [markdown]
# ## 4. Can one world give all these numbers? (7 min)
#
# Published figures cannot prove *why* they differ: we cannot ask the same firms twice. In an invented world we can.
# Here are sixty thousand firms with ten or more staff. The shares of the three size classes are made up, of the right
# order. Each firm has a truth about itself:
#
# - `official`: it uses AI as a statistical office would count it, with Eurostat's shares by size from the table above
#   (17, 30.4 and 55 in 100);
# - `any`: it uses AI, or somebody there is trying it out (made up: 45, 65 and 92 in 100). Whoever is `official` is also
#   `any`.
#
# **Predict:** count every firm once and about 20 in 100 use AI, as built. Now let every firm count as often as it has
# jobs. What will the same world say?

# %% compare
rng = np.random.default_rng(1)
size = rng.choice(3, 60_000, p=[0.83, 0.14, 0.03])
low, high = np.array([10, 50, 250]), np.array([50, 250, 4000])
luck = rng.random(60_000)
firms = pd.DataFrame(
    {
        "size": np.array(["10-49", "50-249", "250+"])[size],
        "staff": np.exp(rng.uniform(np.log(low[size]), np.log(high[size]))).astype(int),
        "official": luck < np.array([0.17, 0.304, 0.55])[size],
        "any": luck < np.array([0.45, 0.65, 0.92])[size],
    }
)
groups = firms.groupby("size", sort=False)
by_size = pd.DataFrame({"firms": groups.size(), "staff": groups["staff"].sum(), "official": groups["official"].mean()})
by_size[["firms", "staff"]] /= by_size[["firms", "staff"]].sum()
print((100 * by_size).round(1).to_string())
print(f"every firm counts once:      {100 * firms['official'].mean():.0f} % use AI")
print(f"every firm counts its jobs:  {100 * np.average(firms['official'], weights=firms['staff']):.0f} % use AI")

# %%
fig, pair = plt.subplots(1, 2, sharey=True)
for axes, width, what in zip(pair, ("firms", "staff"), ("firms", "jobs"), strict=True):
    left = 0.0
    for (name, row), colour in zip(by_size.iterrows(), (style.GREEN, style.BLUE, style.ORANGE), strict=True):
        axes.bar(left, row["official"], row[width], align="edge", color=colour, edgecolor="white", linewidth=2)
        inside = {"offset": (0, -16), "color": "white"} if row[width] > 0.2 else {"color": colour}
        note(axes, name, (left + row[width] / 2, row["official"]), ha="center", weight="bold", **inside)
        left += row[width]
    overall = (by_size[width] * by_size["official"]).sum()
    axes.axhline(overall, color=style.GREY, linestyle="--")
    note(axes, f"overall {100 * overall:.0f} %", (0.02, overall), color=style.GREY, weight="bold")
    axes.set(xlim=(0, 1), ylim=(0, 0.7), xlabel=f"share of all {what}, %")
    axes.set_xticks([0, 0.5, 1], ["0", "50", "100"])
pair[0].set_ylabel("firms of that size that use AI, %")
pair[0].set_yticks([0, 0.2, 0.4, 0.6], ["0", "20", "40", "60"])
pair[0].set_title("Same firms, other weights: 20 % becomes 39 %")
plt.show()

# %% [markdown]
# The figure shows three bars twice, one for each size class, as high as its share of AI users: on the left they are as
# wide as the class's share of firms, on the right as wide as its share of jobs. The large firms are a sliver of the
# firms and half of the jobs, so the area, which is the overall share, rises from 20 % to 39 %.
#
# Nothing about any firm has changed. The step from 18 % to 32 % in the United States is the same arithmetic on real
# answers.

# %% [markdown]
# ## 5. How far can a survey bend one truth? (8 min)
#
# There are three dials on any survey of firms:
#
# 1. **the vote**: does each firm count once, or as often as it has jobs? (A mail to "managers" reaches the firms that
#    have many.)
# 2. **the wording**: official use, or any use including trials?
# 3. **the response**: people with a story to tell answer more eagerly. Let firms with any use answer `eagerness` times
#    as often as the others.
#
# **Predict:** with all three dials turned (jobs, any use, eagerness 3), what does the world say that has 20 in 100? And
# which dial adds most: does that depend on the order in which you turn them?


# %% compare
def survey_says(vote="firms", wording="official", eagerness=1):
    """The per cent of yes among those who answer, in the world of section 4."""
    if vote not in ("firms", "jobs") or wording not in ("official", "any") or eagerness <= 0:
        raise ValueError("vote is 'firms' or 'jobs', wording 'official' or 'any', eagerness above 0")
    weight = np.where(firms["any"], eagerness, 1) * (firms["staff"] if vote == "jobs" else 1)
    return 100 * np.average(firms[wording], weights=weight)


dials = {"vote": "jobs", "wording": "any", "eagerness": 3}
added = {dial: [] for dial in dials}
for order in permutations(dials):
    settings = {}
    for dial in order:
        before = survey_says(**settings)
        settings[dial] = dials[dial]
        added[dial].append(survey_says(**settings) - before)
print(f"no dial turned: {survey_says():.0f} %, all three turned: {survey_says(**dials):.0f} %")
print(f"two turned, jobs and any use: {survey_says(vote='jobs', wording='any'):.0f} %")
for dial, points in added.items():
    print(f"{dial:9} adds {min(points):.0f} to {max(points):.0f} points, depending on its place in the order")

# %%
fig, axes = plt.subplots()
names = [
    "firms,\nofficial use",
    "+ count jobs\nnot firms",
    "+ any use,\ntrials too",
    "+ users answer\n3 times as often",
]
settings, before = {}, 0.0
for x, turned in enumerate([{}, {"vote": "jobs"}, {"wording": "any"}, {"eagerness": 3}]):
    settings |= turned
    now = survey_says(**settings)
    axes.bar(x, now - before, 0.6, bottom=before, color=style.BLUE if x == 0 else style.ORANGE)
    note(axes, f"{now:.0f} %", (x, now), (0, 4), ha="center", weight="bold")
    axes.plot([x - 0.7, x - 0.3], [before, before], color=style.GREY, linewidth=0.8, linestyle=":")
    before = now
axes.set_xticks(range(4), names)
axes.set(xlim=(-0.5, 3.5), ylim=(0, 100), ylabel="“use AI”, %")
axes.set_title("One world, no lie told: from 20 % to 90 % in three steps")
plt.show()

# %% [markdown]
# The figure shows a staircase of four bars: 20 % of firms by the official definition, 39 % when jobs are counted, 75 %
# when trials count as use, and 90 % when users answer three times as often.
#
# Both ends are true of the same firms on the same day. In this world the wording is the largest step in every one of
# the six orders: its least is 29 points, more than the other two ever add. But *how much* a dial adds has no single
# answer: 29 to 44 points for the wording, 8 to 25 for the eagerness, because each dial works on what the others have
# left over. Be careful with sentences like "half of the gap is response bias".
#
# **Try it.** Find settings with which the same world says 18 and settings with which it says 95, each to within one
# point. One of the two needs a dial turned *down*. Write `(settings_for_18, settings_for_95)`, two dicts with any of
# the keys `vote`, `wording`, `eagerness`.

# %% try:1.2
built = ...  # (settings_for_18, settings_for_95)


def both_right(pair):
    """Whether the two settings say 18 and 95, each to within one point; prints what they say."""
    first, second = (survey_says(**settings) for settings in pair)
    print(f"Your first settings say {first:.1f}, your second {second:.1f}.")
    return abs(first - 18) <= 1 and abs(second - 95) <= 1


try_it(
    built,
    both_right,
    "You can now make a survey say what you like. Use it to recognise the trick, not to play it.",
    "two dicts are needed; the first must say 18, the second 95, each to within one point.",
)

# %% [markdown]
# <details><summary>Hint 1, a nudge</summary>What if busy users throw the questionnaire away? An eagerness below 1 means
# that they answer less often.</details>
#
# <details><summary>Hint 2, the approach</summary>For 18 leave vote and wording as they are and try eagerness between
# 0.5 and 1. For 95 turn all three, and try eagerness above 3.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>for e in (10, 9, 8, 7, 6): print(e, survey_says(eagerness=e /
# 10))</code>, and the same with <code>vote="jobs", wording="any"</code> and e from 5 to 9</details>

# %% [markdown]
# ## 6. Can a bad sample be repaired? (8 min)
#
# You have answers of volunteers, drawn as in section 5 (large firms and users over-represented), to the question about
# *any* use. Two repairs are on offer:
#
# - **more answers**: fifteen thousand instead of 150;
# - **weights**: the business register says how many firms there are of each size, so weight the answers until the size
#   classes have their right shares.
#
# A fifth survey spends the money differently: only 150 firms, but drawn at random from the register and chased until
# they answer.
#
# **Predict:** which of the five surveys lands on the truth? Rank them before you run.


# %% compare
def ask(n, chance, weigh):
    """One survey of n answers: the estimated per cent of firms with any use."""
    answers = rng.choice(len(firms), n, p=chance / chance.sum())
    sample = np.bincount(size[answers], minlength=3) / n
    weight = (register / sample)[size[answers]] if weigh else None
    return 100 * np.average(uses_any[answers], weights=weight)


uses_any = firms["any"].to_numpy()
volunteers = np.where(uses_any, 3, 1) * firms["staff"].to_numpy()
everyone = np.ones(len(firms))
register = np.bincount(size) / len(firms)  # the true share of each size
truth = 100 * uses_any.mean()
designs = [(n, volunteers, weigh) for weigh in (False, True) for n in (150, 15_000)] + [(150, everyone, False)]
names = ["150 volunteers", "15,000 volunteers", "150, weighted", "15,000, weighted", "150 firms at random"]
repeated = {name: [ask(*how) for _ in range(200)] for name, how in zip(names, designs, strict=True)}
ranges = {name: np.percentile(results, [2.5, 50, 97.5]) for name, results in repeated.items()}
print(f"truth: {truth:.0f} % of firms use AI in any way")
for name, (low, middle, high) in ranges.items():
    print(f"{name:20} {middle:.0f} %, 95 surveys in 100 between {low:.0f} and {high:.0f}")

# %%
fig, axes = plt.subplots()
for y, (name, (low, middle, high)) in enumerate(reversed(ranges.items())):
    colour, marker = (style.GREEN, "o") if "random" in name else (style.ORANGE, "D")
    axes.plot([low, high], [y, y], color=colour, linewidth=4, solid_capstyle="butt")
    axes.plot(middle, y, marker, color=colour, markersize=9, markeredgecolor="white")
    note(axes, f"{middle:.0f} %", (high, y), (8, 0), va="center", color=colour, weight="bold")
axes.axvline(truth, color=style.GREY, linestyle="--")
note(axes, f"truth: {truth:.0f} %", (truth, 4.5), (6, 0), va="center", color=style.GREY)
axes.set_yticks(range(5), reversed(ranges))
axes.set(xlim=(30, 100), ylim=(-0.5, 4.8), xlabel="estimate: firms with any use of AI, % (bar: 95 of 100 surveys)")
axes.grid(axis="y", visible=False)
axes.set_title("150 firms drawn at random beat 15,000 volunteers")
plt.show()

# %% [markdown]
# The figure shows five surveys, each with the range in which 95 of 100 repetitions fall, against the true 49 %:
# volunteers land near 90 % whether there are 150 or 15,000 of them, weighting moves them to about 74 %, and 150 random
# firms scatter widely around the truth.
#
# Three things to take home:
#
# - **More answers do not help.** They shrink the bar, not the distance. The large volunteer survey is very sure of a
#   wrong number, and its interval tells you nothing about that.
# - **Weights repair what you can see.** Size is in the register, so its share of the error goes away: from 90 % to
#   74 %. No register says who is eager to answer, so that error stays.
# - **Only design repairs the rest**: draw at random, and chase those who stay silent. That is what a statistical office
#   is for.
#
# And no weighting repairs the *wording*. The 49 % here is the truth about "any use"; the official question still has
# 20 %.

# %% [markdown]
# ## 7. How do you take a statistic apart? (7 min)
#
# The chief executive has a second slide: "87 % of AI projects fail anyway" (source: the slide names none). Such claims
# deserve an autopsy with six questions: **what is counted** (unit), **among whom** (population), **what counts as
# failure** (definition), **who paid**, **when**, and **how was it found out** (evidence). Here are six claims that you
# will meet, autopsied as far as their sources allow. The id of a claim is its percentage; a question mark means that no
# text we read states it.
#
# **Predict:** which of the six would you still put on a slide?

# %% compare
claims = pd.read_csv("../data/adoption/failure_claims.csv", dtype={"id": str})
for columns in (["published", "claim"], ["evidence", "paid_by"], ["unit", "population", "failure_means"]):
    print(claims[["id", *columns]].to_string(index=False), "\n")

# %% [markdown]
# Our answer to the prediction, claim by claim:
#
# | claim | what the autopsy found | on a slide? |
# |---|---|---|
# | 87 | a news article of July 2019; no study, population or payer found behind it | as a legend, and called one |
# | 85 | a forecast of 2018, about wrong results: nothing has been counted | no |
# | 78 | a vendor's survey; we do not know among whom | not before somebody has read the report |
# | 55 | a vendor's survey that counts *firms* without any model, not models | only with unit, year and payer |
# | 52 | a survey with unit and definition; read in summaries only | yes, with source and year beside it |
# | 95 | no measurable profit or loss is not failing; summaries disagree on the unit | only with its definition |
#
# (source: `data/adoption/failure_claims.csv`, all second-hand.) Numbers also drift while they travel: 88 % of
# *respondents* say that their organisation uses AI; on the slide it became 88 % of *organisations*.
#
# **Try it.** Two numbers can be compared only when unit and definition of failure are the same. Which two of the six
# claims pass that test? Give their ids as a set of two strings.

# %% try:1.3
comparable = ...  # a set of two ids, as strings

try_it(
    comparable,
    lambda ids: seal(set(ids)) == "89413e59",
    "And even these two: five years apart, one without evidence. Six claims give not one fair comparison.",
    "both columns, unit and failure_means, must be equal for the two claims; ids are strings.",
)

# %% [markdown]
# <details><summary>Hint 1, a nudge</summary>Go down the column of definitions first: most of them stand there only
# once.</details>
#
# <details><summary>Hint 2, the approach</summary>Group the claims by unit and definition, and look for a group of
# two.</details>
#
# <details><summary>Hint 3, nearly the code</summary><code>claims.groupby(["unit",
# "failure_means"])["id"].apply(set)</code></details>

# %% [markdown]
# ## 8. Is a high failure rate bad? (5 min)
#
# Suppose it were true that most pilots are stopped. Is that bad management? Take a toy portfolio, all numbers invented:
# twenty thousand ideas whose worth is very uneven; most are worth little, a few a fortune. A pilot costs 15, in
# thousands of EUR, and shows the worth with a large error. Going live costs 200 more. Management kills the pilots that
# look worst and takes the rest live.
#
# **Predict:** which share of the pilots should it kill to earn most?

# %% compare
rng = np.random.default_rng(1)
worth = rng.lognormal(np.log(50), 1.2, 20_000)
looks_like = worth * rng.lognormal(0, 0.7, 20_000)
worst_first = worth[np.argsort(looks_like)]
gain_if_live = worst_first[::-1].cumsum()[::-1] - 200 * np.arange(20_000, 0, -1)
profit = (gain_if_live / 20_000 - 15) / 10
killed = np.arange(20_000) / 200
best = profit.argmax()
print(f"kill none: {profit[0]:.1f}, kill half: {profit[10_000]:.1f} million EUR for 100 ideas")
print(f"best: kill {killed[best]:.0f} % of the pilots: {profit[best]:.1f} million EUR for 100 ideas")

# %%
fig, axes = plt.subplots()
axes.plot(killed, profit, color=style.BLUE)
axes.plot(killed[best], profit[best], "o", color=style.ORANGE, markersize=10)
top = (killed[best], profit[best])
note(axes, f"best: kill {killed[best]:.0f} %", top, (0, 10), ha="center", weight="bold", color=style.ORANGE)
axes.axhline(0, color=style.GREY, linewidth=0.8)
axes.set(xlim=(0, 100), ylim=(-12, 3.5), xlabel="pilots killed, %", ylabel="profit for 100 ideas, million EUR")
axes.set_title(f"In this portfolio the best rule kills {killed[best]:.0f} % of the pilots")
plt.show()

# %% [markdown]
# The figure shows the profit of the portfolio against the share of pilots killed: it rises from a heavy loss with none
# killed to a small gain at its top, at 87 %, and falls again when nearly everything is killed.
#
# We chose the numbers so that the best share is the famous one. That is the point: "87 % never reach production" may
# describe a disaster, or a portfolio run as well as it can be; the number alone cannot tell. In this course you will
# build such gates yourself: a model that is refused for a written reason is a success of the process. What hurts is not
# the kill rate but killing late, killing without a reason on file, or never killing.

# %% [markdown]
# ## Pitfalls
#
# - **Counting copies as confirmations.** Equal to the last digit means the same source, not two witnesses.
# - **Mixing points and per cent.** From 10 to 20 is ten points and twice as much. Say which.
# - **Drawing a line through changed questions.** Mark the break, or draw two lines.
# - **Trusting n.** A large sample of volunteers is precise about volunteers.
# - **Weighting and stopping there.** Weights repair size and sector; they do not repair eagerness or wording.
# - **Quoting a failure rate without its definition.** "Not in production", "abandoned" and "no measurable return" are
#   three different things.

# %% [markdown]
# ## Summary
#
# You can now take an adoption figure apart and put it together again:
#
# - the two famous charts are one survey: equal in nine of nine years, which separate surveys would hardly ever be;
# - the steepest rise of the series goes with a changed question; the same survey gives 7 % or 88 %, depending on the
#   bar for "use";
# - official statistics say 20 % of EU firms; unit, size, wording and response each move such a figure by so much that
#   both can be true, though published figures alone do not prove which of them did;
# - you built 20 % and 90 % from one and the same world with three dials, and saw that weights repair only what a
#   register knows;
# - you took failure claims apart by unit, population, definition, payer, date and evidence, and saw a portfolio in
#   which killing most pilots is right.
#
# And the page for the board? Bora has about 140 staff. Two yardsticks come near: 30.4 % of EU firms with 50 to 249
# staff (2025, read second-hand) and 32 % of US firms with 100 to 249 (2026, verified, another question). The first is
# nearer in place, the second in size; that they agree is no proof of either, and neither speaks of lenders. Nothing
# puts Bora among "the 12 %". You will write the rest of that page in the assignment.

# %% [markdown]
# ## Quiz
#
# **1.** Two reports give the same share of AI users for the same year. What do you look at before you say that they
# confirm each other?
#
# <details><summary>Answer</summary>Where each of them has it from. If both cite the same survey, or if they agree in
# every year to the digit, you have one measurement. Two separate surveys of usual size differ by a point or more in
# most years even when both are flawless.</details>
#
# **2.** A survey has tens of thousands of answers, and its share has an interval of half a point. The answers came
# through a link in an AI newsletter. What does the interval tell you?
#
# <details><summary>Answer</summary>How much the result would move if other readers of that newsletter had clicked. It
# says nothing about the distance to firms at large, which may be tens of points: the interval covers chance, not
# choice.</details>
#
# **3.** A statistical office asks "any business function" instead of "producing goods or services", and its share rises
# by eight points within a quarter. What may you write?
#
# <details><summary>Answer</summary>That the share under the new question is so many points higher than the last one
# under the old question. You may not call it growth: the question changed in between. If both were asked for some time
# side by side, you could measure what the wording does and mend the series.</details>

# %% [markdown]
# ## In the assignment
#
# You will compute shares and growth from raw survey waves, weight answers to a register (missing answers and empty
# classes included), put an interval around a share that also works at none and all, write a detector for copied series,
# do an autopsy of five claims that we left out here, and write the page for Bora's board.

# %% [markdown]
# ## Read on
#
# - `data/adoption/README.md` in this repository: every figure of this lesson, where it was read and how far to trust
#   it.
# - Eurostat, *Use of artificial intelligence in enterprises* (Statistics Explained), and its data set isoc_eb_ai: firms
#   by country, size and sector.
# - US Census Bureau, working paper CES-26-25 (2026): firms, functions and workers in one survey, and how far they
#   differ.
# - Darrell Huff, *How to Lie with Statistics* (1954): the three dials, seventy years earlier.
# - Next lab: what "using AI" means inside one organisation, in six themes instead of one number.

# %% [markdown] teacher
# **Timing.** Sections 1 to 3 are half of the lesson; do them together, with every prediction said aloud before the cell
# runs. In 60 minutes leave out section 8, in 45 minutes section 6 as well (tell its title: 150 random firms beat 15,000
# volunteers).
#
# **What goes wrong.** Learners read section 3 as "McKinsey lies, Eurostat tells the truth". Stop there: both answer the
# question they asked. In section 5 the wording leads in every order, in this world; ask whether "it adds 36 points" is
# then a fact, and let them turn the dials in two different orders. In section 6 many believe that weighting repairs
# everything; ask what the weights are computed from.
#
# **Ask.** "Who of you uses AI at work?" Then: "Who used it in the last two weeks, for something that your firm sells?"
# Count both times; the room is now its own survey, with both wordings.
#
# **Facts.** Every published figure stands in data/adoption with its source and how it was read; most of McKinsey's are
# second-hand. If you have the originals at hand, check the definitions of 2017 and 2018 first: they carry section 2.
# There is no official figure for lenders of Bora's size in our tables; a class can look for one.
#
# **Five questions for a talk about the learner's own work.** (1) Which class of firms got the largest weight in your
# 1.2, and what would happen without it? (2) Show one interval of yours that is wider than you had thought: what makes
# it so wide? (3) By which field did you find two sources to be one? (4) Which number of your page for the board would
# you defend under oath, and which not? (5) What would have to be observed for your page to be wrong?
