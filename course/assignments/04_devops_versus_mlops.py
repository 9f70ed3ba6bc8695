# %%
import copy

import numpy as np
import pandas as pd
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from scipy import stats

from bora import checks

# %% [markdown] teacher
# **Timing.** 120 minutes: 20, 25, 15, 20, 25 for the exercises and 15 for the written answer. For a shorter hand-in
# drop Exercise 4.3. Exercise 4.5 is the one that separates: the pile test of the lesson, copied, fails there, because
# honest people round. Its score and thresholds are stated; the practice cases come from the same generator as the
# hidden ones.
#
# **What goes wrong most.** In 4.1 counters are read as if they had started at 0 with the first scrape. In 4.2 missing
# values vanish with `dropna`. In 4.3 a `NaN` passes, because no comparison with it is true. In 4.4 outcomes that are
# not known yet count as good. Each has its own message.

# %% [markdown]
# ## Exercise 4.1: what the service says of itself (3 points, 20 min)
#
# Prometheus reads `/metrics` again and again; a report comes from two scrapes, `before` and `after`. You write it.
#
# Write `service_report(before, after, seconds)`: two texts in Prometheus' format, the second taken `seconds` (above 0)
# after the first. Two of their metrics matter, others may stand beside them:
#
# - `bora_requests_total`, with the labels `replica` and `status`: requests since the service started. Status `"200"`
#   was answered; any other one failed.
# - `bora_request_seconds_bucket`, with the label `le`: requests that took at most so many seconds, `"+Inf"` last.
#
# What happened *between* the scrapes is asked: for each series (a name with its labels) the increase. A series that is
# not there in `before` was 0. A series that is lower in `after` was started again from 0 in between: then its increase
# is its value in `after`.
#
# It returns a dict:
#
# | key | value |
# |---|---|
# | `"requests"` | how many requests, all replicas and statuses together |
# | `"qps"` | *answered* requests a second |
# | `"failed_share"` | share of the requests that failed; `None` without requests |
# | `"p95"` | an edge `le` (seconds), see below; `None` without requests in the histogram |
#
# p95 is the smallest `le` whose bucket holds at least 95 % of the requests in the histogram; where only `+Inf` does,
# the largest finite `le`, as in Prometheus. Nothing is interpolated.
#
# **Example.** Below, 10 requests came in 20 seconds, 8 were answered: qps 0.4, failed_share 0.2. Of the 10, 9 took at
# most 0.1 s and all at most 0.5 s: p95 is 0.5.


# %%
def scrape(requests, seconds=(), edges=(0.05, 0.1, 0.5, 2.0)):
    """A text as /metrics gives it, from {(replica, status): count} and the seconds that requests took."""
    registry = CollectorRegistry()
    counter = Counter("bora_requests", "Requests", ["replica", "status"], registry=registry)
    histogram = Histogram("bora_request_seconds", "Seconds", buckets=edges, registry=registry)
    for (replica, status), count in requests.items():
        counter.labels(replica, status).inc(count)
    for value in seconds:
        histogram.observe(value)
    return generate_latest(registry).decode()


example_before = scrape({("A", "200"): 5}, [0.01] * 5)
example_after = scrape(
    {("A", "200"): 9, ("A", "503"): 2, ("B", "200"): 4},
    [0.01] * 5 + [0.07] * 9 + [0.3],
)
families = text_string_to_metric_families(example_after)
pd.DataFrame([(s.name, s.labels, s.value) for family in families for s in family.samples]).head(4)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# Do not cut the text yourself: the cell above shows the parser that Prometheus' own client brings. What makes two
# samples the same series?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Make a dict of each scrape, from name and labels to value. One more dict holds the increases; all four numbers are
# sums and comparisons over it.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# A key of a series is `(sample.name, tuple(sorted(sample.labels.items())))`. Buckets count upwards already: what is
# at most 0.1 s is also at most 0.5 s.
#
# </details>


# %% answer:4.1 names="service_report"
def service_report(before, after, seconds):
    """Requests, answers a second, share of failures and p95 (s, a bucket's edge) between two scrapes of /metrics."""

    ### BEGIN SOLUTION
    def series(text):
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}

    first, increases = series(before), {}
    for key, value in series(after).items():
        earlier = first.get(key, 0)
        increases[key] = value - earlier if value >= earlier else value
    counted = [(dict(labels), value) for (name, labels), value in increases.items() if name == "bora_requests_total"]
    total = sum(value for _, value in counted)
    answered = sum(value for labels, value in counted if labels["status"] == "200")
    finite = sorted(
        (float(dict(labels)["le"]), value)
        for (name, labels), value in increases.items()
        if name == "bora_request_seconds_bucket" and ("le", "+Inf") not in labels
    )
    observed = increases["bora_request_seconds_bucket", frozenset({("le", "+Inf")})]
    enough = [edge for edge, below in finite if below >= 0.95 * observed]
    p95 = (enough or [finite[-1][0]])[0] if observed else None
    share = (total - answered) / total if total else None
    return {"requests": total, "qps": answered / seconds, "failed_share": share, "p95": p95}
    ### END SOLUTION


