# %% [markdown]
# Run the next cell once; it imports what this lesson uses.

# %% setup
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from time import perf_counter, sleep

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd
import requests
from scipy import stats
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from bora import checks, incidents, money, services, style, tracking
from bora.world import simulate

# %% [markdown] teacher
# **The one thing to get across:** part 1 (sections 1 and 2) must convince. Let the class celebrate the failover
# before you go on; the lab only works on people who believe that all is green.
#
# **Timing.** 60 minutes without the try-its. To shorten: skip the latency percentiles in section 2 (they return in
# the assignment) and the reordered model in section 3. Never skip the predictions: collect them on the board, above
# all the order of the five incidents in section 4. Most rooms put the unit change or the rename first.
#
# **What goes wrong.** Slow machines: the second cell of section 1 waits for the replicas, up to a minute. A firewall
# that asks about Python listening: 127.0.0.1 is enough, deny the rest. A kernel restart stops all processes: run from
# the top. Latencies depend on the machine; no text quotes them.
#
# **What to ask.** After section 3: who in your organisation would have noticed, and on which day? After section 5: at
# which level would you set the limit, if each alarm costs a colleague an hour? After section 6: what would you have
# told the board in January 2025, with the estimate flat and no outcomes in?

# %% [markdown]
# ## 1. What does a web service promise? (6 min)
#
# The lecture puts two lists side by side. Whoever deploys a *web service* cares about resilience, queries per second
# and load balancing. Whoever deploys a *model* must also worry about changes in the data, changes in the model, and
# users who cheat. In this lab you build the first list, see it all green, and lose money behind its back.
#
# It is January 2024 at Bora, an invented lender; all its data are simulated. A model takes over from the old
# scorecard. It has learned from the loans of January to June 2023, whose outcomes were all known by the end of 2023:
# a loan that has not defaulted after six months counts as good. We run it in earnest, on your own machine:
#
# - the model lies in an **MLflow registry**; the alias `champion` says which version is in service;
# - two **replicas**, A and B, are processes that load `champion` and answer HTTP requests with MLflow's own scoring
#   application;
# - a **load balancer** hands each request to the next replica in turn (*round robin*).
#
# The next cell starts the processes and, while they get ready, says what a model reads and how it is trained. The cell
# after it trains one, registers it and waits until both replicas serve it.

# %%
style.use()
fleet = services.Fleet()  # replicas A and B and the balancer: real processes on free local ports
store = tracking.private_store()  # an MLflow store that vanishes with this notebook
world = simulate()
everyone = world.applications.merge(world.outcomes.drop(columns="month"), on="application_id")
NUMERIC, CATEGORIES = ["burden", "log_savings", "late_payments", "age"], ["employment", "purpose"]
MIN_AUC = 0.7  # what Bora asks of a new model


def features(rows):
    """What the model reads. Burden: a year's instalments, the new loan's included, over a year's income."""
    burden = 12 * (rows["instalments"] + rows["amount"] / rows["term"]) / rows["income"]
    read = rows.assign(burden=burden, log_savings=np.log(rows["savings"].clip(lower=1)))
    return read[NUMERIC + CATEGORIES].astype(dict.fromkeys(NUMERIC, float))


def train(loans):
    columns = make_column_transformer((StandardScaler(), NUMERIC), (OneHotEncoder(handle_unknown="ignore"), CATEGORIES))
    return make_pipeline(columns, LogisticRegression()).fit(features(loans), loans["default"].astype(int))


# %% compare
def register(model):
    """Log a model, register it as the next version of bora-pd and point the alias champion at that version."""
    sample = features(everyone.head(50))
    options = {"pip_requirements": ["scikit-learn"], "pyfunc_predict_fn": "predict_proba", "name": "pd"}
    options |= {"signature": mlflow.models.infer_signature(sample, model.predict_proba(sample))}
    options |= {"skops_trusted_types": ["numpy.dtype"], "registered_model_name": "bora-pd"}
    with mlflow.start_run():
        version = str(mlflow.sklearn.log_model(model, **options).registered_model_version)
    mlflow.MlflowClient().set_registered_model_alias("bora-pd", "champion", version)
    return version


known = everyone[everyone["known_month"] <= "2023-12"]  # granted loans whose outcome is known
released = train(known[known["month"] <= "2023-06"])
released_version = register(released)
golden = everyone[everyone["month"] == "2023-07"].head(300)  # for section 3, with the answers as they are at release:
frozen_answers = released.predict_proba(features(golden))[:, 1]
fleet.deploy("models:/bora-pd@champion", store.uri).wait()
print("A healthy:", fleet.alive("A"), "| B healthy:", fleet.alive("B"), "| version in service:", released_version)


# %% compare
def ask(rows, url=None):
    """The service's default probabilities (PD) for these applications, and the replica that answered."""
    body = {"dataframe_split": features(rows).to_dict(orient="split")}
    try:
        reply = requests.post(f"{url or fleet.url}/invocations", json=body, timeout=10)
    except requests.ConnectionError:
        raise services.ServiceError(
            "nobody answers: the services are stopped. Run this notebook from the top"
        ) from None
    reply.raise_for_status()
    return np.array(reply.json()["predictions"])[:, 1], reply.headers["X-Replica"]


applicant = everyone[everyone["application_id"] == "2401-0001"]
for request in range(1, 5):
    [pd_answer], replica = ask(applicant)
    print(f"request {request}: replica {replica} says PD {pd_answer:.3f}")
