# %%
import numpy as np
import pandas as pd
from scipy import stats

from bora import checks

# %% [markdown] teacher
# **Timing.** 135 minutes: 20, 30, 20, 25, 30 for the exercises and 10 for the written answer. For a shorter hand-in
# drop Exercise 4.3. Exercise 4.5 is the one that separates: the pile test of the lesson, copied, fails there, because
# honest people round. Its score and thresholds are stated; the practice cases come from the same generator as the
# hidden ones.
#
# **What goes wrong most.** In 4.1 the timeouts vanish with `dropna`. In 4.2 missing values do. In 4.3 a `NaN` passes,
# because no comparison with it is true. In 4.4 outcomes that are not known yet count as good. Each has its own
# message.

# %% [markdown]
# ## Exercise 4.1: percentiles from a log (3 points, 20 min)
#
# Bora's service had a bad afternoon, and the vendor's report says that p95 was fine. The report left out every
# request that did not succeed; you write an honest one.
#
# Write `latency_report(log, start, end)`.
#
# - `log` is a DataFrame with one row a request, in any order: `second` (when it was sent, a float), `ms` (how long
#   the client waited; missing for timeouts) and `status` (200: answered; 0: timed out; anything else: an error).
# - Only requests with `start <= second < end` count; `start` is below `end`.
# - Percentiles are taken over how long clients waited: answered requests with their `ms`, timeouts with `TIMEOUT_MS`.
#   Errors are *not* among them: a server that fails at once is not fast.
# - A percentile is a *nearest rank*: the smallest of these waiting times that at least 50 % (95 %) of them do not
#   exceed. Nothing is interpolated.
#
# It returns a dict with exactly these keys:
#
# | key | value |
# |---|---|
# | `"requests"` | number of requests in the window |
# | `"qps"` | *answered* requests for each second of the window |
# | `"failed_share"` | share of the window's requests that failed: errors and timeouts (`None` without requests) |
# | `"p50"`, `"p95"` | in ms; `None` where there is no waiting time to take them from |
#
# **Example.** In the window from 0 to 2 s of the log below, four requests count. The clients that were not turned
# away by an error waited 20, 30 and 2000 ms, so p50 is 30 and p95 is 2000; two of four requests failed: 0.5; and 2
# answers in 2 s are 1.0 a second.