# %% check:4.1 points=1
keys = ["requests", "qps", "failed_share", "p95"]
try:
    report = service_report(example_before, example_after, 20)
except KeyError as error:
    hint = "A series that is not there in `before` was 0; not every metric has every label."
    raise AssertionError(f"service_report looks up {error}, which is not there. {hint}") from None
report = checks.fields(report, "service_report", keys)
checks.close(report["requests"], 10, "requests", "Only what came between the scrapes counts, of all replicas.")
checks.close(report["qps"], 0.4, "qps", "Only answered requests, over the seconds between the scrapes.")
checks.close(report["failed_share"], 0.2, "failed_share", "Whatever is not status 200 has failed.")
hint = "Take the increase of each bucket first, then the smallest edge below which 95 % lie."
checks.close(report["p95"], 0.5, "p95", hint)
try:
    quiet = service_report(example_after, example_after, 5)
except ZeroDivisionError:
    raise AssertionError("service_report divides by 0 where no request came; its table says what it is then.") from None
quiet = checks.fields(quiet, "service_report without requests", keys)
checks.close(quiet["requests"], 0, "requests between two equal scrapes", "Nothing came in between.")
checks.same(quiet["failed_share"], None, "failed_share without requests", "There is nothing to take a share of.")
checks.same(quiet["p95"], None, "p95 without requests", "There is nothing to take it from.")

# %% hidden:4.1 points=1
keys = ["requests", "qps", "failed_share", "p95"]
rng = np.random.default_rng(41)
for edges in ((0.05, 0.1, 0.5, 2.0), (0.01, 0.02, 0.03, 0.04, 0.08, 1.0)):
    old = {("A", "200"): 40, ("B", "200"): 30, ("A", "502"): 3}
    new = {(name, status): int(rng.integers(1, 90)) for name in "ABC" for status in ("200", "204", "404", "429", "503")}
    times = rng.lognormal(-3.2, 0.8, 400).tolist()
    later = {key: old.get(key, 0) + new.get(key, 0) for key in {**old, **new}}
    total, good = sum(new.values()), sum(count for (_, status), count in new.items() if status == "200")
    wanted = min(edge for edge in edges if np.mean(np.array(times[100:]) <= edge) >= 0.95)
    before, after = scrape(old, times[:100], edges), scrape(later, times, edges)
    report = checks.fields(service_report(before, after, 12.5), "service_report", keys)
    checks.close(report["requests"], total, "requests of three replicas", "A series that is new counts from 0.")
    checks.close(report["qps"], good / 12.5, "qps of three replicas", "Only status 200, over the seconds given.")
    hint = "Statuses such as 204, 404 and 429 are not 200; take the share of all requests in between."
    checks.close(report["failed_share"], 1 - good / total, "failed_share of three replicas", hint)
    hint = "It is an edge of a bucket (nothing is interpolated), from what came between the scrapes."
    checks.close(report["p95"], wanted, "p95 of 300 requests", hint)

# %% hidden:4.1-edges points=1
keys = ["requests", "qps", "failed_share", "p95"]
report = service_report(scrape({}), scrape({("B", "500"): 4}, [0.2] * 4), 2)
report = checks.fields(report, "service_report of failures only", keys)
checks.close(report["failed_share"], 1.0, "failed_share of failures only", "All of them failed.")
checks.close(report["qps"], 0.0, "qps of failures only", "Nothing was answered.")
checks.close(report["p95"], 0.5, "p95 of failures only", "The histogram does not ask for the status.")
report = service_report(scrape({("A", "200"): 3}, [0.01] * 3), scrape({("A", "200"): 23}, [0.01] * 22 + [0.3]), 10)
checks.close(report["p95"], 0.05, "p95 where exactly 95 % lie in a bucket", "At least 95 % are asked, so it is enough.")
report = service_report(scrape({}), scrape({("A", "200"): 4}, [0.01, 9.0, 9.0, 9.0]), 10)
checks.close(
    report["p95"], 2.0, "p95 beyond the last edge", "The statement says what it is where only +Inf holds 95 %."
)
before, after = scrape({("A", "200"): 90, ("B", "200"): 10}), scrape({("A", "200"): 7, ("B", "200"): 30})
report = checks.fields(service_report(before, after, 10), "service_report after a restart", keys)
hint = "A series that is lower in `after` was started again: its increase is its value there. The others are as ever."
checks.close(report["requests"], 27, "requests where one replica's counter was started again", hint)
checks.same(report["p95"], None, "p95 without anything in the histogram", "There is nothing to take it from.")

