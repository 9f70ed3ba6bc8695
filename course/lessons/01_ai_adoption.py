# %% [markdown]
# The answers stand under the bets: before you start, *Edit > Clear Outputs of All Cells*. Then run the next cell once;
# it imports what this lesson uses.

# %% setup
import numpy as np
import pandas as pd
from IPython.display import display

from bora import bets, checks, leaflet, polls, style
from bora.figures import lab01

style.use()
pd.set_option("display.width", 120, "display.max_columns", 12, "display.max_colwidth", 70)

# %% [markdown] teacher
# **The one thing to get across:** nobody in this lab lies. A share without its unit, its population and its wording is
# not wrong, it is unfinished.
#
# **Timing.** 60 minutes with all bets and actions, pitfalls and quiz. To shorten: leave out section 2, then the table
# of section 6. Never leave out the bets of sections 1 and 5, and let everybody commit before the cell runs.
#
# **What goes wrong.** Learners read section 3 as "McKinsey lies, Eurostat tells the truth". Stop there: both answer the
# question they asked. In section 4 ask whether "the wording adds 36 points" is a fact, and let two groups turn the
# dials in two orders. In section 5 many believe that weighting repairs everything; ask what the weights are computed
# from. In section 6 the check of the headline looks for words: a good sentence in other words may have to be said
# differently.
#
# **Ask.** "Who of you uses AI at work?" Then: "Who used it in the last two weeks, for something that your firm sells?"
# Count both times; the room is now its own survey, with both wordings.
#
# **Facts.** Every published figure stands in data/adoption with its source and how it was read; most of McKinsey's are
# second-hand. If you have the originals at hand, check the definitions of 2017 and 2018 first: they carry section 2.
# There is no official figure for lenders of Bora's size in our tables; a class can look for one.
#
# **Five questions for a talk about the learner's own work.** (1) Which class of firms got the largest weight in your
# 1.2, and what would happen without it? (2) Where does your interval of 1.3 pay most, width or misses, and why there?
# (3) By what did you find two sources to be one, and which copy would escape you? (4) Which number of your page for the
# board would you defend under oath, and which not? (5) What would have to be observed for your page to be wrong?

# %% [markdown]
# ## 1. Two charts: are they what they seem? (9 min)
#
# Two slides open the lecture: McKinsey's 88 % of organisations, up from 78 %, and the AI Index's 78 %, up from 55 %
# (source: the slides). At Bora, our invented lender in Trieste with about 140 staff, the chief executive was at a
# conference:
#
# > **Subject: we are the 12 %**
# >
# > McKinsey says 88 %, Stanford says 78 % and climbing. Two independent sources! We run one scorecard in a spreadsheet.
# > The board meets on Thursday. One page, please: how late are we?

# %%
mckinsey = pd.read_csv("../data/adoption/mckinsey.csv")
ai_index = pd.read_csv("../data/adoption/ai_index.csv")
yearly = mckinsey[mckinsey["edition"] != "2024 early"]
lab01.slides(yearly, ai_index)

# %% [markdown]
# The figure shows McKinsey's line from 2017 to 2025 beside the AI Index's two bars, for 2023 and 2024. Two famous
# institutions, both climbing.
#
# **Bet:** the AI Index has a value for each of the nine years, too. In how many is it equal to McKinsey's? And if two
# *honest, separate* surveys ask fifteen hundred people each (so each is off by a point or so), in how many of a hundred
# years do they publish the same whole per cent?

# %%
bet_equal = ...  # a number of years, 0 to 9
bet_separate = ...  # a number of years, 0 to 100

# %% compare
both = yearly.merge(ai_index, on="year", suffixes=("_mckinsey", "_ai_index"))
equal = both["percent_mckinsey"] == both["percent_ai_index"]
bets.settle(bet_equal, int(equal.sum()))

# %% compare
rng = np.random.default_rng(1)
one, other = rng.binomial(1500, 0.78, (2, 100_000)) / 1500  # two surveys of one truth, 100,000 times
same = (one.round(2) == other.round(2)).mean()
bets.settle(bet_separate, round(100 * same), within=5)
print(f"equal in nine years of nine: about 1 in {1 / same**9:,.0f}")