print(f"Bora grants a loan when its PD is below {money.BREAK_EVEN:.2f}")

# %% [markdown]
# ## 2. Is it fast, and does it survive? (10 min)
#
# The replicas take turns and agree. At a PD of 0.15 the margin on good loans just pays for the loss on bad ones
# (`money.BREAK_EVEN`); Bora grants below it. So the service works. Is it good? Two numbers describe speed: **queries
# per second**, how much work gets done, and **latency**, how long a client waits. Latency is a distribution: the
# percentile p95 is the time that 95 of 100 requests do not exceed.
#
# The first cell sends as many requests as it can in a moment, from four clients at once; what it prints depends on
# your machine. The second reads a frozen log, the same for all of us: a thousand requests, some of which had to wait.
# **Predict:** will the mean of that log lie among the fast requests or among the slow ones?


# %% measured
def load_test(seconds, clients=4):
    """Each client asks again as soon as it is answered; one row of the log a request."""
    log, begin = [], perf_counter()

    def client(_):
        with requests.Session() as session:
            while (start := perf_counter() - begin) < seconds:
                reply = session.post(f"{fleet.url}/invocations", json=bodies[len(log) % 50], timeout=10)
                log.append((start, perf_counter() - begin - start, reply.status_code, reply.headers.get("X-Replica")))

    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(client, range(clients)))
    return pd.DataFrame(log, columns=["start", "seconds", "status", "replica"])


bodies = [{"dataframe_split": features(everyone.iloc[[row]]).to_dict(orient="split")} for row in range(50)]
log = load_test(1.2)
percentiles = {f"p{100 * q:.0f}": f"{1000 * log['seconds'].quantile(q):.0f} ms" for q in (0.5, 0.95, 0.99)}
print(f"{len(log) / 1.2:.0f} queries a second,", percentiles)

# %% compare
rng = np.random.default_rng(4)
frozen_log = np.concatenate([rng.lognormal(np.log(20), 0.25, 930), rng.lognormal(np.log(900), 0.35, 70)])  # ms
marks = {"p50": np.quantile(frozen_log, 0.5), "mean": frozen_log.mean(), "p95": np.quantile(frozen_log, 0.95)}
print({name: f"{value:.0f} ms" for name, value in marks.items()})
print("requests between 50 and 250 ms:", ((frozen_log > 50) & (frozen_log < 250)).sum())

figure, axes = plt.subplots(figsize=(8, 3.2))
axes.hist(frozen_log, bins=np.geomspace(8, 3000, 60), color=style.SKY)
axes.set(xscale="log", ylim=(0, 185), xlabel="latency (ms, logarithmic)", ylabel="requests")
ticks = [10, 20, 50, 100, 200, 500, 1000, 2000]
axes.set_xticks(ticks, ticks)
axes.set_title("The mean is the latency of a request that never was")
for name, value in marks.items():
    colour, dash = (style.ORANGE, "--") if name == "mean" else (style.BLUE, "-")
    axes.axvline(value, color=colour, linestyle=dash)
    axes.annotate(f" {name} {value:.0f} ms", (value, 168), color=colour, fontweight="bold")

# %% [markdown]
# The figure shows the latencies of 1,000 requests in two humps, a high one at 20 ms and a low one near 900 ms; the
# mean stands in the empty valley between them: no request at all took between 50 and 250 ms. p50 says what is usual,
# p95 what the unlucky ones suffer. (And p95 of two replicas is not the mean of their p95: pool the logs first.)
#
# Now **resilience**. The next cell loads the service again, kills B in the middle of its work, and starts it again a
# little later. **Predict:** how many of some hundreds of requests will fail?


# %% compare
def accident():
    for act in (fleet.kill, fleet.restart):
        sleep(0.5)
        act("B")


with ThreadPoolExecutor(1) as pool:
    pool.submit(accident)
    log = load_test(2)
fleet.wait()
print("failed requests:", (log["status"] != 200).sum(), "| B is back:", fleet.alive("B"))
figure, axes = plt.subplots(figsize=(8, 3))
for name, colour, marker in (("A", style.BLUE, "o"), ("B", style.ORANGE, "^")):
    mine = log[log["replica"] == name]
    axes.scatter(mine["start"], 1000 * mine["seconds"], s=18, color=colour, marker=marker, label=f"answered by {name}")
axes.legend(loc="upper left", bbox_to_anchor=(1, 1))
axes.set(ylim=(0, 1300 * log["seconds"].max()), xlabel="seconds", ylabel="latency (ms)")
axes.set_title("A replica dies and no client notices")
back = log.loc[(log["replica"] == "B") & (log["start"] > 1), "start"].min()
style.mark_span(axes, 0.5, 2 if np.isnan(back) else back, "B is away")

# %% [markdown]
# The figure shows every request of the test as one mark, its latency over the time at which it was sent: B's
# triangles vanish when it is killed, A's circles go on alone, and B is back when it has loaded the model again.
# Failed requests: 0. When a replica does not answer, the balancer hands the request to the other one and leaves the
# dead one out for a moment. (Asking twice is safe here, because scoring changes nothing; booking a payment twice is
# not.) Everything on the first list is there, and measured. It would be a fine day to stop reading.
#
# **Try it.** Bora's comparison page sends 20 requests at once and waits for the slowest. What share of pages contains
# at least one request slower than p95, if requests are slow independently of each other?

# %% try:4.1
share_of_slow_pages = ...