# %% [markdown]
# ## Exercise 4.2: an alarm that knows its sample size (4 points, 25 min)
#
# Bora's branches want drift alarms of their own, with fifty applications a week here and two thousand there. A fixed
# limit for PSI would alarm in the small ones always and in the large ones never.
#
# Write `drift_alarm(reference, current, bins=10, level=0.01)` for one column of numbers: lists, arrays or Series with
# any index; a missing value is `NaN`. At least one value of the reference is known. Without any rows on one of the two
# sides raise `ValueError`.
#
# | step | what |
# |---|---|
# | cut points | `np.quantile` of the reference's known values at `k / bins`, k = 1 to bins - 1; equal ones once |
# | counts | a value that equals a cut point lies *above* it; missing values are a bin of their own |
# | `"bins"` | B, the number of bins that are left when those that are empty in *both* samples are dropped |
# | `"psi"` | 0.5 is added to each count left; of shares, (current - reference) * ln(current / reference) is summed |
# | `"limit"` | (1/n + 1/m) * the 1 - `level` quantile of chi-square with B - 1 degrees of freedom |
# | `"alarm"` | `True` where psi is above the limit, else `False`; no other limit counts |
#
# n and m count all rows, missing values too. With B = 1, psi and limit are 0. The result is a dict with these four
# keys.
#
# **Example.** With `bins=2`, reference `[1, 1, 2, 4, 5, 6]` and current `[1, 3, 7, 8]`, the one cut point is 3. The
# counts are 3, 3 and 1, 3; with the halves the shares are 0.5, 0.5 and 0.3, 0.7. PSI is 0.1695, the limit is
# (1/6 + 1/4) * 6.635 = 2.765, and there is no alarm.
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
keys = ["psi", "limit", "bins", "alarm"]
result = checks.fields(drift_alarm([1, 1, 2, 4, 5, 6], [1, 3, 7, 8], bins=2), "drift_alarm", keys)
checks.close(result["bins"], 2, "bins of the example", "One cut point makes two bins, and nothing is missing.")
hint = "The value 3 equals the cut point: does it lie above? And is 0.5 added to each count?"
checks.close(result["psi"], 0.169460, "psi of the example", hint, 1e-5)
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
keys = ["psi", "limit", "bins", "alarm"]
cases = ((1, 500, 120, 900, {}), (2, 1000, 2500, 900, {"bins": 5, "level": 0.05}), (3, 200, 50, 0.004, {"bins": 4}))
for seed, n, m, scale, given in cases:
    bins, level = given.get("bins", 10), given.get("level", 0.01)
    rng = np.random.default_rng([42, seed])
    reference, current = rng.gamma(2, scale, n), rng.gamma(2, scale * (1 + 0.1 * seed), m)
    inner = [np.quantile(reference, k / bins) for k in range(1, bins)]
    old, new = (np.histogram(side, [-np.inf, *inner, np.inf])[0] + 0.5 for side in (reference, current))
    old, new = old / old.sum(), new / new.sum()
    expected_limit = (1 / n + 1 / m) * stats.chi2.isf(level, bins - 1)
    expected_psi = float(np.sum(new * np.log(new / old)) + np.sum(old * np.log(old / new)))
    result = checks.fields(drift_alarm(reference.tolist(), current.tolist(), **given), "drift_alarm", keys)
    checks.close(result["bins"], bins, "bins", "No bin is empty on both sides here: are the cut points unrounded?")
    hint = "Cut at the reference's own quantiles, unrounded; both directions of the sum count."
    checks.close(result["psi"], expected_psi, f"psi of {n} and {m} rows", hint)
    checks.close(result["limit"], expected_limit, f"limit of {n} and {m} rows", "Sizes, level and B - 1 all matter.")
    checks.flag(result["alarm"], bool(expected_psi > expected_limit), "alarm", "Is PSI above the limit?")
rng = np.random.default_rng(422)
result = drift_alarm(rng.gamma(2, 900, 20_000), rng.gamma(2, 945, 20_000))
hint = "Is PSI above the limit? Nothing else counts."
checks.flag(result["alarm"], True, "alarm for 20,000 rows that moved by 5 %", hint)

# %% hidden:4.2-edges points=1
keys = ["psi", "limit", "bins", "alarm"]
late = np.repeat([0.0, 1.0, 2.0, 5.0], [150, 30, 15, 5])
with_missing = np.concatenate([np.repeat([0.0, 1.0, 3.0], [60, 20, 10]), np.full(30, np.nan)])
old, new = ((np.array(row) + 0.5) / (sum(row) + 2) for row in ([150, 30, 20, 0], [60, 20, 10, 30]))
wanted = float(((new - old) * np.log(new / old)).sum())
for index in (range(120), range(500, 620)):
    current = pd.Series(with_missing, index=index)
    try:
        result = checks.fields(drift_alarm(pd.Series(late, index=range(7, 207)), current), "drift_alarm", keys)
    except (KeyError, IndexError):
        raise AssertionError("drift_alarm of a Series looks values up by label; its index does not matter.") from None
    checks.close(result["bins"], 4, "bins of a column with ties and missing values", "Equal cuts count once.")
    hint = "Missing values are a bin, also where one side has none; an index of a Series does not matter."
    checks.close(result["psi"], wanted, "psi with ties and missing values", hint)
    hint = "n and m count all rows, missing ones as well."
    checks.close(result["limit"], (1 / 200 + 1 / 120) * 11.344867, "limit with missing values", hint)