# %%
early = mckinsey[mckinsey["edition"] == "2024 early"]
lab01.overlaid(yearly, ai_index, early)

# %% [markdown]
# The figure shows McKinsey's line with the AI Index as rings on top: every ring sits on a dot. Only an edition of early
# 2024 has none.
#
# Equal in *all* years is no agreement, it is a copy. The AI Index of 2026 takes the series from McKinsey, and says so
# (source: summaries, data/adoption/ai_index.csv). Two sources, **one survey**.
#
# Small print: from 55 to 78 is 23 points (given), or 42 % more than before. Whoever wants a rise to look large says per
# cent.
#
# ## 2. What does "use" mean? (7 min)
#
# The steepest rise stands at the left end: from 20 in 2017 to 47 in 2018. Did use really more than double?
#
# **Bet:** in 2025, 88 of 100 say that their organisation uses AI in at least one function. How many of 100 say that it
# is *fully scaled*?

# %%
bet_scaled = ...  # a number from 0 to 88

# %% compare
wordings = pd.read_csv("../data/adoption/wordings.csv")
in_2025 = wordings[wordings["year"] == 2025].set_index("counts_as_use")["percent"]
bets.settle(bet_scaled, int(in_2025["fully scaled across the organisation"]), within=3)

# %%
lab01.wordings(wordings)

# %% [markdown]
# The figure shows, for three years, what McKinsey reports when the bar for "use" is put higher or lower; the filled
# dot is the published headline. It climbed from the bottom of its range to the top: in 2017 "use" meant AI at scale in
# a core part of the business, in 2018 one capability in one process was enough. And other people were asked: in 2017
# only executives who know of AI (source: data/adoption/mckinsey.csv). (Fully scaled: of all, or of users? The summaries
# that we read leave it open.)
#
# **Try it.** Compare like with like: if trials count as use, too, by how many points did it rise from 2017 to 2018?

# %% try:1.1
like_with_like = ...  # points