checks.try_it(
    share_of_slow_pages,
    lambda share: abs(share - (1 - 0.95**20)) < 0.01,
    "Nearly two pages in three: what is rare for a request is common for a page. That is why tails matter.",
    {
        "64": "That is per cent; a share lies between 0 and 1.",
        "0.36": "That is the share of pages without a slow one.",
    }.get(
        f"{share_of_slow_pages:.2g}" if isinstance(share_of_slow_pages, int | float) else "",
        "First find the share of pages in which all 20 requests are fast; the answer is a number between 0 and 1.",
    ),
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# "At least one" is the opposite of "none".
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# One request stays below p95 with probability 0.95; all 20 do if each of them does.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `share_of_slow_pages = 1 - 0.95 ** ...`
#
# </details>

# %% [markdown]
# ## 3. What if the model is not the model? (8 min)
#
# At night Bora's batch job retrains "on the freshest data": all loans since June 2023 whose outcome is known. It has
# a gate: only if AUC on the loans of January to May reaches 0.7, the job moves the alias. In the morning a routine
# restart reaches replica B only, and a replica looks up its alias when it starts.
#
# **Predict:** does the new model pass? And what will six requests for the same applicant return?

# %% compare
nightly = train(known[known["month"] >= "2023-06"])
gate = known[known["month"] <= "2023-05"]
for name, model in (("released", released), ("nightly ", nightly)):
    auc = roc_auc_score(gate["default"].astype(int), model.predict_proba(features(gate))[:, 1])
    print(name, "AUC", round(auc, 3), "passes" if auc >= MIN_AUC else "is stopped")
nightly_version = register(nightly)
later = everyone["month"].between("2023-07", "2023-12")  # for further down: the half-year after training,
truth = world.truth.loc[later, "default"]  # and its outcomes, which only the simulator knows

fleet.restart("B")
fleet.wait()
for _ in range(10):
    if ask(applicant)[1] == "B":  # so that the list below starts with A
        break
for request in range(1, 7):
    [pd_answer], replica = ask(applicant)
    decision = "grant" if pd_answer < money.BREAK_EVEN else "refuse"
    print(f"request {request}: 200 OK, {replica} says PD {pd_answer:.3f}, so {decision}")

# %% [markdown]
# Every second applicant now meets another lender. Both replicas are healthy, all answers are `200 OK`, and the gate
# did not object to 0.737. (Do not read much into the 0.761 beside it: the released model learned from the very loans
# that the gate looks at, the new one did not.) AUC looks at the *order* of applicants, and the order is fine. The
# *level* is not: of the loans granted since July, only the defaults are known in December, because the good ones are
# not over yet. So the nightly model learned from data full of defaults and finds everybody too risky.
#
# Three questions tell whether a replica serves the model that was released:
#
# - **identity**: is it the version that was signed off?
# - **fingerprint**: is its file the same, byte by byte? A file can be overwritten under its old version number.
# - **parity**: does it give the same answers on a *golden set*, 300 applications whose answers were frozen at
#   release?
#
# We ask them of A, of B as it runs now, and then of B with two more models that are not the released one, and look at
# what each would earn on the second half of 2023.


# %%
def model_file(version):
    return Path(mlflow.artifacts.download_artifacts(f"models:/bora-pd/{version}"), "model.skops")


def inspect(replica):
    """The three questions to a running replica, and how it does on the second half of 2023."""
    version, answers = fleet.model(replica)["version"], ask(everyone[later], fleet.replicas[replica])[0]
    granted = answers < money.BREAK_EVEN
    return {
        "same version": version == released_version,
        "same file": sha256(model_file(version).read_bytes()).digest() == signed_off,
        "largest gap": f"{np.abs(ask(golden, fleet.replicas[replica])[0] - frozen_answers).max():.4f}",
        "AUC": round(roc_auc_score(truth, answers), 3),
        "EUR per 1,000": f"{round(money.eur_per_1000(everyone.loc[later, 'amount'], truth, granted), -3):,.0f}",
    }


backup = model_file(released_version).read_bytes()  # nobody has touched it yet; the next cell will
signed_off = sha256(backup).digest()
report = {"A, as released": inspect("A"), "B, alias moved to the nightly model": inspect("B")}


# %% compare
def restart_b(version):
    mlflow.MlflowClient().set_registered_model_alias("bora-pd", "champion", version)
    fleet.restart("B")
    fleet.wait()


model_file(released_version).write_bytes(model_file(nightly_version).read_bytes())
restart_b(released_version)
report["B, file overwritten under its version"] = inspect("B")
model_file(released_version).write_bytes(backup)

reordered = train(known[known["month"] <= "2023-06"].sample(frac=1, random_state=1))  # the same loans, other row order
restart_b(register(reordered))
report["B, trained again, rows in another order"] = inspect("B")

restart_b(released_version)  # the repair
report["B, after the repair"] = inspect("B")
print(pd.DataFrame(report).T.to_string())

# %% [markdown]
# ## 4. What happens in two years of service? (8 min)
#
# No single question was enough. The overwritten file passes *identity*. The model trained again on the same loans
# fails *identity* and *fingerprint*, and yet its answers agree to four decimals: an alarm without harm. *Parity* is
# the one that goes with the money (300,000 EUR per 1,000 applications against 209,000, at the same AUC of 0.76), and
# it is cheap: one request after a restart.
#
# The right model is back on both replicas. Now we replay 2024 and 2025 month by month through the service. Five
# things happen to Bora in that time:
#
# | incident | when | what happens |
# |---|---|---|
# | unit change | 2024-03 to 2024-05 | brokers send the income per month, where the contract says per year |
# | campaign | 2024-06 to 2024-08 | marketing brings many young applicants through the web |
# | rate shock | 2024-10 on | interest rates rise; people with variable incomes default more often |
# | gaming | 2025-03 on | applicants with savings below 3,000 EUR declare a little more than that |
# | category rename | 2025-07 to 2025-08 | the purpose `car` arrives as `vehicle` |
#
# **Predict:** order the five by what they cost, and say which of them the service's own dashboard will show.


# %% compare
def book(rows, truth, pd_model):
    """One row an application: the decision, and what it brings in (the simulator knows every outcome)."""
    granted = pd_model < money.BREAK_EVEN
    euros = money.profit(rows["amount"], truth["default"], granted)
    return rows.assign(pd=pd_model, granted=granted, default=truth["default"], euros=euros)


def book_of(other):
    return book(other.applications, other.truth, released.predict_proba(features(other.applications))[:, 1])


months, answers, seconds = sorted(set(everyone["month"]))[12:], [], []
for month in months:
    rows, start = everyone[everyone["month"] == month], perf_counter()
    answers.append(ask(rows)[0])  # raises an error if the status is anything but 200
    seconds.append((perf_counter() - start) / len(rows))
served = everyone["month"] >= "2024-01"
log = book(everyone[served], world.truth[served], np.concatenate(answers))
print("months answered with status 200:", len(answers), "of", len(months))

# %%
SPANS = (("unit\nchange", 2, 4), ("campaign", 5, 7), ("rate shock", 9, 13), ("shock and gaming", 14, 23))
calm = book_of(simulate(incidents=()))  # the same people in a world in which nothing happens
earned, could_have = (frame.groupby("month")["euros"].sum().loc[months] / 1000 for frame in (log, calm))
figure, (top, bottom) = plt.subplots(2, sharex=True, figsize=(9, 5), height_ratios=(1, 2.6))
top.bar(range(24), np.multiply(seconds, 1000), color=style.GREEN)
top.set(ylabel="ms a row,\nin batches", title="All answered, all fast; and the money goes")
for line, text, colour, dash in (
    (could_have, "no incidents", style.GREY, "--"),
    (earned, "as it was", style.ORANGE, "-"),
):
    bottom.plot(range(24), line, color=colour, linestyle=dash, marker="o", markersize=4)
    bottom.annotate(f"  {text}", (23, line.iloc[-1]), color=colour, fontweight="bold", va="center")
for text, first, last in SPANS:
    style.mark_span(bottom, first - 0.4, last + 0.4, text)
bottom.set(ylabel="thousand EUR a month", ylim=(0, 570), xlim=(-0.7, 27))
style.month_ticks(bottom, months)

# %% [markdown]
# The figure shows, above, the time that a row took in each month, as 24 green bars far below 1 ms: a month's
# applications went in one request, so this is not the latency of section 2. Below it shows what the decisions bring
# in each month (solid), against the same people in a world without incidents (dashed): lower during the unit change,
# higher during the campaign, and far lower from the rate shock on, for good.
#
# Which incident did what? We take each one out of the world, alone, and look at its own months with it and without
# it.

# %% compare
NAMES = "unit change", "campaign", "rate shock", "gaming", "category rename"
damage, lost = {}, {}
for name, incident in zip(NAMES, incidents.DEFAULT_INCIDENTS, strict=True):
    others = [other for other in incidents.DEFAULT_INCIDENTS if other is not incident]
    spell = [month for month in months if incident.active(month)]
    until_then = simulate(incidents=others, months=12 + months.index(spell[-1]) + 1)
    with_it, without = (frame[frame["month"].isin(spell)] for frame in (log, book_of(until_then)))
    monthly = [frame.groupby("month")["euros"].sum() / 1000 for frame in (with_it, without)]
    lost[name], euros = monthly[1] - monthly[0], [line.mean() for line in monthly]
    damage[name] = {
        "months": len(spell),
        "earned": round(euros[0]),
        "without it": round(euros[1]),
        "lost": round(euros[1] - euros[0]),
        "AUC": round(roc_auc_score(with_it["default"], with_it["pd"]), 3),
        "AUC without it": round(roc_auc_score(without["default"], without["pd"]), 3),
    }
print("thousand EUR a month:")
print(pd.DataFrame(damage).T.to_string(float_format="{:g}".format))

# %% [markdown]
# ## 5. Monitor 1: have the data changed? (10 min)
#
# The rate shock costs most by far, 158 thousand EUR a month, and AUC is a little *higher* with it (0.763) than
# without it (0.761). The unit change costs half as much and ruins AUC. The campaign is a gain: more applicants,
# judged well. Gaming costs little a month but does not end by itself. The rename costs nothing: the model's encoder
# was told to ignore categories that it does not know (`handle_unknown="ignore"`), so `vehicle` counts as no purpose at
# all, no request fails, and here it matters little. The dashboard showed none of it.
#
# So we need monitors that look at more than the service. The first looks at the data.
#
# The first layer is a **schema**: are types, categories and ranges those of the contract? The second layer compares
# distributions with those of the training months. Cut a feature into bins, with shares $e_i$ then and $a_i$ now; the
# **population stability index** is $\text{PSI} = \sum_i (a_i - e_i) \ln (a_i / e_i)$. A habit of credit scoring says:
# below 0.10 stable, above 0.25 act (source: common practice, whose origin is poorly documented). The
# **Kolmogorov-Smirnov test (KS)** looks at the largest gap between the two distribution functions.
#
# PSI is never 0, even when nothing changes. With $n$ and $m$ rows in $B$ bins it then varies about like $(1/n +
# 1/m)\,\chi^2_{B-1}$ (source: Yurdakul, 2018), and that gives a limit for each sample size.
#
# **Predict:** two samples of 100 rows each from the *same* population, 10 bins: how often is PSI above 0.10?


# %% compare
def psi(expected, actual):
    """PSI of two arrays of counts, bins on the last axis; half a case is added to each bin, so none is empty."""
    e, a = ((counts + 0.5) / (counts + 0.5).sum(-1, keepdims=True) for counts in (expected, actual))
    return ((a - e) * np.log(a / e)).sum(-1)


def psi_limit(n, m, bins, level):
    """What PSI exceeds with probability `level` when nothing has changed (approximately)."""
    return (1 / n + 1 / m) * stats.chi2.ppf(1 - level, bins - 1)


rng, alarms, edges = np.random.default_rng(6), {}, stats.norm.ppf(np.arange(11) / 10)  # ten bins of equal share
for shift, n in [(shift, n) for shift in (0.0, 0.1) for n in (50, 100, 200, 500, 1000, 5000)]:
    moved = np.diff(stats.norm.cdf(edges, shift))  # shift: in standard deviations; 0.1 is hardly anything
    values = psi(rng.multinomial(n, [0.1] * 10, 2000), rng.multinomial(n, moved, 2000))
    ks = stats.ks_2samp(rng.normal(0, 1, (100, n)), rng.normal(shift, 1, (100, n)), axis=1, method="asymp").pvalue
    rules = values > 0.10, values > psi_limit(n, n, 10, 0.05), ks < 0.05
    alarms[shift, n] = [f"{rule.mean():.0%}" for rule in rules]
alarms = pd.DataFrame(alarms, index=["PSI > 0.10", "PSI > limit", "KS at 5 %"]).T
print(alarms.rename_axis(["shift", "rows"]).to_string())

# %% [markdown]
# In the upper half of the table (shift 0.0) every alarm is false. The fixed limit 0.10 cries wolf in 80 % of the
# clean comparisons of 100 rows and never in those of 1,000; the limit that knows the sample size stays near its 5 %,
# and so does KS, give or take the luck of 100 repetitions. The lower half (shift 0.1) shows the price: with 5,000
# rows both nearly always alarm at a shift that hardly anybody needs to act on. *Significant* is not *important*.
#
# Now Bora's own data: the schema, then all features in all months of service against the training months.

# %% compare
strength, values_of = {}, {}
for name in NUMERIC + CATEGORIES:
    values, training = features(everyone)[name], everyone["month"] <= "2023-06"
    if name in NUMERIC:  # deciles of the training months
        values = np.searchsorted(np.unique(values[training].quantile(np.arange(1, 10) / 10)), values, side="right")
    table = pd.crosstab(everyone["month"], values)
    base, now = table.loc[:"2023-06"].sum().to_numpy(), table.loc["2023-07":].to_numpy()
    values_of[name] = pd.Series(psi(base, now), index=table.loc["2023-07":].index)
    strength[name] = values_of[name] / psi_limit(base.sum(), now.sum(axis=1), len(base), 0.01)
strength = pd.DataFrame(strength)
print(pd.DataFrame(values_of).loc[["2024-03", "2024-05", "2024-06", "2024-11", "2025-03"]].round(3).to_string())
for month, rows in everyone.groupby("month"):
    strange = [value for name in CATEGORIES for value in set(rows[name]) - set(known[name])]
    if strange or not rows["income"].between(1, 1_000_000).all():
        print("schema broken in", month, strange)
low, monthly_pay = everyone["income"] < 5_000, everyone["month"].between("2024-03", "2024-05")
print(
    "incomes below 5,000 EUR in the unit change:", (low & monthly_pay).sum(), "elsewhere:", (low & ~monthly_pay).sum()
)

# %%
shown = strength.loc[months].T
figure, axes = plt.subplots(figsize=(9.5, 3.6))
axes.imshow(shown.where(shown > 1), cmap="Oranges", norm="log", vmin=0.3, vmax=60, aspect="auto")
for (row, column), value in np.ndenumerate(shown.to_numpy()):
    if value > 1:
        colour = "white" if value > 25 else "black"
        axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=9, color=colour)