checks.flag(result["alarm"], True, "alarm when a quarter of the values has gone missing", "Do missing values count?")
result = drift_alarm(with_missing.copy(), late.copy())
checks.close(result["bins"], 4, "bins when the reference has missing values", "Quantiles are those of known values.")
result = drift_alarm([7.0] * 40, [7.0] * 9)
checks.close(result["bins"], 1, "bins of a constant column", "Only bins with rows on one side or both remain.")
checks.close(result["psi"], 0.0, "psi of a constant column", "With one bin nothing can move.")
checks.close(result["limit"], 0.0, "limit of a constant column", "The statement says what it is with one bin.")
checks.flag(result["alarm"], False, "alarm of a constant column", "0 is not above 0.")
hint = "The cut point equals the smallest value of the reference; below it lies a bin that only the current side fills."
checks.close(drift_alarm([7.0] * 40, [7.0] * 5 + [2.0] * 4)["bins"], 2, "bins where current values lie below", hint)
hint = "Rows without a known value are rows: nothing is raised, and they lie in the bin of missing values."
try:
    result = drift_alarm([1.0, 2.0, 3.0, 4.0], [np.nan, np.nan], bins=2)
except ValueError:
    raise AssertionError(f"drift_alarm with all current values missing raised ValueError. {hint}") from None
checks.close(result["bins"], 3, "bins where all current values are missing", hint)
hint = "PSI is large there, and the limit for six rows larger; no other limit counts."
checks.flag(drift_alarm([1.0, 2.0, 5.0, 6.0], [7.0, 8.0], bins=2)["alarm"], False, "alarm for six rows", hint)
checks.raises(ValueError, lambda: drift_alarm([], [1.0, 2.0]), "drift_alarm without reference rows")
checks.raises(ValueError, lambda: drift_alarm([1.0, 2.0], []), "drift_alarm without current rows")

# %% [markdown]
# ## Exercise 4.3: is it the released model? (3 points, 15 min)
#
# After each restart Bora asks every replica for its papers and for its answers on the golden set. The answers come
# back in any order, sometimes incomplete, and somebody must turn them into a verdict.
#
# Write `verdicts(released, replicas, tolerance)`.
#
# - `released` is a dict: `"version"`, `"sha256"` (strings) and `"answers"`, a dict from application id to PD: the
#   golden set, never empty.
# - `replicas` is a dict from a replica's name to a dict of the same form, or to `None` when it did not answer.
# - The result is a dict from each name to a dict with `"verdict"`, `"gap"` and `"flipped"`.
#
# The first line that fits decides; answers to applications outside of the golden set are ignored:
#
# | verdict | when |
# |---|---|
# | `"no valid answer"` | no answer, or an application of the golden set without a valid PD |
# | `"another model"` | the gap is *above* the tolerance |
# | `"other papers"` | version or sha256 is another text (`"7"` and `"7.0"` are two) |
# | `"as released"` | otherwise |
#
# A valid PD is an `int` or a `float` from 0 to 1; `None`, text and `NaN` are none. Without valid answers `gap` and
# `flipped` are `None`. Else `gap` is the largest absolute difference of PD over the golden set, not rounded, and
# `flipped` counts its applications that are decided differently, in either direction; a loan is granted when PD is
# *below* `CUT`.
#
# **Example.** In the cell below B has the right papers and another model, with a gap of 0.30 and one flipped decision.

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
keys = ["verdict", "gap", "flipped"]
try:
    result = verdicts(*copy.deepcopy((example_released, example_replicas)), 0.01)
except (TypeError, AttributeError) as error:
    raise AssertionError(f"A replica that did not answer is None; verdicts stumbles over it ({error}).") from None
result = checks.fields(result, "verdicts", ["A", "B", "C"])
for name, verdict in (("A", "as released"), ("B", "another model"), ("C", "no valid answer")):
    found = checks.fields(result[name], f"The result for {name}", keys)
    checks.same(found["verdict"], verdict, f"The verdict on {name}", "Compare answers by application id.")
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
    result = verdicts(*copy.deepcopy((example_released, replicas)), 0.25)
except (TypeError, ValueError) as error:
    raise AssertionError(
        f"An answer can be text or None; verdicts stumbles over it ({error}). Is it a number?"
    ) from None
for name in ("text", "none", "nan"):
    checks.same(result[name]["verdict"], "no valid answer", f"The verdict on an answer that is {name}", "Is it a PD?")
