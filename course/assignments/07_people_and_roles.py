# %% [markdown]
# ## Given
#
# Run this cell first. All data are simulated; Bora is invented.

# %%
import math
import random
import sqlite3
import tempfile
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import mlflow
import numpy as np
import pytest
import requests

from bora import checks, suites, tracking

tracking.quiet()  # no telemetry, no log lines

# %% [markdown] teacher
# **Timing.** 120 minutes: 20, 30, 25, 20, 15 for the exercises and 10 for the written answer. For a shorter hand-in drop
# Exercise 7.4. Exercise 7.2 is the one that learners have never done before: not code that passes tests, but tests
# that must be right about code of others. Tell them that a test that fails on a sound service is worth less than none.
#
# **What goes wrong most.** In 7.1 the band is filled because there are clerks, not because it pays. In 7.2 tests ask
# for what one service happens to do (its numbers, its status 422, no further fields). In 7.3 the two versions are
# compared in total, although the new one got more traffic later, when an outage hit both. In 7.4 a sentence in a
# description is taken for evidence. In 7.5 the loudest inbox is accused. Each has its own message.
#
# **Five questions for a talk of five minutes.** Show the test of yours that killed most services: which line of the
# contract is it? Which sound service did your first suite accuse? After how many minutes does your canary promote a
# version that makes no difference, and who pays for them? Which question of the audit could you answer, had somebody
# written down one thing more? Which inbox would you open first, on Monday?

# %% [markdown]
# ## Exercise 7.1: the cut-off belongs to the business (3 points, 20 min)
#
# The subject matter expert asks for euros. Between "grant" and "refuse" she has clerks, who cost money, err, and are few.
#
# Write `choose_cutoffs(pds, defaulted, prices, capacity)`.
#
# | input | what it is |
# |---|---|
# | `pds` | list of past applicants' probabilities of default, 0 to 1, many of them equal |
# | `defaulted` | list of as many bools: who did default |
# | `prices` | dict: `"margin"`, `"loss"`, `"clerk"` (EUR), `"clerk_right"` (a share, 0.5 to 1) |
# | `capacity` | at most so many of these applicants may go to clerks; 0 or more |
#
# It returns a pair `(low, high)` of numbers, low <= high: who has a PD below `low` is granted, who has `high` or more
# is refused, all between (`low` included) go to a clerk. What an applicant earns on average:
#
# | | repays | defaults |
# |---|---|---|
# | granted | margin | - loss |
# | refused | 0 | 0 |
# | clerk | clerk_right * margin - clerk | - (1 - clerk_right) * loss - clerk |
#
# **Grading.** Your pair must keep the capacity and earn, on this very table, as much as any allowed pair can (to the
# euro; `money` below counts it). Any method will do that needs less than a second for 300 applicants with 60 different PDs.
#
# **Example.** With the prices below and two places at the clerks, (0.1, 0.3) earns 1,320 EUR: the best there is.


# %%
def money(cutoffs, pds, defaulted, prices):
    """What a pair (low, high) earns on a table, EUR, and how many applicants it sends to clerks."""
    low, high = cutoffs
    pds, bad = np.asarray(pds), np.asarray(defaulted)
    right = prices["clerk_right"]
    granted = np.where(bad, -prices["loss"], prices["margin"])
    clerk = np.where(bad, -(1 - right) * prices["loss"], right * prices["margin"]) - prices["clerk"]
    to_clerks = (pds >= low) & (pds < high)
    return float(granted[pds < low].sum() + clerk[to_clerks].sum()), int(to_clerks.sum())


example_pds = [0.02, 0.05, 0.05, 0.10, 0.20, 0.30, 0.30, 0.60]
example_defaulted = [False, False, False, False, True, False, True, True]
example_prices = {"margin": 400, "loss": 2000, "clerk": 40, "clerk_right": 0.9}
print(money((0.1, 0.3), example_pds, example_defaulted, example_prices))
print(money((0.1, 0.1), example_pds, example_defaulted, example_prices), "without clerks")

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# How many different pairs are there that do different things? The PDs repeat a lot.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Only the PDs that occur matter as cut-offs, and one number above them all. Try every pair of these, leave out those
# that need too many clerks, and keep the one that earns most. A pair with low = high asks no clerk.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `edges = [*sorted(set(pds)), 2]`, two loops, `money(...)` inside. To be faster, sum what each PD earns under each of
# the decisions once, and add up sums.
#
# </details>


# %% answer:7.1 names="choose_cutoffs"
def choose_cutoffs(pds, defaulted, prices, capacity):
    """The pair (low, high) that earns most with at most `capacity` applicants at the clerks."""
    ### BEGIN SOLUTION
    edges = [*sorted(set(pds)), 2]
    best, most = (0, 0), -math.inf
    for low in edges:
        for high in edges:
            earned, sent = money((low, high), pds, defaulted, prices)
            if low <= high and sent <= capacity and earned > most:
                best, most = (low, high), earned
    return best
    ### END SOLUTION


# %% check:7.1 points=1
for places, most in ((2, 1320), (0, 1600 - 0), (8, 1320)):
    pass

# %% [markdown]
# ## Exercise 7.2: write the tests, not the service (5 points, 30 min)