for text, first, last in SPANS:
    axes.plot([first - 0.4, last + 0.4], [-0.75, -0.75], color=style.GREY, linewidth=3, clip_on=False)
    axes.text(
        (first + last) / 2, -0.95, text.replace("\n", " "), ha="center", va="bottom", fontsize=9, color=style.GREY
    )
axes.vlines([8.5, 13.5], -0.5, 5.5, color=style.GREY, linewidth=1)
axes.set_yticks(range(6), shown.index)
axes.set_title("The data monitor is silent when the costliest incident begins", pad=30)
axes.grid(False)
style.month_ticks(axes, months)

# %% [markdown]
# The figure is a grid of six features by 24 months; a cell is empty when PSI stays below its limit for one false
# alarm in 100, and otherwise says how many times the limit is exceeded: burden in the unit change, age above all in
# the campaign, savings from the gaming on, purpose in the two months of the rename, and nothing at all in the rate
# shock before the gaming. (The lonely 1 in January 2024 is a false alarm; among 144 cells one or two are to be
# expected.)
#
# *This* schema finds the rename and nothing else, because it takes any income from 1 EUR on. A floor of 5,000 EUR
# catches the unit change at once: 682 incomes lie below it then, 7 in all other months together. A schema is as good
# as its ranges, and somebody who knows the business must choose them. PSI finds more without being told, but its
# loudness has nothing to do with the money. By the habit above, the unit change is a case for a look at first (PSI
# 0.214 of burden in March) and to be acted upon two months later (0.253); the campaign, a gain, is to be acted upon
# at once (PSI 0.495 of age). The rate shock changes how people with given features *repay*, $P(y \mid x)$, and leaves
# the features, $P(x)$, alone. No monitor of inputs can see that.
#
# **Try it.** Write the line that makes a monitor of this. Three branches count a feature in the same ten bins, `then`
# and `now`, one row of counts a branch. Fill `loud` with one `True` or `False` a branch: is its PSI above the limit
# for its number of applications, at a level of 1 %? `psi` and `psi_limit` are yours to use.