checks.close(result["low"]["gap"], 0.15, "The gap of lower answers", "The largest one, without a sign; not a sum.")
checks.close(result["low"]["flipped"], 0, "The flips of lower answers", "Count changed decisions, not changed answers.")

# %% hidden:4.3 points=1
keys = ["verdict", "gap", "flipped"]
golden = {"x": 0.5, "y": 0.25, "z": 0.125, "w": 0.75}
sha256 = "9f2c0d41" * 8
other_start, other_end = "8" + sha256[1:], sha256[:-1] + "2"
released = {"version": "7", "sha256": sha256, "answers": golden}
replicas = {
    "rebuilt": {"version": "8", "sha256": other_start, "answers": dict(golden)},
    "overwritten": {"version": "7", "sha256": other_end, "answers": dict(golden)},
    "overwritten too": {"version": "7", "sha256": other_start, "answers": dict(golden)},
    "relabelled": {"version": "7.0", "sha256": sha256, "answers": dict(golden)},
    "lower": {"version": "7", "sha256": sha256, "answers": {"w": 0.5, "z": 0.125, "y": 0.25, "x": 0.5}},
    "nearly": {"version": "7", "sha256": sha256, "answers": golden | {"w": 0.5009765625, "y": 0.2499}},
    "just above": {"version": "7", "sha256": sha256, "answers": golden | {"w": 0.49609375}},
    "swapped": {"version": "7", "sha256": sha256, "answers": golden | {"y": 0.125, "z": 0.25}},
    "wrong": {"version": "8", "sha256": other_end, "answers": golden | {"w": 0.25, "extra": 9.0}},
}
result = checks.fields(verdicts(*copy.deepcopy((released, replicas)), 0.25), "verdicts", list(replicas))
for name in replicas:
    checks.fields(result[name], f"The result for '{name}'", keys)
for name in ("rebuilt", "overwritten", "overwritten too", "relabelled"):
    hint = "The answers are the same, and the papers are not: compare both, whole, as text."
    checks.same(result[name]["verdict"], "other papers", "The verdict on other papers with the same answers", hint)
    checks.close(result[name]["gap"], 0.0, "The gap of the same answers", "There is none.")
checks.close(result["lower"]["gap"], 0.25, "The gap of an answer that is too low", "Differences have no sign here.")
checks.same(result["lower"]["verdict"], "as released", "A gap that equals the tolerance", "Only above it counts.")
checks.same(result["just above"]["verdict"], "another model", "A gap a little above the tolerance", "It is above.")
checks.close(result["nearly"]["gap"], 0.2490234375, "The gap of 'nearly'", "Nothing is rounded.", 1e-9)
result = verdicts(
    copy.deepcopy(released), {name: copy.deepcopy(replicas[name]) for name in ("nearly", "swapped")}, 0.249
)
checks.same(result["nearly"]["verdict"], "another model", "A gap just above the tolerance", "Nothing is rounded.")
checks.close(result["swapped"]["flipped"], 2, "One grant that became a refusal, and one the other way", "Both count.")
result = verdicts(copy.deepcopy(released), {"wrong": replicas["wrong"]}, 0.25)
checks.close(result["wrong"]["gap"], 0.5, "The gap beside an answer outside of the golden set", "It is ignored.")
checks.same(result["wrong"]["verdict"], "another model", "Other papers and other answers", "The first line that fits.")
checks.close(result["wrong"]["flipped"], 0, "The flips of two refusals", "0.75 and 0.25 are both refused.")

# %% hidden:4.3-edges points=1
keys = ["verdict", "gap", "flipped"]
right = {"x": 0.1499, "v": 0.14, "y": 0.15, "z": 0.4}
released = {"version": "1", "sha256": "cc", "answers": dict(right)}
papers, other_papers = {"version": "1", "sha256": "cc"}, {"version": "2", "sha256": "dd"}
for name, answers in (
    ("an application missing", {"z": 0.4, "y": 0.15, "v": 0.14}),
    ("an answer that is NaN", right | {"y": float("nan")}),
    ("an answer that is text", right | {"z": "0.4"}),
    ("an answer in per cent", right | {"x": 14.99}),
    ("an answer just above 1", right | {"z": 1.01}),
    ("a negative answer", right | {"y": -0.15}),
):
    for wrong_papers in (papers, other_papers):
        try:
            result = verdicts(copy.deepcopy(released), {"R": wrong_papers | {"answers": dict(answers)}}, 0.02)
        except (TypeError, ValueError):
            raise AssertionError(f"verdicts fails at {name}. Is it a number at all?") from None
        found = checks.fields(result["R"], f"The result for {name}", keys)
        hint = "It is no valid answer, whatever the papers say; gap and flipped are None."
        checks.same(found["verdict"], "no valid answer", f"The verdict on {name}", hint)
        checks.same([found["gap"], found["flipped"]], [None, None], f"gap and flipped of {name}", hint)