checks.try_it(
    like_with_like,
    lambda points: checks.seal(points) == "4523540f",
    "The headline rose by 27: ten of them are gone, and even these two dots are not the same sentence.",
    "which dot of each year takes in those who only try AI out? The answer is a number of points.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# The published headlines leave the trials out.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Two numbers of the figure, the topmost of 2017 and of 2018, and a difference.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `top = wordings.groupby("year")["percent"].max()`, then `top[2018] - ...`
#
# </details>
#
# ## 3. What do statistical offices say? (8 min)
#
# A consultancy hears those who answer. A statistical office draws firms from a register, and the bakery counts as well
# as the carmaker. Eurostat asks firms with ten or more staff, the US Census Bureau all employers.
#
# **Bet:** which share of EU firms uses AI in 2025, while the other survey says 88 %?

# %%
bet_eu = ...  # per cent of firms with ten or more staff

# %% compare
official = pd.read_csv("../data/adoption/official_statistics.csv")
recent = official[official["period"] >= "2025"]
by_label = recent.set_index("label")["percent"]
bets.settle(bet_eu, int(by_label["EU firms, 10+ staff"]), within=5)

# %%
bars = {
    "regular use in at least one function": "McKinsey, at least one function",
    "fully scaled across the organisation": "McKinsey, fully scaled (of whom?)",
}
survey = pd.DataFrame({"label": bars.values(), "unit": "answers", "percent": in_2025[list(bars)].values})
lab01.answers(pd.concat([recent, survey]))

# %% [markdown]
# The figure shows thirteen published shares around 2025, from 7 % to 88 %; the marker says what is counted: firms, jobs
# (in firms that use AI), workers or answers. Nobody lies:
#
# | what differs | look at |
# |---|---|
# | unit | US, same answers: 18 % of firms, 32 % weighted by jobs |
# | size | EU: 17 % of small firms, 55 % of large ones |
# | wording | US: about 10 % "in producing goods or services", 18 % "in any business function" |
# | survey | US, both by jobs: 32 % (Census) and 78 % (the Fed); who answered and what was asked differ |
# | left out | financial firms are optional for Eurostat (source: data/adoption/README.md) |
#
# **Try it.** Bora has about 140 staff. Which two rows are the nearest yardsticks? Enter their labels, as the figure has
# them.

# %% try:1.2
yardsticks = ...  # a set of two labels, as in {"EU firms, 250+ staff", "US firms, new question"}

checks.try_it(
    yardsticks,
    lambda labels: checks.seal(set(labels)) == "fbda817b",
    "One is nearer in place, one in size. Neither speaks of lenders, and neither puts Bora among “the 12 %”.",
    "two labels, copied letter by letter, name a size class in which 140 staff lie.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Some labels say how large the firms are.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# One row is European, one is American.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `recent[recent["label"].str.contains("249")]`
#
# </details>
#
# ## 4. Can one world give all these numbers? (11 min)
#
# Why published figures differ cannot be proved: nobody can ask the same firms twice. In an invented world we can. Each
# firm has a size class and a staff; `official` says whether it uses AI as an office counts it (Eurostat's shares by
# size), `any` whether it at least tries AI out (made-up shares).

# %% compare
firms = polls.invent(seed=1)
display(firms.head(3))

# %% [markdown]
# A survey of it has three **dials**:
#
# | dial | turned down | turned up |
# |---|---|---|
# | `vote` | `"firms"`: each counts once | `"jobs"`: as often as it has jobs, as in a mail to all managers |
# | `wording` | `"official"` | `"any"` use, trials too |
# | `eagerness` | 1: all answer alike | 3: firms with any use answer three times as often |


# %%
def survey_says(firms, vote="firms", wording="official", eagerness=1):
    """The per cent of yes among those who answer."""
    votes = {"firms": 1, "jobs": firms["staff"]}[vote]
    weight = votes * np.where(firms["any"], eagerness, 1)
    return 100 * np.average(firms[wording], weights=weight)


# %% [markdown]
# **Bet:** with all dials down the world says 20. What does it say with all three up?

# %%
bet_turned = ...  # per cent


# %% compare
def three_turns(firms, eagerness):
    return {
        "firms, official": survey_says(firms),
        "jobs, official": survey_says(firms, "jobs"),
        "jobs, any use": survey_says(firms, "jobs", "any"),
        "jobs, any use, eager users": survey_says(firms, "jobs", "any", eagerness),
    }


here = three_turns(firms, eagerness=3)
bets.settle(bet_turned, round(here["jobs, any use, eager users"]), within=5)

# %% [markdown]
# How many firms try AI out, and how eagerly they answer, is made up. So turn the dials in a hundred other worlds, with
# other shares and another eagerness:

# %% compare
worlds = pd.DataFrame([three_turns(*world) for world in polls.other_worlds(100)])
last = worlds["jobs, any use, eager users"]
print(f"all three up: {last.min():.0f} to {last.max():.0f} %, half of the worlds above {last.median():.0f} %")

# %%
lab01.staircase(here, worlds)

# %% [markdown]
# The figure shows our world as a staircase, from 20 % of firms to 90 % of answers; the dots are the hundred others.
# Both ends are true of the same firms on the same day. How much of the way is the eagerness?

# %% compare
first = survey_says(firms, eagerness=3) - survey_says(firms)
second = survey_says(firms, wording="any", eagerness=3) - survey_says(firms, wording="any")
last = here["jobs, any use, eager users"] - here["jobs, any use"]
print(f"The eagerness adds {first:.0f} points turned first, {second:.0f} after the wording, {last:.0f} turned last.")

# %% [markdown]
# So *how much* one dial adds has no single answer: each works on what the others leave over. Never write "half of the
# gap is response bias".
#
# **Try it.** Make our world say 18, and make it say 95, each to within one point. One needs an eagerness *below* its
# lower stop, the other one *above* its upper stop.

# %% try:1.3
for_18 = ...  # as in {"vote": "jobs", "eagerness": 2}
for_95 = ...


def both_right(pair):
    if ... in pair:
        raise NotImplementedError
    first, second = (survey_says(firms, **dials) for dials in pair)
    print(f"They say {first:.1f} and {second:.1f}.")
    return abs(first - 18) <= 1 and abs(second - 95) <= 1


checks.try_it(
    (for_18, for_95),
    both_right,
    "You can now make a survey say what you like. Use it to recognise the trick, not to play it.",
    "18 and 95 are asked for, each to within one point.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# What if busy users throw the questionnaire away?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# For 18 leave vote and wording alone, and try an eagerness a little below 1. For 95 turn all three up.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `for_18 = {"eagerness": ...}`, about four fifths, and `for_95 = {"vote": "jobs", "wording": "any", "eagerness": ...}`,
# well above 3.
#
# </details>
#
# ## 5. Can a bad sample be repaired? (9 min)
#
# Now *any* use is asked of **volunteers**: a firm answers as often as it has jobs, and three times as often if it uses
# AI. Two repairs are on offer: fifteen thousand answers instead of 150, and **weights**, which give each size class its
# share in the register. A fifth survey draws 150 firms at random and chases them until they answer.
#
# Each survey is held 200 times. Its **error** is the root of the mean squared distance to the truth.
#
# **Bet:** how many firms, drawn at random, are as good as fifteen thousand weighted volunteers?

# %%
bet_firms = ...  # the smallest number of random firms whose error is not larger

# %% compare
designs = {
    "150 volunteers": polls.volunteers(firms, 150),
    "15,000 volunteers": polls.volunteers(firms, 15_000),
    "150 volunteers, weighted": polls.volunteers(firms, 150, weighted=True),
    "15,000 volunteers, weighted": polls.volunteers(firms, 15_000, weighted=True),
    "150 firms at random": polls.at_random(firms, 150),
}
results = pd.DataFrame(designs)  # 200 surveys of each design
truth = 100 * firms["any"].mean()
errors = ((results - truth) ** 2).mean() ** 0.5
display(pd.DataFrame({"median": results.median(), "error": errors}).round(1))

# %% [markdown]
# For n random firms the error is known: the root of p (100 - p) / n, where p is the true share in per cent. Solved for
# n, here and in twenty other worlds:


# %% compare
def as_good_as(error, truth):
    """The number of random firms that have this error."""
    return int(np.ceil(truth * (100 - truth) / error**2))


bets.settle(bet_firms, as_good_as(errors["15,000 volunteers, weighted"], truth), within=1)

# %% compare
elsewhere = []
for world, eagerness in polls.other_worlds(20):
    there = 100 * world["any"].mean()
    shares = polls.volunteers(world, 15_000, weighted=True, eagerness=eagerness, times=20)
    error = ((shares - there) ** 2).mean() ** 0.5
    elsewhere.append(as_good_as(error, there))
print(f"in 20 other worlds: {min(elsewhere)} to {max(elsewhere)} firms, the median is {np.median(elsewhere):g}")

# %%
lab01.surveys(results, truth)

# %% [markdown]
# The figure shows five surveys, each with the range of 95 of 100 repetitions: volunteers land near 90 % whether there
# are 150 or 15,000, weights bring the large survey to 73.8 %, and the random firms scatter around the true 49 %.
#
# Why do the weights stop there? Turn the dials of section 4: each firm one vote, any use, eager users.

# %%
print(f"{survey_says(firms, vote='firms', wording='any', eagerness=3):.1f} %")

# %% [markdown]
# Nearly the same: the weights have turned the vote dial back and left the eagerness where it was.
#
# - **More answers** make a survey surer of a wrong number.
# - **Weights** repair what the register knows: size. Nobody keeps a register of eagerness.
# - **Design** repairs the rest: draw at random and chase. That is what a statistical office is for.
#
# ## 6. What would a board member ask? (10 min)
#
# No code is needed to take a statistic apart, only five questions: **what** is counted, **among whom**, **what counts
# as yes**, **who paid and when**, **how was it found out**.
#
# "And 87 % of AI projects fail", says the chief executive's other slide (source: the slide names none). The claim can
# be traced, and it has famous relatives. Which two of these three may be compared? (Where a question mark stands, no
# text that we read states it.)

# %% compare
claims = pd.read_csv("../data/adoption/failure_claims.csv", dtype={"id": str}).set_index("id").loc[["87", "85", "52"]]
display(claims[["claim", "unit", "population", "failure_means", "paid_by", "published", "evidence"]].T)

# %% [markdown]
# It drifted on its way to the slide: *data science* became *AI*, and *never reach production* became *fail*. All three
# count projects, but only 87 and 52 mean the same failure; they are five years apart, and one has no evidence that we
# could find. So there is not one fair comparison.
#
# On Wednesday, a vendor's leaflet (invented, like Bora) lies on the chief executive's desk:
#
# > **NINE IN TEN LENDERS ALREADY SCORE WITH AI. ARE YOU THE TENTH?**
# >
# > *Of 214 decision makers who answered our questionnaire at the spring fair, 195 said that their company uses AI. Own
# > survey, April 2026.*
#
# **Try it.** You sit on the board. Write the headline that the small print allows: one sentence, at most 25 words.
# (The check looks for words: share, base, people, place. If it does not know yours, say it in the small print's.)

# %% try:1.4
headline = ...  # a sentence, in quotes

objections = leaflet.objections(headline)
checks.try_it(
    headline,
    lambda sentence: not objections,
    "It will never be printed, and that is the finding.",
    " ".join(objections),
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Who was counted: lenders, or people? What did they say they do: score?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Share and base, people, place, and that they *say* so. What the small print does not know stays out.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# "195 of 214 ... who answered at a ... say that their ... uses AI."
#
# </details>
#
# ## Pitfalls
#
# - **Counting copies as confirmations.** Equal in every single year means one source.
# - **Drawing a line through changed questions.** Mark the break.
# - **Trusting n.** A large sample of volunteers is precise about volunteers.
# - **Losing the unit on the way.** 88 % of *respondents* became 88 % of *organisations* on the slide.
#
# ## Summary
#
# The promise was to take an adoption figure apart, rebuild it, and say what it tells a board. You have
#
# - found two famous charts to be one survey, equal in nine of nine years;
# - seen its steepest rise go with a changed question, put to other people;
# - bet on what a statistical office says, and found two yardsticks for Bora;
# - built 20 % and 90 % from one world, and seen by how much a hundred others differ;
# - seen a handful of random firms do as well as 15,000 weighted volunteers;
# - written the headline that small print allows.
#
# ## Quiz
#
# **1.** Two reports give the same share of AI users for the same year. What do you look at before you say that they
# confirm each other?
#
# <details><summary>Answer</summary>
#
# Where each has it from. Separate surveys of usual size agree to the whole per cent in about one year of four: one
# equal year says little, equality in every year says copy (section 1).
#
# </details>
#
# **2.** A survey of tens of thousands has an interval of half a point. Its answers came through a link in an AI
# newsletter. What does the interval tell you?
#
# <details><summary>Answer</summary>
#
# How much the result would move if other readers had clicked. It covers chance, not choice (section 5).
#
# </details>
#
# **3.** A statistical office asks "any business function" instead of "producing goods or services", and its share rises
# by eight points within a quarter. What may you write?
#
# <details><summary>Answer</summary>
#
# That the two questions differ by so much. Not that use grew (section 3).
#
# </details>
#
# ## In the assignment
#
# You compute shares and growth from raw waves, weight answers to a register, pay for the intervals that you put around
# shares in worlds that you have not seen, detect copied series, and write the page for Bora's board.
#
# ## Read on
#
# - `data/adoption/README.md`: every figure of this lesson, where it was read and how far to trust it.
# - Eurostat, [*Use of artificial intelligence in enterprises*][eurostat] (Statistics Explained, data set isoc_eb_ai).
# - Huff, *How to Lie with Statistics* (1954): the three dials, seventy years earlier.
#
# [eurostat]: https://ec.europa.eu/eurostat/statistics-explained/index.php?title=Use_of_artificial_intelligence_in_enterprises