# %% try:4.2
then, step = np.repeat([[10], [100], [500]], 10, axis=1), np.array([1, -1] * 5)
now = then + np.array([[4], [20], [50]]) * step  # 100, 1,000 and 5,000 applications
loud = ...

said = str(getattr(loud, "tolist", lambda: loud)())
checks.try_it(
    loud,
    lambda _: said == "[False, False, True]",
    "The small branch, whose PSI is the largest, stays quiet, and the large one, whose PSI is the smallest, alarms.",
    {
        "[True, False, False]": "that is what the fixed limit 0.10 says; compare with psi_limit.",
        "[False, True, True]": "nearly; which level did you take?",
        "[False, False, False]": "n and m are numbers of applications: what do the counts of a branch add up to?",
    }.get(said, "compare three values of PSI with three limits; an array of three True or False is asked."),
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# An alarm is a comparison: on the left what was seen, on the right what chance allows.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# `psi(then, now)` gives three numbers at once, because it adds over the last axis. The limit needs the sizes of both
# samples: add the counts over the last axis as well.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `loud = psi(then, now) > psi_limit(then.sum(axis=-1), ..., 10, ...)`
#
# </details>

# %% [markdown]
# ## 6. Monitor 2: is the model still right? (9 min)
#
# Identity and parity (section 3) say whether it is the same model. Whether it is still *right*, outcomes say, and
# they come late: of the loans of one month, all are known only six months later, and until then only the bad ones.
#
# Is there an estimate without outcomes? If PDs are **calibrated**, that is, if of loans with a PD of 0.1 one in ten
# defaults, each PD carries its own expected error. Add them up: the expected share of defaults is the mean PD;
# expected profit follows from it; and an expected AUC results when each applicant counts as a default with weight PD
# and as good with weight 1 - PD. (Known as *confidence-based performance estimation*; source: NannyML's
# documentation.)
#
# **Predict:** unit change, campaign, rate shock: in which of the three will the estimate be right?


# %% compare
def judged(rows):
    """What the PDs alone promise, beside what really happened (known six months later; AUC to the simulator only)."""
    p, granted = rows["pd"], rows[rows["granted"]]
    earns = granted["amount"] * (money.MARGIN_RATE - (money.MARGIN_RATE + money.LOSS_RATE) * granted["pd"])
    as_both = np.repeat([1, 0], len(p)), np.tile(p, 2)
    return {
        ("defaults", "estimate"): f"{granted['pd'].mean():.1%}",
        ("defaults", "real"): f"{granted['default'].mean():.1%}",
        ("EUR per 1,000", "estimate"): f"{round(1000 * earns.sum() / len(rows), -3):,.0f}",
        ("EUR per 1,000", "real"): f"{round(1000 * rows['euros'].mean(), -3):,.0f}",
        ("AUC", "estimate"): f"{roc_auc_score(*as_both, sample_weight=np.concatenate([p, 1 - p])):.2f}",
        ("AUC", "real"): f"{roc_auc_score(rows['default'], p):.2f}",
    }


spells = {"calm": "2024-01 2024-02", "unit change": "2024-03 2024-05", "campaign": "2024-06 2024-08"}
spells |= {"rate shock": "2024-12 2025-02", "shock and gaming": "2025-03 2025-12"}
spells = {name: log[log["month"].between(*span.split())] for name, span in spells.items()}
print(pd.DataFrame({name: judged(rows) for name, rows in spells.items()}).T.to_string())

# %%
monthly = log[log["granted"]].groupby("month")[["pd", "default"]].mean() * 100
figure, axes = plt.subplots(figsize=(9, 3.6))
for column, text, colour, dash in (("pd", "estimate", style.BLUE, "--"), ("default", "real", style.ORANGE, "-")):
    axes.plot(range(24), monthly[column], color=colour, linestyle=dash, marker="o", markersize=4)
    axes.annotate(f"  {text}", (23, monthly[column].iloc[-1]), color=colour, fontweight="bold", va="center")
for text, first, last in SPANS:
    style.mark_span(axes, first - 0.4, last + 0.4, text)
axes.set(ylim=(0, 15), xlim=(-0.7, 26), ylabel="defaults (% of loans granted)")
axes.set_title("In the rate shock defaults nearly double, and the estimate does not move")
style.month_ticks(axes, months)

# %% [markdown]
# The figure shows the share of granted loans that default, by the month in which they were granted: the estimate is a
# flat dashed line near 6 %; the real share wavers around it until the rate shock, then climbs to nearly twice the
# estimate and stays there.
#
# In the campaign the estimate is right, in euros as well: the people are different, but people with given features
# still default as before. In the rate shock that assumption breaks: 6.0 % estimated, 10.6 % real, 313,000 EUR
# promised and 191,000 earned for each 1,000 applications, and neither the estimated AUC (0.79) nor the real one
# (0.76) gives it away. The unit change is worse than blind: the estimated AUC *rises*, from 0.79 to 0.93, while the
# real one falls to 0.66, because wrong incomes make the model very sure of itself. (In calm months, too, the
# estimated AUC is above the real one, 0.79 and 0.74: the estimate believes every PD to the last digit. That 6.5 %
# default where 6.0 % were estimated is within chance there.)
#
# And the truth is late: the last outcomes of the first month of the shock, 2024-10, come in during 2025-04. By then
# Bora has granted loans for half a year on PDs that no longer held. That is the price of waiting for outcomes.

# %% [markdown]
# ## 7. Monitor 3: do users cheat, and what is it all worth? (9 min)
#
# Applicants talk. Somewhere it is written that Bora likes savings of 3,000 EUR. From March 2025 on, some whose
# savings are lower declare a little more than that; their risk stays what it is.
#
# A cheat has an aim, and the aim leaves a trace that honest drift does not: people are missing just below a cut and
# pile up just above it (**bunching**). **Predict:** which notices sooner that a few begin to cheat, PSI or the pile?


# %% compare
def pile(savings, cut=3000):
    """Declarations up to 12 % above the cut less those as far below; in standard deviations, if both are as likely."""
    above = savings.between(cut, 1.12 * cut, inclusive="left").sum()
    below = savings.between(0.88 * cut, cut, inclusive="left").sum()
    return (above - below) / np.sqrt(above + below)


found = {}
for share in (0, 0.05, 0.1, 0.2):  # of those who could cheat; from the seventh month on
    town = simulate(seed=7, incidents=[incidents.Gaming(start="2023-07", share=share)], months=18).applications
    edges = town.loc[town["month"] < "2023-07", "savings"].quantile(np.arange(1, 10) / 10)
    table = pd.crosstab(town["month"], np.searchsorted(edges, town["savings"], side="right"))
    base, now = table.loc[:"2023-06"].sum().to_numpy(), table.loc["2023-07":].to_numpy()
    loud = psi(base, now) > psi_limit(base.sum(), now.sum(axis=1), 10, 0.01)
    piles = town.groupby("month")["savings"].apply(pile).loc["2023-07":] > stats.norm.ppf(0.99)
    found[f"{share:.0%} cheat"] = {"months": 12, "PSI alarms": loud.sum(), "pile alarms": piles.sum()}
print(pd.DataFrame(found).T.to_string())

# %% compare
gamed = log[log["month"] >= "2025-03"].join(world.truth["savings"].rename("owned"))
lies = gamed[gamed["savings"] > gamed["owned"]]
honest = released.predict_proba(features(lies.assign(savings=lies["owned"])))[:, 1] < money.BREAK_EVEN
print(f"granted with the declared savings {lies['granted'].mean():.0%}, with the real ones {honest.mean():.0%}")
print(f"of those granted only for the lie, {lies.loc[lies['granted'] & ~honest, 'default'].mean():.0%} default")

figure, axes = plt.subplots(figsize=(8, 3.2))
axes.set(xlabel="declared savings (EUR, bins of 200)", ylabel="% of applications", ylim=(0, 18))
axes.set_title("Savings pile up just above 3,000 EUR, and thin out below")
axes.annotate("2024", (1100, 3.9), color=style.GREY, fontweight="bold")
axes.annotate("from March 2025 on", (3500, 8), color=style.ORANGE, fontweight="bold")
for frame, colour, dash in ((log[log["month"] <= "2024-12"], style.GREY, "--"), (gamed, style.ORANGE, "-")):
    shares, edges = np.histogram(frame["savings"], bins=np.arange(0, 8001, 200))
    axes.stairs(100 * shares / len(frame), edges, color=colour, linestyle=dash, linewidth=2)

# %% [markdown]
# The figure shows the distribution of declared savings in bins of 200 EUR: in 2024 a smooth hill (dashed); from March
# 2025 on (solid) it is thinned out between 750 and 3,000 EUR, and just above 3,000 EUR stands a tower six times as
# high as the hill was.
#
# PSI looks everywhere a little; the pile test looks at one place where somebody has a reason to be. When 10 % of
# those who could cheat do it, the pile test alarms in 10 of 12 months, PSI in 1. It must know the cut, though, and
# honest people who like round numbers also pile up (the assignment has some). Note who loses: of those granted only
# for the lie, 29 % default, twice Bora's limit.
#
# Now the balance of this lab. For each incident: how loud was the data monitor, and what did it cost? (The rate shock
# counts until February 2025, before the gaming joins it. The nightly model is taken to decide alone on the second half
# of 2023; its data are those of calm months, so the data monitor cannot be louder there.)

# %% compare
HARM = 5  # thousand EUR a month: Bora follows up what costs more
when = {name: line.index for name, line in lost.items()} | {"rate shock": lost["rate shock"][:"2025-02"].index}
first, second = (float(row["EUR per 1,000"].replace(",", "")) for row in list(report.values())[:2])  # section 3
cost = {name: lost[name][spell].mean() for name, spell in when.items()} | {"calm months": 0}
cost["nightly model"] = (first - second) / 1000 * later.sum() / 1000 / 6  # thousand EUR in each of six months
when |= dict.fromkeys(("nightly model", "calm months"), strength.index[strength.index <= "2023-12"])
figure, axes = plt.subplots(figsize=(8.5, 4.6))
axes.plot([1, 1, np.nan, 0.01, 1e4], [-200, 300, np.nan, HARM, HARM], color=style.GREY, linewidth=1)
for name, thousands in cost.items():
    loudness, bad = strength.loc[when[name]].max(axis=1).median(), thousands > HARM
    axes.scatter(loudness, thousands, s=70, color=style.ORANGE if bad else style.BLUE, marker="^" if bad else "o")
    left, up = loudness < 1, bad and name != "nightly model"
    place = {"xytext": (-9 if left else 9, 6 if up else -8), "ha": "right" if left else "left", "va": "center"}
    axes.annotate(name, (loudness, thousands), textcoords="offset points", **place)
for place, text in enumerate(("harm, no alarm", "harm and alarm", "quiet", "alarm, no harm")):
    axes.text((0.1, 1.3)[place % 2], (190, -95)[place // 2], text, color=style.GREY, fontweight="bold", va="center")
axes.set(xscale="log", xlim=(0.08, 3000), ylim=(-110, 205), ylabel="lost (thousand EUR a month)")
axes.set(xlabel="PSI in multiples of its limit (logarithmic)", title="Drift and damage are two questions")
fleet.stop()
print("A healthy:", fleet.alive("A"), "| B healthy:", fleet.alive("B"))

# %% [markdown]
# The figure is a grid of two by two: harm (more than 5 thousand EUR a month) or not, data alarm or not, and none of
# the four fields is empty. The rate shock and the nightly model cost most and stay below the limit; the unit change
# and the gaming cost money and alarm; the campaign and the rename alarm and cost nothing; the calm months do neither.
# An alarm on data is neither necessary nor sufficient for damage.
#
# The last lines stopped what we had started. (It would have stopped by itself with this notebook's kernel.)

# %% [markdown]
# ## Pitfalls
#
# - **A health check is not a quality check.** It asks whether somebody answers, not what.
# - **A gate on AUC alone** lets a model through whose level is wrong. Check calibration and acceptance too.
# - **Labels known so far** are mostly bad ones. Train and judge on months whose window is over.
# - **One limit for all sample sizes** alarms always on small samples; a bare significance test, always on large ones.
# - **The wrong reference.** Compare applicants with applicants, not with the granted loans that the model learned
#   from.
# - **EUR per 1,000 applications** fell in the campaign, when Bora earned more: look at totals as well.
#
# ## Summary
#
# The promise was to show why a green dashboard says nothing about a model, and to build what is missing. You have
#
# - run a model as a web service with two replicas, measured queries per second and percentiles, and lost no request
#   when one replica was killed: *DevOps, green*;
# - let a wrong model, wrong data, a changed world and cheating users cost money behind that green board;
# - built three monitors: **data** (schema, PSI with a limit that knows the sample size), **model** (identity,
#   fingerprint, parity; calibration with late outcomes; an estimate without outcomes and its blind spot), **users**
#   (bunching at a cut);
# - seen that drift and harm are two questions, and that it takes more than one monitor to answer both.

# %% [markdown]
# ## Quiz
#
# **1.** PSI of a feature is just above 0.10 this week, with 150 applications against 150, in ten bins. Do you act?
#
# <details><summary>Answer</summary>
#
# Not on this number. With samples that small PSI often exceeds 0.10 although nothing has changed (table of section
# 5). Compare it with the limit for 150 rows, collect a month, or look at a wider window.
#
# </details>
#
# **2.** The estimate without labels says that all is well, and so does PSI. Name a way in which you may still be
# losing money.
#
# <details><summary>Answer</summary>
#
# A concept shift, like the rate shock: the same features, another risk. Only outcomes show it, so get early ones
# (first missed payments) and watch the outside world. Or the model file was exchanged: parity shows that at once.
#
# </details>
#
# **3.** A replica passes identity and fingerprint but fails parity. What can have happened?
#
# <details><summary>Answer</summary>
#
# The same file answers differently: another version of a library, another order of columns, features computed in
# another way before they reach the service. Parity is the only one of the three that tests what the client gets.
#
# </details>
#
# ## In the assignment
#
# You compute percentiles from a log with errors and timeouts, write a PSI alarm for columns with ties and missing
# values, inspect replicas, estimate a confusion matrix without labels and check it when labels come, and catch cheats
# among honest people who round. Then you decide in writing which alarm may wake somebody at night.
#
# ## Read on
#
# - Breck and others, *The ML Test Score* (IEEE Big Data, 2017): which tests a production model needs.
# - Gama and others, *A survey on concept drift adaptation* (ACM Computing Surveys 46(4), 2014).
# - Hardt, Megiddo, Papadimitriou, Wootters, *Strategic Classification* (ITCS 2016): users who answer back.
# - Yurdakul, 2018: a thesis on how the population stability index varies by chance.
# - NannyML's documentation on estimating performance without labels; MLflow's on the model registry and its aliases.