result = verdicts(copy.deepcopy(released), {"R": papers | {"answers": right | {"x": 0.15, "v": 0.15}}}, 0.02)
checks.same(result["R"]["verdict"], "as released", "The verdict on a tiny gap", "It is within the tolerance.")
checks.close(result["R"]["flipped"], 2, "The flips at the cut", "A PD that equals CUT is not below it.")
result = verdicts(copy.deepcopy(released), {"R": papers | {"answers": right | {"x": 0, "y": 1}}}, 0.02)
checks.same(result["R"]["verdict"], "another model", "The verdict on answers 0 and 1", "0 and 1 are probabilities.")
checks.close(result["R"]["gap"], 0.85, "The gap of answers 0 and 1", "The largest absolute difference is asked.")

# %% [markdown]
# ## Exercise 4.4: how good are we, before the outcomes? (3 points, 20 min)
#
# It is November, and the outcomes of October's loans come in April. Until then Bora has only the PDs; afterwards it
# wants to know whether it may go on trusting them. All inputs are lists, arrays or Series with any index, paired in
# order.
#
# **First**, `expected_matrix(pds, cut)`: what do calibrated PDs promise? Who has a PD of `cut` or more is refused. An
# applicant with PD 0.9 counts as 0.9 of one who defaults and 0.1 of one who pays. Return a dict, nothing rounded:
#
# | key | value |
# |---|---|
# | `"tp"`, `"fp"` | expected defaults, and expected payers, among the refused |
# | `"fn"`, `"tn"` | expected defaults, and expected payers, among the granted |
# | `"accuracy"` | (tp + tn) over all |
# | `"precision"` | tp / (tp + fp); `None` if nobody is refused |
# | `"recall"` | tp / (tp + fn); `None` if tp + fn is 0 |
#
# Raise `ValueError` if there are no PDs, or if one is `NaN`, below 0 or above 1.
#
# **Second**, `level_check(pds, outcomes, sds=3)`: do outcomes fit? An outcome is 1 (default), 0, or `None` or `NaN` if
# not known yet; those count nowhere. All PDs lie from 0 to 1. Return a dict:
#
# | key | value |
# |---|---|
# | `"known"`, `"expected"`, `"seen"` | number of known outcomes, sum of their PDs, defaults among them |
# | `"z"` | (seen - expected) over the root of the sum of PD * (1 - PD); `None` where that sum is 0 |
# | `"alarm"` | `True` if z is above `sds` or below `-sds`, else `False`; also `False` where z is `None` |
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
keys = ["tp", "fp", "fn", "tn", "accuracy", "precision", "recall"]
found = checks.fields(expected_matrix([0.9, 0.8, 0.6, 0.3, 0.1], 0.5), "expected_matrix", keys)
hint = "tp and fp are of the refused (PD of cut or more), fn and tn of the granted; each counts with PD and 1 - PD."
for key, value in (("tp", 2.3), ("fp", 0.7), ("fn", 0.4), ("tn", 1.6)):
    checks.close(found[key], value, f"{key} of the example", hint)
for key, value, hint in (
    ("accuracy", 0.78, "Expected right decisions, refused and granted, over all applicants."),
    ("precision", 2.3 / 3, "Of those refused, which part is expected to default?"),
    ("recall", 2.3 / 2.7, "Of the expected defaults, which part is refused?"),
):
    checks.close(found[key], value, f"{key} of the example", hint)
keys = ["known", "expected", "seen", "z", "alarm"]
found = checks.fields(level_check([0.9, 0.8, 0.6, 0.3, 0.1], [1, None, 1, 0, 0]), "level_check", keys)
for key, value in (("known", 4), ("expected", 1.9), ("seen", 2)):
    checks.close(found[key], value, f"{key} of the example", "What is not known yet counts nowhere.")
hint = "Seen minus expected, over the root of the sum of PD * (1 - PD), each with its own PD."
checks.close(found["z"], 0.1 / 0.63**0.5, "z of the example", hint)
checks.flag(found["alarm"], False, "alarm of the example", "z is far from 3.")

# %% hidden:4.4 points=1
keys = ["tp", "fp", "fn", "tn", "accuracy", "precision", "recall"]
rng = np.random.default_rng(44)
pds = rng.beta(1.2, 8, 400).round(2)
refused = [float(p) for p in pds if p >= 0.15]
granted = [float(p) for p in pds if p < 0.15]
cells = {"tp": sum(refused), "fp": len(refused) - sum(refused), "fn": sum(granted), "tn": len(granted) - sum(granted)}
ratios = {
    "accuracy": (cells["tp"] + cells["tn"]) / 400,
    "precision": sum(refused) / len(refused),
    "recall": sum(refused) / (sum(refused) + sum(granted)),
}
for given, what in ((pds.copy(), "400 PDs"), (pd.Series(pds, index=range(900, 500, -1)), "400 PDs in a Series")):
    try:
        found = checks.fields(expected_matrix(given, 0.15), "expected_matrix of 400 PDs", keys)
    except (KeyError, IndexError):
        raise AssertionError(
            "expected_matrix of a Series looks values up by label; its index does not matter."
        ) from None
    for key, value in cells.items():
        checks.close(found[key], value, f"{key} of {what}", "A PD that equals the cut is refused.", 1e-6)
    for key, value in ratios.items():
        checks.close(found[key], value, f"{key} of {what}", "The table says what is taken of what.", 1e-6)