# %%
TIMEOUT_MS = 2000.0
example_log = pd.DataFrame(
    {
        "second": [0.0, 0.5, 1.0, 1.9, 2.0],
        "ms": [30.0, 2.0, 20.0, np.nan, 25.0],
        "status": [200, 503, 200, 0, 200],
    }
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Three groups of requests play three different parts. Write down, for each of the five keys, which groups count.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Cut the window out first. Then make one sorted list of waiting times. The nearest rank of 95 % in a list of n is the
# value at place n * 95 / 100, rounded up, counted from 1.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.percentile(waited, 95, method="inverted_cdf")` is the nearest rank; the default method is not. `where` puts a
# value in place of others: `window["ms"].where(window["status"] != 0, TIMEOUT_MS)`.
#
# </details>


# %% answer:4.1 names="latency_report"
def latency_report(log, start, end):
    """Requests, answers a second, share of errors, p50 and p95 (nearest rank, ms) of the window [start, end)."""
    ### BEGIN SOLUTION
    window = log[(log["second"] >= start) & (log["second"] < end)]
    status = window["status"]
    waited = window["ms"].where(status != 0, TIMEOUT_MS)[status.isin([0, 200])]
    p50, p95 = (np.percentile(waited, q, method="inverted_cdf") if len(waited) else None for q in (50, 95))
    answered = int((status == 200).sum())
    share = None if window.empty else 1 - answered / len(window)
    return {"requests": len(window), "qps": answered / (end - start), "failed_share": share, "p50": p50, "p95": p95}
    ### END SOLUTION


# %% check:4.1 points=1
report = latency_report(example_log, 0.0, 2.0)
assert type(report) is dict, f"latency_report should return a dict, not {type(report).__name__}."
checks.same(sorted(report), ["failed_share", "p50", "p95", "qps", "requests"], "The set of keys", "See the table.")
checks.close(report["requests"], 4, "requests", "A request sent at the very end of the window belongs to the next one.")
checks.close(report["qps"], 1.0, "qps", "Only answered requests are work that got done; divide by the window's length.")
checks.close(report["failed_share"], 0.5, "failed_share", "Whatever is not status 200 has failed, a timeout as well.")
hint = "Which requests have a waiting time, how long did timeouts wait, and is it a nearest rank (no interpolation)?"
checks.close(report["p50"], 30.0, "p50", hint)
checks.close(report["p95"], 2000.0, "p95", hint)

# %% hidden:4.1 points=1
rng = np.random.default_rng(41)
for size, kinds in ((900, [200] * 30 + [500, 0]), (80, [200, 200, 503]), (12, [200, 0])):
    seconds, status = rng.uniform(0, 60, size).round(2), rng.choice(kinds, size)
    ms = np.where(status == 0, np.nan, rng.lognormal(3, 1, size).round(1))
    report = latency_report(pd.DataFrame({"second": seconds, "ms": ms, "status": status}), 10.0, 50.0)
    inside = [(w, s) for t, w, s in zip(seconds, ms, status, strict=True) if 10 <= t < 50]
    waited = sorted(2000.0 if s == 0 else w for w, s in inside if s in (0, 200))
    good = sum(s == 200 for _, s in inside)
    checks.close(report["requests"], len(inside), "requests", "Count the window only.")
    checks.close(report["qps"], good / 40, "qps", "Only answered requests count, and the window has a length.")
    checks.close(
        report["failed_share"], 1 - good / len(inside), "failed_share", "Errors and timeouts, over all requests."
    )
    for name, percent in (("p50", 50), ("p95", 95)):
        rank = -(-percent * len(waited) // 100)
        hint = "It must be one of the waiting times (no interpolation), without errors, with timeouts."
        checks.close(report[name], waited[rank - 1], f"{name} of {len(waited)} waiting times", hint)

# %% hidden:4.1-edges points=1
log = pd.DataFrame({"second": [5.0, 3.0, 4.0, 9.0], "ms": [1.0, np.nan, 7.0, 40.0], "status": [500, 0, 500, 200]})
report = latency_report(log, 20.0, 30.0)
checks.close(report["requests"], 0, "requests of an empty window", "Nothing was sent then.")
checks.close(report["qps"], 0.0, "qps of an empty window", "Nothing was answered then.")
for key in ("failed_share", "p50", "p95"):
    checks.same(report[key], None, f"{key} of an empty window", "There is nothing to take it from; see the table.")
report = latency_report(log, 4.0, 9.0)
checks.close(
    report["failed_share"], 1.0, "failed_share of a window with errors only", "The start counts, the end does not."
)
checks.same(report["p95"], None, "p95 of a window with errors only", "Errors have no place among waiting times.")
report = latency_report(log, 3.0, 4.0)
checks.close(report["p50"], 2000.0, "p50 of a window with one timeout", "A timeout has a waiting time.")
checks.close(report["qps"], 0.0, "qps of a window with one timeout", "Nothing was answered then.")

# %% [markdown]
# ## Exercise 4.2: an alarm that knows its sample size (4 points, 30 min)
#
# Bora's branches want drift alarms of their own, with fifty applications a week here and two thousand there. A fixed
# limit for PSI would alarm in the small ones always and in the large ones never.
#
# Write `drift_alarm(reference, current, bins=10, level=0.01)` for one column of numbers.
#
# - `reference` and `current` are lists, arrays or Series of numbers; a missing value is `NaN`. In the reference at
#   least one value is not missing. If either has no rows at all, raise `ValueError`.
# - **Cut points** are the quantiles of the reference's known values at the levels `k / bins` for k = 1 to bins - 1, as
#   `np.quantile` gives them. Equal cut points count once. A value that equals a cut point belongs *above* it. (Levels
#   from `np.linspace` differ in the last digit; the checks use no data in which that moves a value.)
# - Missing values are a bin of their own.
# - Bins without a row on *either* side are left out. `B` is the number of bins that remain.
# - To each count of the remaining bins 0.5 is added, on both sides; shares are taken of these counts. PSI is the sum
#   over the bins of (current share - reference share) * ln(current share / reference share).
# - The **limit**, the only one, is (1/n + 1/m) times the quantile 1 - `level` of the chi-square distribution with B -
#   1 degrees of freedom, where n and m count all rows, missing ones included. With B = 1, PSI and limit are 0.
#
# It returns a dict: `"psi"`, `"limit"`, `"bins"` (B) and `"alarm"` (`True` where PSI is above the limit, else
# `False`).
#
# **Example.** With `bins=2`, reference `[1, 1, 2, 4, 5, 6]` and current `[1, 3, 7, 8]`, the one cut point is 3. The
# counts are 3, 3 and 1, 3; with the halves 3.5, 3.5 and 1.5, 3.5, so the shares are 0.5, 0.5 and 0.3, 0.7. PSI is
# 0.1695, the limit is (1/6 + 1/4) * 6.635 = 2.765, and there is no alarm.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Do it in steps that you can look at: cut points, two rows of counts, PSI, limit. Print each for the example.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Take missing values out before you look for quantiles, count them apart, and put that count at the end of the row.
# Then drop the bins in which both rows are 0.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `np.searchsorted(cuts, values, side="right")` gives each value the number of its bin, `np.bincount(...,
# minlength=...)` counts them, `stats.chi2.ppf(1 - level, B - 1)` is the quantile.
#
# </details>


# %% answer:4.2 names="drift_alarm"
def drift_alarm(reference, current, bins=10, level=0.01):
    """PSI of a numeric column, its limit for these sample sizes, the bins used, and whether PSI is above the limit."""
    ### BEGIN SOLUTION
    old, new = np.asarray(reference, float), np.asarray(current, float)
    if not len(old) or not len(new):
        raise ValueError("no rows, no comparison")
    cuts = np.quantile(old[~np.isnan(old)], np.arange(1, bins) / bins)  # equal ones only make empty bins

    def counts(values):
        places = np.searchsorted(cuts, values, side="right")
        return np.bincount(np.where(np.isnan(values), bins, places), minlength=bins + 1)

    both = np.array([counts(old), counts(new)])
    both = both[:, both.any(axis=0)] + 0.5
    e, a = both / both.sum(axis=1, keepdims=True)
    psi = float(((a - e) * np.log(a / e)).sum())
    limit = 0.0
    if len(e) > 1:
        limit = float((1 / len(old) + 1 / len(new)) * stats.chi2.ppf(1 - level, len(e) - 1))
    return {"psi": psi, "limit": limit, "bins": len(e), "alarm": psi > limit}
    ### END SOLUTION


# %% check:4.2 points=1.5
result = drift_alarm([1, 1, 2, 4, 5, 6], [1, 3, 7, 8], bins=2)
assert type(result) is dict, f"drift_alarm should return a dict, not {type(result).__name__}."
checks.same(
    sorted(result), ["alarm", "bins", "limit", "psi"], "The set of keys", "psi, limit, bins and alarm are asked."
)
checks.close(result["bins"], 2, "bins of the example", "One cut point makes two bins, and nothing is missing.")
checks.close(
    result["psi"], 0.169460, "psi of the example", "Value 3 belongs above the cut; add 0.5 to each count.", 1e-5
)
checks.close(result["limit"], 2.764540, "limit of the example", "Look at the factor and the degrees of freedom.", 1e-5)
checks.flag(result["alarm"], False, "alarm of the example", "Compare PSI with the limit, not with a fixed number.")
rng = np.random.default_rng(420)
result = drift_alarm(rng.normal(0, 1, 5000), rng.normal(0.15, 1, 5000))
hint = "PSI is small there, the limit smaller; no other limit counts."
checks.flag(result["alarm"], True, "alarm for 5,000 rows that moved a little", hint)
result = drift_alarm([0, 0, 0, 0, 0, 0, 2, 2], [0, 2, float("nan"), 2], bins=4)
checks.close(result["bins"], 3, "bins of zeros, twos and a missing value", "Equal cuts count once; missing is a bin.")
checks.close(result["limit"], 3.453876, "limit of 8 and 4 rows", "Count all rows; B - 1 degrees of freedom.", 1e-5)
checks.raises(ValueError, lambda: drift_alarm([1.0, 2.0], []), "drift_alarm without current rows")

# %% hidden:4.2 points=1.5
for seed, n, m, given in ((1, 500, 120, {}), (2, 1000, 2500, {"bins": 5, "level": 0.05}), (3, 200, 50, {"bins": 4})):
    bins, level = given.get("bins", 10), given.get("level", 0.01)
    rng = np.random.default_rng([42, seed])
    reference, current = rng.gamma(2, 900, n), rng.gamma(2, 900 * (1 + 0.1 * seed), m)
    result = drift_alarm(reference.tolist(), current.tolist(), **given)
    cuts = [-np.inf, *(np.quantile(reference, k / bins) for k in range(1, bins)), np.inf]
    old, new = (np.histogram(side, cuts)[0] + 0.5 for side in (reference, current))
    old, new = old / old.sum(), new / new.sum()
    expected_limit = (1 / n + 1 / m) * stats.chi2.isf(level, bins - 1)
    expected_psi = float(np.sum(new * np.log(new / old)) + np.sum(old * np.log(old / new)))
    checks.close(result["bins"], bins, "bins", "No bin is empty on both sides here.")
    checks.close(result["psi"], expected_psi, f"psi of {n} and {m} rows", "Cut at the reference's quantiles only.")
    checks.close(result["limit"], expected_limit, f"limit of {n} and {m} rows", "Sizes, level and B - 1 all matter.")
    checks.flag(result["alarm"], bool(expected_psi > expected_limit), "alarm", "Is PSI above the limit?")
rng = np.random.default_rng(422)
result = drift_alarm(rng.gamma(2, 900, 20_000), rng.gamma(2, 945, 20_000))
checks.flag(
    result["alarm"], True, "alarm for 20,000 rows that moved by 5 %", "Is PSI above the limit? Nothing else counts."
)

# %% hidden:4.2-edges points=1
late = np.repeat([0.0, 1.0, 2.0, 5.0], [150, 30, 15, 5])
with_missing = np.concatenate([np.repeat([0.0, 1.0, 3.0], [60, 20, 10]), np.full(30, np.nan)])
result = drift_alarm(late, with_missing)
checks.close(
    result["bins"], 4, "bins of a column with ties and missing values", "Equal cuts count once; missing is a bin."
)
shares = [[150, 30, 20, 0], [60, 20, 10, 30]]
old, new = ((np.array(row) + 0.5) / (sum(row) + 2) for row in shares)
hint = "Which bins remain, which rows lie in them?"
checks.close(result["psi"], float(((new - old) * np.log(new / old)).sum()), "psi with ties and missing values", hint)
checks.close(result["limit"], (1 / 200 + 1 / 120) * 11.344867, "limit with missing values", "n and m count all rows.")
checks.flag(result["alarm"], True, "alarm when a quarter of the values has gone missing", "Do missing values count?")
result = drift_alarm(with_missing, late)
checks.close(result["bins"], 4, "bins when the reference has missing values", "Quantiles are those of known values.")
result = drift_alarm(pd.Series([7.0] * 40), pd.Series([7.0] * 9))
checks.close(result["bins"], 1, "bins of a constant column", "Only bins with rows on one side or both remain.")
checks.close(result["psi"], 0.0, "psi of a constant column", "With one bin nothing can move.")
checks.close(result["limit"], 0.0, "limit of a constant column", "The statement says what it is with one bin.")
checks.flag(result["alarm"], False, "alarm of a constant column", "0 is not above 0.")
checks.raises(ValueError, lambda: drift_alarm([], [1.0, 2.0]), "drift_alarm without reference rows")
checks.raises(ValueError, lambda: drift_alarm([1.0, 2.0], []), "drift_alarm without current rows")

# %% [markdown]
# ## Exercise 4.3: is it the released model? (3 points, 20 min)
#
# After each restart Bora asks every replica for its papers and for its answers on the golden set. The list of answers
# comes back in any order, sometimes incomplete, and somebody must turn it into a verdict.
#
# Write `verdicts(released, replicas, tolerance)`.
#
# - `released` is a dict: `"version"`, `"sha256"` (strings) and `"answers"`, a dict from application id to PD: the
#   golden set.
# - `replicas` is a dict from a replica's name to a dict of the same form, or to `None` when the replica did not
#   answer.
# - The result is a dict from each name to a dict with `"verdict"`, `"gap"` and `"flipped"`.
# - If the replica did not answer, or lacks an application of the golden set, or gives for one of them anything but an
#   `int` or a `float` from 0 to 1 (`None`, text and `NaN` are none; `True` and `False` do not occur), the verdict is
#   `"no valid answer"`, and gap and flipped are `None`. Answers to other applications are ignored.
# - Otherwise `gap` is the largest absolute difference of PD over the golden set (which is never empty), not rounded,
#   and `flipped` the number of its applications that are decided differently; a loan is granted when PD is *below*
#   `CUT`.
# - The verdict is then `"another model"` if the gap is above the tolerance, whatever the papers say; else `"other
#   papers"` if version or sha256 differ; else `"as released"`. A gap that equals the tolerance is not above it; the
#   checks try that only with numbers that a float holds exactly.
#
# **Example.** See the cell below: B has the right papers and another model, with a gap of 0.30 and one flipped
# decision.

# %%
CUT = 0.15
example_released = {"version": "3", "sha256": "9f2c", "answers": {"a1": 0.05, "a2": 0.10, "a3": 0.40}}
example_replicas = {
    "A": {"version": "3", "sha256": "9f2c", "answers": {"a3": 0.40, "a1": 0.05, "a2": 0.10}},
    "B": {"version": "3", "sha256": "9f2c", "answers": {"a1": 0.05, "a2": 0.40, "a3": 0.40}},
    "C": None,
}

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Decide first whether the answers are valid at all. What does Python say to `float("nan") > 0.1`?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Go through the *released* answers by application id and look each id up in the replica's answers.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `gaps = [abs(theirs[i] - pd_released) for i, pd_released in released["answers"].items()]`, once you know that all are
# valid: `isinstance(theirs.get(i), int | float) and 0 <= theirs[i] <= 1`. Without its first half, text is compared with
# a number, which is a TypeError.
#
# </details>


# %% answer:4.3 names="verdicts"
def verdicts(released, replicas, tolerance):
    """For each replica: "no valid answer", "another model", "other papers" or "as released", with gap and flips."""
    ### BEGIN SOLUTION
    golden = released["answers"]
    found = {}
    for name, replica in replicas.items():
        found[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
        theirs = replica["answers"] if replica else {}
        if not all(isinstance(theirs.get(key), (int, float)) and 0 <= theirs[key] <= 1 for key in golden):
            continue
        gap = max(abs(theirs[key] - ours) for key, ours in golden.items())
        flipped = sum((theirs[key] < CUT) != (ours < CUT) for key, ours in golden.items())
        papers = all(replica[key] == released[key] for key in ("version", "sha256"))
        verdict = "another model" if gap > tolerance else "as released" if papers else "other papers"
        found[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return found
    ### END SOLUTION


# %% check:4.3 points=1
result = verdicts(example_released, example_replicas, 0.01)
assert type(result) is dict, f"verdicts should return a dict, not {type(result).__name__}."
checks.same(sorted(result), ["A", "B", "C"], "The set of replicas", "Each replica gets a verdict, a silent one too.")
for name, verdict in (("A", "as released"), ("B", "another model"), ("C", "no valid answer")):
    assert type(result[name]) is dict, f"The result for {name} should be a dict, not {type(result[name]).__name__}."
    checks.same(sorted(result[name]), ["flipped", "gap", "verdict"], f"The set of keys of {name}", "See the statement.")
    checks.same(result[name]["verdict"], verdict, f"The verdict on {name}", "Compare answers by application id.")
checks.close(result["B"]["gap"], 0.30, "The gap of B", "The largest absolute difference over the golden set is asked.")
checks.close(result["B"]["flipped"], 1, "The flipped decisions of B", "Compare decisions, below CUT or not.")
checks.same(result["C"]["gap"], None, "The gap of the silent replica", "Without answers there is none.")
answers = {
    "text": {"a2": "0.1"},
    "none": {"a2": None},
    "nan": {"a2": np.nan},
    "low": {"a1": 0.0, "a2": 0.0, "a3": 0.25},
}
replicas = {n: {"version": "3", "sha256": "9f2c", "answers": {"a1": 0.05, "a3": 0.4} | a} for n, a in answers.items()}
try:
    result = verdicts(example_released, replicas, 0.25)
except (TypeError, ValueError) as error:
    raise AssertionError(
        f"An answer can be text or None; verdicts stumbles over it ({error}). Is it a number?"
    ) from None
for name in ("text", "none", "nan"):
    checks.same(result[name]["verdict"], "no valid answer", f"The verdict on an answer that is {name}", "Is it a PD?")
checks.close(result["low"]["gap"], 0.15, "The gap of lower answers", "The largest one, without a sign; not a sum.")
checks.close(result["low"]["flipped"], 0, "The flips of lower answers", "Count changed decisions, not changed answers.")

# %% hidden:4.3 points=1
released = {"version": "7", "sha256": "aa", "answers": {"x": 0.5, "y": 0.25, "z": 0.125, "w": 0.75}}
same, lower = released["answers"], {"w": 0.5, "z": 0.125, "y": 0.25, "x": 0.5}
replicas = {
    "rebuilt": {"version": "8", "sha256": "bb", "answers": same},
    "overwritten": {"version": "7", "sha256": "bb", "answers": same},
    "relabelled": {"version": "8", "sha256": "aa", "answers": same},
    "lower": {"version": "7", "sha256": "aa", "answers": lower},
    "wrong": {"version": "8", "sha256": "bb", "answers": lower | {"w": 0.25, "extra": 9.0}},
}
result = verdicts(released, replicas, 0.25)
for name in ("rebuilt", "overwritten", "relabelled"):
    checks.same(result[name]["verdict"], "other papers", f"The verdict on {name}", "Same answers; look at both papers.")
    checks.close(result[name]["gap"], 0.0, f"The gap of {name}", "The answers are the same.")
checks.same(result["lower"]["verdict"], "as released", "A gap that equals the tolerance", "Only above it counts.")
checks.close(result["lower"]["gap"], 0.25, "The gap of answers that are too low", "Differences have no sign here.")
checks.same(
    result["wrong"]["verdict"], "another model", "The verdict on other papers and answers", "Answers come first."
)
checks.close(result["wrong"]["gap"], 0.5, "The gap of the replica with an extra answer", "Only the golden set counts.")
checks.close(result["wrong"]["flipped"], 0, "The flips of two refusals", "0.75 and 0.25 are both refused.")

# %% hidden:4.3-edges points=1
released = {"version": "1", "sha256": "cc", "answers": {"x": 0.1499, "v": 0.14, "y": 0.15, "z": 0.4}}
papers = {"version": "1", "sha256": "cc"}
right = {"z": 0.4, "y": 0.15, "v": 0.14, "x": 0.1499}
replicas = {
    "edge": papers | {"answers": right | {"x": 0.15, "v": 0.15}},
    "nan": papers | {"answers": right | {"y": float("nan")}},
    "short": papers | {"answers": {"x": 0.1499, "v": 0.14, "y": 0.15}},
    "text": papers | {"answers": right | {"z": "0.4"}},
    "percent": papers | {"answers": {name: 100 * pd for name, pd in right.items()}},
    "above 1": papers | {"answers": right | {"z": 1.01}},
    "negative": papers | {"answers": right | {"y": -0.15}},
    "limits": papers | {"answers": right | {"x": 0, "y": 1}},
}
try:
    result = verdicts(released, replicas, 0.02)
except (TypeError, ValueError) as error:
    raise AssertionError(f"verdicts stumbles over an answer ({error}). Is it a number at all?") from None
checks.same(result["edge"]["verdict"], "as released", "The verdict on a tiny gap", "It is within the tolerance.")
checks.close(result["edge"]["flipped"], 2, "The flips at the cut", "A PD that equals CUT is not below it.")
for name in ("nan", "short", "text", "percent", "above 1", "negative"):
    hint = "Look for missing applications, NaN, text and numbers that are no probability."
    checks.same(result[name]["verdict"], "no valid answer", f"The verdict on the replica '{name}'", hint)
    checks.same(result[name]["flipped"], None, f"The flips of the replica '{name}'", "Without valid answers: None.")
checks.same(
    result["limits"]["verdict"], "another model", "The verdict on answers 0 and 1", "0 and 1 are probabilities."
)
checks.close(result["limits"]["gap"], 0.85, "The gap of answers 0 and 1", "The largest absolute difference is asked.")

# %% [markdown]
# ## Exercise 4.4: how good are we, before the outcomes? (3 points, 25 min)
#
# It is November, and the outcomes of October's loans come in April. Until then Bora has only the PDs; afterwards it
# wants to know whether it may go on trusting them.
#
# **First**, write `expected_matrix(pds, cut)`. `pds` is a list, array or Series of calibrated PDs; an applicant is
# refused when PD is `cut` or more. A refused applicant who would have defaulted is a true positive, a refused one who
# would have paid a false positive; a granted one who defaults is a false negative, one who pays a true negative. Each
# applicant counts in both of the cells that the decision leaves open, with the probabilities of defaulting and of
# paying. Return a dict:
#
# - `"tp"`, `"fp"`, `"fn"`, `"tn"`: the expected counts, not rounded;
# - `"accuracy"`; `"precision"`, tp / (tp + fp), `None` if nobody is refused; `"recall"`, tp / (tp + fn), `None` if no
#   default at all is expected.
#
# Raise `ValueError` if there are no PDs, or if one is `NaN`, below 0 or above 1.
#
# **Second**, write `level_check(pds, outcomes, sds=3)` for the day on which outcomes come in. `outcomes` has an entry
# for each PD, in the same order: 1 for a default, 0 for none, `None` or `NaN` if not known yet; those count nowhere.
# Here all PDs are numbers from 0 to 1; there is nothing to raise. Return a dict:
#
# - `"known"`: the number of known outcomes; `"expected"`: the sum of their PDs; `"seen"`: the defaults among them;
# - `"z"`: seen minus expected, over the square root of the sum of PD * (1 - PD); `None` where that sum is 0;
# - `"alarm"`: `True` if z is above `sds` or below `-sds`, else `False`; also `False` where z is `None`.
#
# **Example.** For PDs 0.9, 0.8, 0.6, 0.3, 0.1 and a cut of 0.5: tp 2.3, fp 0.7, fn 0.4, tn 1.6, accuracy 0.78. With
# the outcomes 1, `None`, 1, 0, 0: known 4, expected 1.9, seen 2, z 0.13, no alarm.
#
# <details><summary>Hint 1: a nudge</summary>
#
# An applicant with PD 0.9 is nine tenths of a default. What is he if he is refused, what if he is granted?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# tp is the sum of PD over the refused, fp that of 1 - PD over the refused; in the same way for the granted. For the
# second part, throw out what is not known first, in both lists.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `refused = p >= cut`, then `tp = p[refused].sum()`. For outcomes: `y = np.array(outcomes, float)` turns `None` into
# `NaN`, and `known = ~np.isnan(y)`.
#
# </details>


# %% answer:4.4 names="expected_matrix,level_check"
def expected_matrix(pds, cut):
    """The confusion matrix that calibrated PDs promise, with accuracy, precision and recall."""
    ### BEGIN SOLUTION
    p = np.asarray(pds, float)
    if not len(p) or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("PDs from 0 to 1 are needed, at least one")
    refused, granted = p[p >= cut], p[p < cut]
    tp, fp, fn, tn = refused.sum(), (1 - refused).sum(), granted.sum(), (1 - granted).sum()
    counts = {"tp": float(tp), "fp": float(fp), "fn": float(fn), "tn": float(tn), "accuracy": float((tp + tn) / len(p))}
    precision = float(tp / len(refused)) if len(refused) else None
    recall = float(tp / p.sum()) if p.any() else None
    return counts | {"precision": precision, "recall": recall}
    ### END SOLUTION


def level_check(pds, outcomes, sds=3):
    """Do the known outcomes fit the PDs? Their number, expected and seen defaults, z and whether it is too large."""
    ### BEGIN SOLUTION
    p, y = np.asarray(pds, float), np.asarray(outcomes, float)
    p, y = p[~np.isnan(y)], y[~np.isnan(y)]
    spread = float(np.sqrt((p * (1 - p)).sum()))
    z = float(y.sum() - p.sum()) / spread if spread else None
    alarm = z is not None and abs(z) > sds
    return {"known": len(p), "expected": float(p.sum()), "seen": int(y.sum()), "z": z, "alarm": alarm}
    ### END SOLUTION


# %% check:4.4 points=1
found = expected_matrix([0.9, 0.8, 0.6, 0.3, 0.1], 0.5)
assert type(found) is dict, f"expected_matrix should return a dict, not {type(found).__name__}."
keys = ["accuracy", "fn", "fp", "precision", "recall", "tn", "tp"]
checks.same(sorted(found), keys, "The set of keys of expected_matrix", "See the statement.")
for key, value in (("tp", 2.3), ("fp", 0.7), ("fn", 0.4), ("tn", 1.6)):
    checks.close(found[key], value, f"{key} of the example", "Each applicant counts in two cells, with PD and 1 - PD.")
for key, value, hint in (
    ("accuracy", 0.78, "Expected right decisions, refused and granted, over all applicants."),
    ("precision", 2.3 / 3, "Of those refused, which part is expected to default?"),
    ("recall", 2.3 / 2.7, "Of the expected defaults, which part is refused?"),
):
    checks.close(found[key], value, f"{key} of the example", hint)
found = level_check([0.9, 0.8, 0.6, 0.3, 0.1], [1, None, 1, 0, 0])
assert type(found) is dict, f"level_check should return a dict, not {type(found).__name__}."
keys = ["alarm", "expected", "known", "seen", "z"]
checks.same(sorted(found), keys, "The set of keys of level_check", "See the statement.")
for key, value in (("known", 4), ("expected", 1.9), ("seen", 2)):
    checks.close(found[key], value, f"{key} of the example", "What is not known yet counts nowhere.")
hint = "Add PD * (1 - PD) over the known ones, each with its own PD, and take the square root."
checks.close(found["z"], 0.1 / 0.63**0.5, "z of the example", hint)
checks.flag(found["alarm"], False, "alarm of the example", "z is far from 3.")

# %% hidden:4.4 points=1
rng = np.random.default_rng(44)
pds = rng.beta(1.2, 8, 400).round(2)
found = expected_matrix(pds, 0.15)
refused = [float(p) for p in pds if p >= 0.15]
granted = [float(p) for p in pds if p < 0.15]
cells = {"tp": sum(refused), "fp": len(refused) - sum(refused), "fn": sum(granted), "tn": len(granted) - sum(granted)}
for key, value in cells.items():
    checks.close(found[key], value, f"{key} of 400 PDs", "A PD that equals the cut is refused.", 1e-6)
checks.close(found["accuracy"], (cells["tp"] + cells["tn"]) / 400, "accuracy of 400 PDs", "Right ones over all.", 1e-6)
checks.close(found["precision"], sum(refused) / len(refused), "precision of 400 PDs", "tp over all refused.", 1e-6)
checks.close(found["recall"], sum(refused) / float(pds.sum()), "recall of 400 PDs", "tp over all defaults.", 1e-6)
checks.same(expected_matrix([0.1, 0.2], 0.5)["precision"], None, "precision with nobody refused", "See the statement.")
checks.close(expected_matrix([0.1, 0.2], 0.5)["recall"], 0.0, "recall with nobody refused", "Defaults are expected.")
checks.same(expected_matrix([0.0, 0.0], 0.5)["recall"], None, "recall without expected defaults", "See the statement.")
checks.close(expected_matrix([0.0, 1.0], 0.5)["accuracy"], 1.0, "accuracy of PDs 0 and 1", "Both are certain.")
for pds, what in (
    ([], "no PDs"),
    ([0.2, float("nan")], "NaN"),
    ([0.2, -0.1], "a negative PD"),
    ([1.2], "a PD above 1"),
):
    checks.raises(ValueError, lambda pds=pds: expected_matrix(pds, 0.5), f"expected_matrix with {what}")

# %% hidden:4.4-level points=1
rng = np.random.default_rng(45)
pds = rng.beta(1.2, 12, 600)
for factor, alarm in ((1.0, False), (2.0, True), (0.2, True)):
    outcomes = (rng.random(600) < factor * pds).astype(float)
    outcomes[::5] = np.nan
    found = level_check(pds.tolist(), pd.Series(outcomes))
    known = [(p, y) for p, y in zip(pds, outcomes, strict=True) if y == y]
    z = sum(y - p for p, y in known) / sum(p * (1 - p) for p, _ in known) ** 0.5
    checks.close(found["known"], len(known), "known", "NaN is not known yet.")
    checks.close(found["z"], z, "z", "Look at the spread: the sum of PD * (1 - PD), under a root.")
    checks.flag(
        found["alarm"], alarm, f"alarm at {factor:g} times the promised defaults", "Too few is a misfit as well."
    )
checks.flag(level_check([0.5] * 4, [1, 1, 1, 1], sds=2)["alarm"], False, "alarm at z = sds", "Only beyond it.")
checks.flag(level_check([0.5] * 4, [1, 1, 1, 1], sds=1)["alarm"], True, "alarm with sds=1", "Use the parameter.")
checks.flag(level_check([0.5] * 12, [1] * 12)["alarm"], True, "alarm at z = 3.46", "The default of sds is 3.")
found = level_check([0.2, 0.3], [None, None])
checks.close(found["known"], 0, "known without outcomes", "Nothing is known yet.")
checks.same(found["z"], None, "z without outcomes", "The statement says what it is.")
checks.flag(found["alarm"], False, "alarm without outcomes", "Nothing is known yet.")
checks.same(level_check([0.0, 1.0], [0, 0])["z"], None, "z of PDs without spread", "The sum of PD * (1 - PD) is 0.")

# %% [markdown]
# ## Exercise 4.5: catch the cheats, not the rounders (4 points, 30 min)
#
# Bora's score likes savings above some cut, and word gets around. But honest people round: many declare 3,000 EUR who
# own 2,870, so there is a pile at every round number in every month, cheats or not.
#
# Write `cheats_at(month, past, cut)`: `month` is an array with the declared savings (whole EUR) of one month's
# applications, `past` a list of 12 such arrays from earlier months in which nobody cheated, and `cut` is in EUR.
# Return `True` if you say that people cheat at this cut in this month, else `False`.
#
# What you may count on: `make_case` below makes all cases, those of the hidden checks too (with other seeds).
#
# - The cut is one of 2,000, 2,500, 3,000, 4,000 and 5,000 EUR.
# - If people cheat, then of those who own from 25 % of the cut up to the cut, a share of 10 % to 40 % declares from
#   the cut up to 12 % above it.
# - In some honest months a campaign brings 45 % more applications, from people with less savings.
#
# **How it is scored**, stated beforehand: of 60 cases, 30 with cheats. A caught month earns 1, a false alarm costs 5
# (somebody is accused), so the best score is 30. The visible check asks for an obvious case and for 8 of 12 on twelve
# practice cases of each kind (1 point). Two hidden ones follow, on different cases: one asks for a score of at least
# 15 (1 point), the other for at least 22 (2 points); who reaches 22 in both has all four points.
#
# **Example.** `month, past, cut, cheated = make_case(5)` is a practice case; `cheated` is the truth.


# %%
def make_case(seed):
    """A month, twelve honest months before it, the cut, and whether people cheat; even seeds are honest."""
    rng = np.random.default_rng([450, seed])
    cut, cheated, campaign = int(rng.choice([2000, 2500, 3000, 4000, 5000])), seed % 2 == 1, seed % 3 == 0

    def owned(scale, count):
        return rng.lognormal(np.log(3500 * scale), 1.0, rng.poisson(count))

    def declared(savings):
        step = rng.choice([1, 100, 500, 1000], len(savings), p=(0.45, 0.15, 0.20, 0.20))
        return (np.round(savings / step) * step).astype(int)

    past = [declared(owned(1.0, 1150)) for _ in range(12)]
    savings = np.concatenate([owned(1.0, 1150), owned(0.6, 520 if campaign else 0)])
    month = declared(savings)
    if cheated:
        tempted = (savings >= 0.25 * cut) & (savings < cut) & (rng.random(len(savings)) < rng.uniform(0.1, 0.4))
        month = np.where(tempted, (cut * (1 + 0.12 * rng.random(len(savings)) ** 2)).astype(int), month)
    return month, past, cut, cheated


# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# The past months show how large an honest pile at this very cut is. What must you compare, so that a month with more
# applications is not suspicious for that alone?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Count just above and just below the cut, in the month and in the past. Is the share of "above" among both in this
# month larger than in the past, by more than chance allows? A false alarm costs five catches: choose the limit
# accordingly.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# With counts a, b in the month and A, B in the pooled past: the log of the odds ratio, `np.log((a / b) / (A / B))`,
# over its standard error, `np.sqrt(1 / a + 1 / b + 1 / A + 1 / B)`. Try limits on practice cases.
#
# </details>


# %% answer:4.5 names="cheats_at"
def cheats_at(month, past, cut):
    """Whether declared savings pile up just above the cut more than they did in the honest past."""

    ### BEGIN SOLUTION
    def just_above(values):
        return (values >= cut) & (values < 1.12 * cut)

    honest_share = just_above(np.concatenate(past)).mean()
    seen = just_above(month)
    return bool(stats.binomtest(int(seen.sum()), len(seen), honest_share, alternative="greater").pvalue < 0.002)
    ### END SOLUTION


# %% check:4.5 points=1
month, past, cut, cheated = make_case(0)
answer = checks.plain(cheats_at(month, past, cut), "cheats_at")
assert type(answer) is bool, f"cheats_at should return True or False, not {type(answer).__name__}."
lying = np.where((month > 0.4 * cut) & (month < cut) & (np.arange(len(month)) % 3 > 0), cut + 50, month)
checks.flag(checks.plain(cheats_at(lying, past, cut)), True, "cheats_at for a month of liars", "The pile is enormous.")
caught = sum(checks.plain(cheats_at(*make_case(seed)[:3])) is True for seed in range(1, 25, 2))
quiet = sum(checks.plain(cheats_at(*make_case(seed)[:3])) is False for seed in range(0, 24, 2))
assert caught >= 8, f"Of 12 practice months with cheats you catch {caught}. Look at both sides of the cut."
assert quiet >= 8, (
    f"Of 12 honest practice months you leave {quiet} in peace. Honest people round, and campaigns happen."
)

# %% hidden:4.5 points=1
score = 0
for seed in range(81_460_000, 81_460_060):
    month, past, cut, cheated = make_case(seed)
    alarm = checks.plain(cheats_at(month, past, cut), "cheats_at")
    assert type(alarm) is bool, f"cheats_at should return True or False, not {type(alarm).__name__}."
    score += (1 if cheated else -5) * alarm
assert score >= 15, (
    f"Your score on 60 unseen cases is {score} of 30; at least 15 is asked. Are your false alarms too many?"
)

# %% hidden:4.5-high points=2
score = 0
for seed in range(40_404_040, 40_404_100):
    month, past, cut, cheated = make_case(seed)
    alarm = checks.plain(cheats_at(month, past, cut), "cheats_at")
    assert type(alarm) is bool, f"cheats_at should return True or False, not {type(alarm).__name__}."
    score += (1 if cheated else -5) * alarm
assert score >= 22, f"Your score on 60 other unseen cases is {score} of 30; at least 22 is asked for these points."

# %% [markdown]
# ## Exercise 4.6: which alarm may wake somebody? (3 points, 10 min)
#
# Bora can wake one engineer at night. These eight alarms exist:
#
# | | alarm | how often it is false | what somebody could do at once |
# |---|---|---|---|
# | a | no replica answers | hardly ever | restart, or back to the old scorecard |
# | b | p95 latency above 500 ms for 5 minutes | twice a month | add a replica |
# | c | a replica fails parity on the golden set | hardly ever | point the alias at the released version, restart |
# | d | PSI of a feature above its limit (1 % level, six features, daily) | see the exercise | look at it |
# | e | the schema is broken: an unknown category or a wrong type | once a quarter | send these applications to clerks |
# | f | share of loans granted today is half of last month's | once a quarter | stop automatic refusals |
# | g | more defaults than the PDs promised (outcomes of six months ago) | rarely | nothing tonight |
# | h | savings pile up above a cut | rarely | nothing tonight |
#
# In at most 250 words: which of them wake the engineer, which open a ticket for the morning, which go into a monthly
# report? Say for d how many false alarms a month you expect, and what you would do about it. Name one way of losing
# money that none of the eight would show tonight, and who should carry that risk.
#
# **Rubric** (3 points): *1* a rule rather than a list: you say what an alarm must fulfil to wake somebody, and apply it
# to all eight alike; *1* for d: the number of false alarms is estimated, and a remedy named; *1* a blind spot is named,
# with an owner.

# %% [markdown] written:4.6 points=3
# *The rule.* Somebody is woken only if the alarm is nearly always true, if money or customers are lost before
# morning, and if there is something to do at once that can be undone.
#
# *Awake:* a (no service), c (every decision tonight comes from a model that nobody released, and the way back is one
# alias), f (the level of decisions has moved; whether data or model, stopping automatic refusals is safe), e only if
# the affected applications are decided automatically at night; otherwise they wait in a queue. *Ticket for the
# morning:* b (slow is not wrong; more replicas can start by themselves), d, e. *Monthly report with an owner:* g and
# h: they are about months, and nothing can be done tonight.
#
# *d.* Six features, 30 days, 1 %: 1.8 false alarms a month, one every two or three weeks, and a chance of 6 % each
# day. Remedy: one test over all features a day, or a level of about 0.17 % for each, weekly instead of daily
# comparisons, and an alarm only when the same feature is above its limit twice. And say how large the change is, not
# only that it is there.
#
# *Blind spot.* A rate shock: inputs, scores, parity and service stay as they are while people default more. g shows
# it six months late. The owner is the subject matter expert for credit risk, not the engineer: she follows early
# missed payments and interest rates, and decides on the cut-off.