found = checks.fields(expected_matrix([0.1, 0.2], 0.5), "expected_matrix with nobody refused", keys)
checks.same(found["precision"], None, "precision with nobody refused", "The table says what it is then.")
checks.close(found["recall"], 0.0, "recall with nobody refused", "Defaults are expected, and none is refused.")
found = checks.fields(expected_matrix([0.0, 0.0], 0.5), "expected_matrix without expected defaults", keys)
checks.same(found["recall"], None, "recall without expected defaults", "The table says what it is then.")
found = checks.fields(expected_matrix([0.0, 1.0], 0.5), "expected_matrix of PDs 0 and 1", keys)
for key in ("accuracy", "precision", "recall"):
    checks.close(found[key], 1.0, f"{key} of PDs 0 and 1", "Both are certain, and both decisions are right.")
found = checks.fields(expected_matrix([0.0, 0.0], 0.0), "expected_matrix of sure payers, all refused", keys)
checks.close(found["precision"], 0.0, "precision where all refused would have paid", "Somebody is refused here.")
for wrong, what in (
    ([], "no PDs"),
    ([0.2, float("nan")], "NaN"),
    ([0.2, -0.1], "a negative PD"),
    ([1.2], "a PD above 1"),
):
    checks.raises(ValueError, lambda wrong=wrong: expected_matrix(wrong, 0.5), f"expected_matrix with {what}")

# %% hidden:4.4-level points=1
keys = ["known", "expected", "seen", "z", "alarm"]
rng = np.random.default_rng(45)
pds = rng.beta(1.2, 12, 600)
for factor, alarm in ((1.0, False), (2.0, True), (0.2, True)):
    outcomes = (rng.random(600) < factor * pds).astype(float)
    outcomes[::5] = np.nan
    known = ~np.isnan(outcomes)
    expected, seen = float(pds[known].sum()), int(outcomes[known].sum())
    z = (seen - expected) / float((pds[known] * (1 - pds[known])).sum()) ** 0.5
    given = pd.Series(pds, index=range(599, -1, -1)), pd.Series(outcomes)
    found = checks.fields(level_check(*given), "level_check of two Series", keys)
    checks.close(found["known"], int(known.sum()), "known", "NaN is not known yet.")
    hint = "Outcomes that are not known yet count nowhere; nothing is rounded; pairs go by order, not by index."
    checks.close(found["expected"], expected, "expected", hint)
    checks.close(found["seen"], seen, "seen", "Defaults among the known outcomes.")
    checks.close(found["z"], z, "z", hint)
    hint = "Too few defaults are a misfit as well."
    checks.flag(found["alarm"], alarm, f"alarm at {factor:g} times the promised defaults", hint)
checks.close(level_check([0.5] * 4, [0] * 4)["z"], -2.0, "z where nobody defaulted", "That is an outcome, too.")
for outcome, which in ((1, "above"), (0, "below")):
    checks.flag(
        level_check([0.5] * 4, [outcome] * 4, sds=2)["alarm"],
        False,
        f"alarm at the limit itself, {which}",
        "Only beyond it.",
    )
    checks.flag(
        level_check([0.5] * 4, [outcome] * 4, sds=1)["alarm"], True, f"alarm with sds=1, {which}", "Use the parameter."
    )
checks.flag(level_check([0.5] * 12, [1] * 12)["alarm"], True, "alarm at z = 3.46", "The default of sds is 3.")
found = checks.fields(level_check([0.2, 0.3], [None, None]), "level_check without outcomes", keys)
checks.close(found["known"], 0, "known without outcomes", "Nothing is known yet.")
checks.same(found["z"], None, "z without outcomes", "The table says what it is.")
checks.flag(found["alarm"], False, "alarm without outcomes", "Nothing is known yet.")
found = checks.fields(level_check([0.0, 1.0], [0, 0]), "level_check of PDs without spread", keys)
checks.same(found["z"], None, "z of PDs without spread", "The sum of PD * (1 - PD) is 0.")
checks.flag(found["alarm"], False, "alarm where z is None", "The table says what it is, whatever the outcomes.")

# %% [markdown]
# ## Exercise 4.5: catch the cheats, not the rounders (4 points, 25 min)
#
# Word gets around that some lender's score likes savings above a cut. But honest people round: many declare 3,000 EUR
# who own 2,870, so there is a pile at every round number in every month, cheats or not.
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
# **How it is scored:** of 60 cases, 30 with cheats. A caught month earns 1, a false alarm costs 5 (someone is accused).
# The visible check asks for an obvious case and, of 24 practice cases, for 10 of 12 with cheats and 11 of 12 honest
# ones (1 point); two hidden ones, on unseen cases, for a score of at least 20 (1 point) and of at least 25 (2 points).
# Other seeds make more practice cases.
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
# Among n people, k declare just above the cut, where an honest share q was usual: `stats.binomtest(k, n, q,
# alternative="greater")` says how likely so many are by chance. Which people are the n, and from which p-value on do
# you accuse? Try both on practice cases, and count what they earn.
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
answer = checks.plain(cheats_at(month.copy(), [one.copy() for one in past], cut), "cheats_at")
assert type(answer) is bool, f"cheats_at should return True or False, not {checks.kind(answer)}."
lying = np.where((month > 0.4 * cut) & (month < cut) & (np.arange(len(month)) % 3 > 0), cut + 50, month)
checks.flag(checks.plain(cheats_at(lying, past, cut)), True, "cheats_at for a month of liars", "The pile is enormous.")
caught = sum(checks.plain(cheats_at(*make_case(seed)[:3])) is True for seed in range(1, 25, 2))
quiet = sum(checks.plain(cheats_at(*make_case(seed)[:3])) is False for seed in range(0, 24, 2))
assert caught >= 10, f"Of 12 practice months with cheats you catch {caught}. Look at both sides of the cut."
assert quiet >= 11, (
    f"Of 12 honest practice months you leave {quiet} in peace. Honest people round, and campaigns happen."
)

# %% hidden:4.5 points=1
caught = accused = 0
for seed in checks.seeds(
    60, "bora 4.5: the tramontana counts no savings but the bells of San Giusto at a quarter to nine"
):
    month, past, cut, cheated = make_case(seed)
    alarm = checks.plain(cheats_at(month, past, cut), "cheats_at")
    assert type(alarm) is bool, f"cheats_at should return True or False, not {checks.kind(alarm)}."
    caught, accused = caught + (alarm and cheated), accused + (alarm and not cheated)
assert caught >= 20, "On 60 unseen cases too few cheats are caught: a score of 20 is out of reach."
assert caught - 5 * accused >= 20, (
    "On 60 unseen cases the score is below 20: honest months are accused, and each costs five catches."
)

# %% hidden:4.5-high points=2
caught = accused = 0
for seed in checks.seeds(
    60, "bora 4.5 high: eleven ferries, a grey heron and the timetable of the line to Opicina in 1902"
):
    month, past, cut, cheated = make_case(seed)
    alarm = checks.plain(cheats_at(month, past, cut), "cheats_at")
    assert type(alarm) is bool, f"cheats_at should return True or False, not {checks.kind(alarm)}."
    caught, accused = caught + (alarm and cheated), accused + (alarm and not cheated)
assert caught >= 25, "On 60 other unseen cases too few cheats are caught for a score of 25: is the limit too careful?"
assert caught - 5 * accused >= 25, (
    "On 60 other unseen cases the score is below 25: honest months are accused, and each costs five catches."
)

# %% [markdown]
# ## Exercise 4.6: which alarm may wake somebody? (3 points, 15 min)
#
# Bora can wake one engineer at night. These eight alarms exist:
#
# | | alarm | how often it is false | what somebody could do at once |
# |---|---|---|---|
# | a | no replica answers | hardly ever | restart, or back to the old scorecard |
# | b | p95 latency above 500 ms for 5 minutes | twice a month | add a replica |
# | c | a replica fails parity on the golden set | hardly ever | point the alias at the released version, restart |
# | d | PSI of a feature above its limit (1 % level for each of six, daily) | see the exercise | look at it |
# | e | the schema is broken: an unknown category or a wrong type | once a quarter | send these applications to clerks |
# | f | share of loans granted today is half of last month's | once a quarter | stop automatic refusals |
# | g | more defaults than the PDs promised (outcomes of six months ago) | rarely | nothing tonight |
# | h | savings pile up above a cut | rarely | nothing tonight |
#
# In at most 250 words: which of them wake the engineer, which open a ticket for the morning, which go into a monthly
# report? Say for d how many false alarms in a month of 30 days you expect, all features together, and what you would
# do about it. Name one way of losing money that none of the eight would show tonight, and who should carry that risk.
#
# **Rubric**, half points are possible:
#
# 1. **A rule rather than a list** (1 point): you say what an alarm must fulfil to wake somebody, and apply it to all
#    eight alike.
# 2. **Alarm d** (1 point): the number of false alarms is estimated, and a remedy named.
# 3. **A blind spot** (1 point): it is named, with an owner.

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
