# %% [markdown]
# Run the next cell once; it imports what this lesson uses.

# %% setup
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import copyfile
from threading import Event
from time import perf_counter, sleep

import mlflow
import numpy as np
import pandas as pd
import requests
import sklearn
from IPython.display import HTML, display
from prometheus_client import CollectorRegistry, Gauge, push_to_gateway
from scipy import stats
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from bora import bets, checks, incidents, money, services, style, tracking
from bora.figures import lab04
from bora.world import simulate

style.use()

# %% [markdown] teacher
# **The one thing to get across:** part 1 (sections 1 and 2) must convince. Let the class celebrate the failover
# before you go on; the lab only works on people who believe that all is green.
#
# **Timing.** 70 minutes and the ends. Every section holds a bet and something to do; bets are entered in a cell and
# come back scored, so collect them on the board first. To shorten: leave out the third case of section 3 and the
# try-it of section 7. Never leave out the order of the five incidents in
# section 4: most rooms put the unit change or the rename first.
#
# **Show the dashboard** on a second screen from section 1 on (the printed address, on the machine that runs the
# notebook). It turns red once in section 2, and then not again until the class has pushed monitors of its own.
#
# **What goes wrong.** Slow machines: the cell that waits for the replicas may take up to a minute. A firewall that
# asks about Python listening: 127.0.0.1 is enough, deny the rest. A kernel restart stops all processes: run from the
# top. On a hub the address of the dashboard is not reachable from the browser: use the cells that show it inline.
# Latencies depend on the machine; no text quotes them.
#
# **What to ask.** After section 3: who in your organisation would have noticed, and on which day? After section 5: at
# which level would you set the limit, if each alarm costs a colleague an hour? After section 6: what would you have
# told the board in January 2025, with the estimate flat and no outcomes in?
#
# **Five questions for a talk about the learner's own work.** (1) Your alarm in 4.2: how often does it ring in a year in
# which nothing happens? (2) What does your estimate in 4.4 say in the month of the rate shock, and why? (3) Which
# honest people does your 4.5 accuse? (4) Which of your alarms may wake somebody, and what is that person to do at three
# in the morning? (5) Which change of your own last project would none of your monitors see?

# %% [markdown]
# ## 1. What does a web service promise? (11 min)
#
# The lecture puts two lists side by side. Whoever deploys a *web service* cares about resilience, queries per second
# and load balancing. Whoever deploys a *model* must also worry about changes in the data, changes in the model, and
# users who cheat. In this lab you build the first list, see it all green, and lose money behind its back.
#
# It is January 2024 at Bora, an invented lender; all its data are simulated. A model takes over from the old
# scorecard. This is what you are about to run, for real, on your own machine:

# %%
display(lab04.picture("system"))

# %% [markdown]
# The picture shows six boxes. Your notebook registers a model in an MLflow store. Two replicas, A and B, each a
# process with a port of its own, load the version that the alias `champion` names. A balancer hands each request to
# the next replica in turn (*round robin*). It also has two pages: `/metrics`, numbers in the format that Prometheus
# reads, and `/dashboard`, which shows them. The dotted arrow, "monitors push", does not exist yet:
# from section 3 on you send the numbers of monitors that look at the model. (B loads the champion as A does; the
# picture draws one of the two arrows.)
#
# The first cell starts the processes; while they get ready, we train.

# %%
fleet = services.Fleet()  # replicas A and B and the balancer: real processes on free local ports
store = tracking.private_store()  # an MLflow store that vanishes with this notebook

# %%
SEED = 2023
NUMBERS = ["age", "income", "savings", "amount", "term", "instalments", "late_payments"]
CATEGORIES = ["employment", "purpose"]

world = simulate(seed=SEED)
applications = world.applications.astype(dict.fromkeys(NUMBERS, float))
everyone = applications.merge(world.outcomes.drop(columns="month"), on="application_id")
known = everyone[everyone["known_month"] <= "2023-12"]  # loans whose outcome Bora knows
training = known[known["month"] <= "2023-06"]

# %%
RATIOS = ["burden", "log_savings", "late_payments", "age"]


def add_ratios(rows):
    """Burden is a year's instalments, the new loan's included, over a year's income."""
    burden = 12 * (rows["instalments"] + rows["amount"] / rows["term"]) / rows["income"]
    return rows.assign(burden=burden, log_savings=np.log(rows["savings"].clip(lower=1)))


def train(loans):
    encoder = OneHotEncoder(handle_unknown="ignore")
    columns = make_column_transformer((StandardScaler(), RATIOS), (encoder, CATEGORIES))
    model = make_pipeline(FunctionTransformer(add_ratios), columns, LogisticRegression())
    return model.fit(loans[NUMBERS + CATEGORIES], loans["default"].astype(int))


released = train(training)

# %% [markdown]
# The ratios are a *step of the pipeline*: whoever calls the service sends an application as it is, and cannot compute
# a burden in another way than the training did.
#
# > **Note.** `age` is an input here. Whether a lender *may* use it is a legal question, not one of AUC; lab 08, on
# > preparing for production, takes it up. Until then: no advice, and simulated people.
#
# Two steps put a model into service: `register` stores a new version, `promote` points the alias at it. The service
# shall answer with `predict_proba`; `cloudpickle` packs our function with the model (lab 03 has the safer way).


# %%
def register(model):
    """Store a model as the next version of bora-pd; returns the version."""
    sample = training[NUMBERS + CATEGORIES].head(50)
    with mlflow.start_run():
        logged = mlflow.sklearn.log_model(
            model,
            name="pd",
            registered_model_name="bora-pd",
            signature=mlflow.models.infer_signature(sample, model.predict_proba(sample)),
            pyfunc_predict_fn="predict_proba",
            serialization_format="cloudpickle",
            pip_requirements=[f"scikit-learn=={sklearn.__version__}"],
        )
    return str(logged.registered_model_version)


def promote(version):
    mlflow.MlflowClient().set_registered_model_alias("bora-pd", "champion", version)


# %% compare
released_version = register(released)
promote(released_version)
fleet.deploy("models:/bora-pd@champion", store.uri).wait()
print("A healthy:", fleet.alive("A"), "| B healthy:", fleet.alive("B"))


# %%
def ask(rows, url=None):
    """The service's default probabilities (PD), and the name of the replica that answered."""
    body = {"dataframe_split": rows[NUMBERS + CATEGORIES].to_dict(orient="split")}
    reply = requests.post(f"{url or fleet.url}/invocations", json=body, timeout=30)
    reply.raise_for_status()
    return np.array(reply.json()["predictions"])[:, 1], reply.headers["X-Replica"]


def ask_again(row, times):
    """The same application several times: a row for each answer."""
    replies = [ask(row) for _ in range(times)]
    answers = {"PD": [pds[0] for pds, _ in replies], "answered by": [name for _, name in replies]}
    return pd.DataFrame(answers)


# %% compare
january = everyone[everyone["month"] == "2024-01"]
january_pd, _ = ask(january)
applicant = january[(january_pd > 0.16) & (january_pd < 0.2)].head(1)
print("Bora grants below a PD of", money.BREAK_EVEN)
display(ask_again(applicant, times=4))

# %% [markdown]
# The replicas take turns and agree. At a PD of 0.15 the margin on good loans just pays for the loss on bad ones
# (`money.BREAK_EVEN`), so this applicant is refused.
#
# **Try it.** Be the clerk at the counter: which amount, in whole thousands of EUR, is the largest that the service
# would grant to this applicant? Change the number, run, look at the PD.

# %% try:4.1
amount = ...

if amount is not ...:
    [pd_then], _ = ask(applicant.assign(amount=float(amount)))
    print("PD", round(pd_then, 3), "| originally asked for:", applicant["amount"].item())


def largest(amount):
    asked = [ask(applicant.assign(amount=float(euros)))[0][0] for euros in (amount, amount + 1000)]
    return amount % 1000 == 0 and asked[0] < money.BREAK_EVEN <= asked[1]


checks.try_it(
    amount,
    largest,
    "That is a deal, made over HTTP: the service computed the burden from the raw application.",
    "the answer must be granted (PD below 0.15), and 1,000 EUR more must not.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# A smaller loan means smaller instalments, and those are in the burden.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Halve the amount first. Then go up or down in steps of 1,000.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `for euros in range(1000, 20000, 1000): print(euros, ask(applicant.assign(amount=float(euros)))[0])`
#
# </details>
#
# The balancer has counted all this. Open the printed address in a browser and leave it open: it reloads by itself.

# %% measured
print("Open this in a browser:", f"{fleet.url}/dashboard")
lines = requests.get(f"{fleet.url}/metrics", timeout=10).text.splitlines()
print(*[line for line in lines if line.startswith("bora_requests_total")], sep="\n")

# %%
display(lab04.picture("dashboard"))

# %% [markdown]
# The screenshot, of a smaller run than yours, shows four green tiles for the service (replicas, requests, failures,
# p95) and no monitors yet. Above
# it stands one counter a line, as `/metrics` tells it: name, labels, value.

# %% [markdown]
# ## 2. Is it fast, and does it survive? (12 min)
#
# Two numbers describe speed: **queries per second**, how much work gets done, and **latency**, how long a client
# waits: a distribution. Its median p50 says what is usual, its percentile p95 (95 of 100 requests take no longer) what
# the unlucky ones suffer; the mean often lies where no request does.
#
# Now your own service, under load from four clients at once.


# %%
def client(log, stop):
    """One client: asks again as soon as it is answered, until told to stop."""
    body = {"dataframe_split": applicant[NUMBERS + CATEGORIES].to_dict(orient="split")}
    with requests.Session() as session:
        while not stop.is_set():
            start = perf_counter()
            reply = session.post(f"{fleet.url}/invocations", json=body, timeout=10)
            replica = reply.headers.get("X-Replica")
            log.append((start, perf_counter() - start, reply.status_code, replica))


# %%
@contextmanager
def load(clients=4):
    """Clients at work as long as the with block lasts; yields their log."""
    log, stop = [], Event()
    with ThreadPoolExecutor(clients) as pool:
        for _ in range(clients):
            pool.submit(client, log, stop)
        try:
            yield log
        finally:
            stop.set()


# %% measured
with load() as log:
    sleep(1)

seconds = pd.DataFrame(log, columns=["start", "seconds", "status", "replica"])["seconds"]
print(len(log), "queries in a second")
print((1000 * seconds.quantile([0.5, 0.95, 0.99])).round().rename("ms"))

# %% [markdown]
# Now **resilience**. The next cell loads the service again, kills B in the middle of its work, starts it again, and
# waits until B really answers. Look at the dashboard meanwhile. **Place a bet:** of some hundreds of requests, how
# many will fail?

# %%
bet_failed = ...

# %% compare
with load() as log:
    sleep(0.5)
    fleet.kill("B")
    sleep(0.5)
    fleet.restart("B")
    fleet.wait()
    print("B answers again:", fleet.answers("B"))
    sleep(0.5)

sent = pd.DataFrame(log, columns=["start", "seconds", "status", "replica"])
sent["start"] -= sent["start"].min()
bets.settle(bet_failed, int((sent["status"] != 200).sum()))

# %%
lab04.failover(sent)

# %% [markdown]
# The figure shows every request as one mark: B's triangles vanish when it is killed, and come back when it has loaded
# the model again. When a replica does not answer, the balancer hands the request to the other one. (Asking twice is
# safe: scoring changes nothing.) Everything on the first list is there, and measured. It would be a fine day to stop
# reading.
#
# **Try it.** Be the accident. Write `fleet.kill("A")` into an empty cell, watch the dashboard turn, kill B as well, and
# ask once more with `requests.post(...)` as above. Which status does a client of a dead fleet get? (The cell that
# prints "both are back", below the hints, starts both again.)

# %% try:4.2
status_of_a_dead_fleet = ...

checks.try_it(
    status_of_a_dead_fleet,
    lambda status: checks.seal(int(status)) == "5344c411",
    "Bad gateway: the balancer lives and has nobody to ask. That is what DevOps is woken for.",
    "kill both, then print `requests.post(f'{fleet.url}/invocations', json={}).status_code`.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# The balancer still answers. It is an error of the server's side, so the number begins with 5.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# `fleet.kill("A")`, `fleet.kill("B")`, then look at what `ask(applicant)` raises.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `requests.get(f"{fleet.url}/health").status_code`
#
# </details>

# %%
for name in ("A", "B"):
    if not fleet.alive(name):
        fleet.restart(name)
fleet.wait()
print("both are back:", fleet.alive("A") and fleet.alive("B"))

# %% [markdown]
# ## 3. What if the model is not the model? (11 min)
#
# At night Bora's batch job retrains "on the freshest data": all loans since June 2023 whose outcome is known. It has
# a gate: only if AUC on older loans is high enough, the job moves the alias. In the morning a routine restart reaches
# replica B only, and a replica looks up its alias when it starts.

# %% compare
MIN_AUC = 0.7
fresh = known[known["month"] >= "2023-06"]
older = known[known["month"] <= "2023-05"]
nightly = train(fresh)
nightly_version = register(nightly)
auc = roc_auc_score(older["default"].astype(int), nightly.predict_proba(older)[:, 1])
if auc >= MIN_AUC:
    promote(nightly_version)
print("AUC of the nightly model:", round(auc, 3), "| the gate lets it pass:", auc >= MIN_AUC)

# %% compare
fleet.restart("B")
fleet.wait()
fleet.answers("B")
second = january[(january_pd > 0.08) & (january_pd < 0.1)].head(1)  # one whom the model likes
answers = ask_again(second, times=6)
answers["status"] = "200 OK"
answers["decision"] = np.where(answers["PD"] < money.BREAK_EVEN, "grant", "refuse")
display(answers.sort_values("answered by", ignore_index=True))

# %% [markdown]
# Every second applicant now meets another lender. All is healthy, and the gate saw nothing wrong: AUC looks at the
# *order* of applicants, and the order is fine. The *level* is not.
#
# **Try it: find the fault** in what the nightly model learned from, before the text tells. Compare `fresh` with
# `training`: which share of the loans granted from July on, as they stand in `fresh`, are defaults?

# %% try:4.3
share_of_defaults = ...

since_july = fresh[fresh["month"] >= "2023-07"]
checks.try_it(
    share_of_defaults,
    lambda share: abs(share - since_july["default"].astype(float).mean()) < 0.005,
    "All of them: in December no loan of July or later can be known to be good, only to be bad.",
    "take the rows of `fresh` with a month of 2023-07 or later, and the mean of their `default`.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# It is December. When does Bora know that a loan of July is good?
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Group `fresh` by month and look at the mean of `default` in each.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `fresh[fresh["month"] >= "2023-07"]["default"].mean()`
#
# </details>
#
# A loan counts as good when it has not defaulted after six months. The job took what was *known*, and of young months
# only the bad loans are. So the nightly model finds everybody too risky.
#
# Three questions tell whether a replica serves the model that was released:
#
# - **identity**: is it the version that was signed off?
# - **fingerprint**: is its file, as it lies in the store, the same byte by byte?
# - **parity**: does it give the same answers on a *golden set*, 300 applications whose answers were frozen at
#   release?
#
# We ask them of four replicas: A; B as it runs now; B with a file that was *overwritten* under its old version; and B
# with a model trained again on the same loans in another *order*. **Place a bet:** which question, alone, separates
# those that cost money from those that do not?

# %%
bet_question = ...  # "identity", "fingerprint" or "parity"

# %%
golden = everyone[everyone["month"] == "2023-07"].head(300)
frozen_answers = released.predict_proba(golden)[:, 1]
half_year = everyone["month"].between("2023-07", "2023-12")  # the months after training
judged, truth = everyone[half_year], world.truth[half_year]  # every outcome: the simulator's view


def model_file(version):
    return Path(mlflow.artifacts.download_artifacts(f"models:/bora-pd/{version}"), "model.pkl")


def fingerprint(version):  # of the file in the store: download_artifacts returns the store's own path, not a copy
    return sha256(model_file(version).read_bytes()).hexdigest()


signed_off = fingerprint(released_version)


# %%
def parity_gap(replica):
    """The largest difference to the answers that were frozen at release."""
    return np.abs(ask(golden, fleet.replicas[replica])[0] - frozen_answers).max()


def inspect(replica):
    version = fleet.model(replica)["version"]
    granted = ask(judged, fleet.replicas[replica])[0] < money.BREAK_EVEN
    earned = money.eur_per_1000(judged["amount"], truth["default"], granted)
    return {
        "same version": version == released_version,
        "same file": fingerprint(version) == signed_off,
        "largest gap": round(parity_gap(replica), 4),
        "EUR per 1,000": round(earned, -3),
    }


# %%
def serve_on_b(version):
    promote(version)
    fleet.restart("B")
    fleet.wait()


report = {"A, as released": inspect("A"), "B, nightly": inspect("B")}

# %%
released_file = model_file(released_version)
backup = released_file.read_bytes()
copyfile(model_file(nightly_version), released_file)  # under the old version number
serve_on_b(released_version)
report["B, overwritten"] = inspect("B")
written = released_file.write_bytes(backup)

# %% compare
reordered = train(training.sample(frac=1, random_state=1))
serve_on_b(register(reordered))
report["B, rows reordered"] = inspect("B")
bets.settle(bet_question, "parity")
display(pd.DataFrame(report).T)

# %% [markdown]
# The overwritten file passes *identity*. The reordered model fails *identity* and *fingerprint*, and yet answers the
# same: an alarm without harm. *Parity* goes with the money, and it is cheap: one request after a restart. (It alone
# tests what the client gets. It does not say *which* file you serve; an auditor asks for that too.)
#
# So it becomes the first monitor on the dashboard. A job that runs now and then *pushes* its number; the convention
# here is *what was seen over what is allowed*, so 1 is the limit for every monitor.


# %%
def push(monitor, value):
    """Send one monitor's number to the dashboard; it turns red above 1."""
    registry = CollectorRegistry()
    gauge = Gauge("bora_over_limit", "Seen over allowed", ["monitor"], registry=registry)
    gauge.labels(monitor).set(value)
    push_to_gateway(fleet.url, job=monitor, registry=registry)


def pushed(monitor):
    """The number of a monitor as /metrics tells it."""
    lines = requests.get(f"{fleet.url}/metrics", timeout=10).text.splitlines()
    [line] = [line for line in lines if f'monitor="{monitor}"' in line]
    return float(line.rpartition(" ")[2])


# %% measured
MAX_GAP = 0.001
serve_on_b(nightly_version)
push("parity of B", parity_gap("B") / MAX_GAP)
display(HTML(requests.get(f"{fleet.url}/dashboard", timeout=10).text))

# %% [markdown]
# The page shows the dashboard with its first alarm: the service's tiles are green, the new tile, parity of B, is red.
# The repair is one line, and a second one tells the board.

# %%
serve_on_b(released_version)
push("parity of B", parity_gap("B") / MAX_GAP)

# %% [markdown]
# ## 4. What happens in two years of service? (6 min)
#
# Now we replay 2024 and 2025 month by month through the service. Five things happen to Bora in that time:
#
# | incident | when | what happens |
# |---|---|---|
# | unit change | 2024-03 to 2024-05 | brokers send the income per month, where the contract says per year |
# | campaign | 2024-06 to 2024-08 | marketing brings many young applicants through the web |
# | rate shock | 2024-10 on | interest rates rise; people with variable incomes default more often |
# | gaming | 2025-03 on | applicants with savings below 3,000 EUR declare a little more than that |
# | category rename | 2025-07 to 2025-08 | the purpose `car` arrives as `vehicle` |
#
# **Place a bet:** order the five by what they cost a month, the dearest first.

# %%
bet_order = ...  # a list of all five names as in the table, for example ["campaign", "gaming", ...]


# %%
def book(rows, truth, pd_model):
    """One row an application: PD, decision, and what it brings in (the simulator knows)."""
    granted = pd_model < money.BREAK_EVEN
    euros = money.profit(rows["amount"], truth["default"], granted)
    return rows.assign(pd=pd_model, granted=granted, default=truth["default"], euros=euros)


# %% compare
served = everyone["month"] >= "2024-01"
answers, milliseconds = [], {}
for month, rows in everyone[served].groupby("month"):
    start = perf_counter()
    answers.append(ask(rows)[0])  # raises an error where the status is not 200
    milliseconds[month] = 1000 * (perf_counter() - start) / len(rows)

decided = book(everyone[served], world.truth[served], np.concatenate(answers))
print("months answered with status 200:", len(answers))

# %%
quiet = simulate(seed=SEED, incidents=())  # the same people in a world in which nothing happens
calm = book(quiet.applications, quiet.truth, released.predict_proba(quiet.applications)[:, 1])
calm = calm[calm["month"] >= "2024-01"]
earned, could_have = (frame.groupby("month")["euros"].sum() / 1000 for frame in (decided, calm))
lab04.service_and_money(pd.Series(milliseconds), earned, could_have)

# %% [markdown]
# The figure shows, above, the time that a row took in each month (in batches: not the latency of section 2), far
# below 1 ms. Below it stands what the decisions bring in (solid), against the same people in a world without incidents
# (dashed): lower during the unit change, higher during the campaign, far lower from the rate shock on, for good.
#
# Look at the dashboard: it is green. (Its share of failures counts since the start; if you asked the dead fleet of
# section 2 often, that tile still tells of you.) Nobody was harmed by a server.
#
# Which incident did what? One world could mislead, so `data/services/` holds 100 worlds of other seeds, each incident
# alone in each of them, decided by a model of that world.

# %% compare
worlds = pd.read_csv("../data/services/incidents.csv")
FIVE = ["unit change", "campaign", "rate shock", "gaming", "category rename"]
alone = worlds[worlds["incident"].isin(FIVE)].groupby("incident")["lost"]
cost = alone.quantile([0.05, 0.5, 0.95]).unstack().sort_values(0.5, ascending=False)
dearest_first = list(cost.index)
bets.settle(bet_order, dearest_first)
display(cost.round(1))

# %%
lab04.losses(worlds, dearest_first)

# %% [markdown]
# The figure shows a row an incident and a dot a world: what it costs in thousand EUR a month. The rate shock costs
# most, then the unit change; the campaign is a gain. Gaming costs little, but does not end by itself; the rename lies
# around 0 (the encoder ignores categories that it does not know: no request fails). Which of these two comes first is
# chance. The service's dashboard showed none of it. We need monitors that look at more than the service.

# %% [markdown]
# ## 5. Monitor 1: have the data changed? (11 min)
#
# The first layer is a **schema**: are types, categories and ranges those of the contract? The second compares
# distributions with those of the training months. Cut a feature into bins, with shares $e_i$ then and $a_i$ now; the
# **population stability index** is $\text{PSI} = \sum_i (a_i - e_i) \ln (a_i / e_i)$. (Half a case is added to each
# count, so that no share is 0.) A habit of credit scoring says: below 0.10 stable, above 0.25 act (source: common
# practice, whose origin is poorly documented).
#
# PSI is never 0, even when nothing changes. With $n$ and $m$ rows in $B$ bins it then varies about like $(1/n +
# 1/m)\,\chi^2_{B-1}$ (source: Yurdakul, 2018), and that gives a limit for each sample size.
#
# **Place a bet:** two samples of 100 rows each from the *same* population, ten bins: in how many of 100 comparisons is
# PSI above 0.10?

# %%
bet_false_alarms = ...  # a number from 0 to 100


# %%
def psi(then, now):
    """PSI of counts, bins on the last axis."""
    then, now = then + 0.5, now + 0.5
    e = then / then.sum(axis=-1, keepdims=True)
    a = now / now.sum(axis=-1, keepdims=True)
    return ((a - e) * np.log(a / e)).sum(axis=-1)


def psi_limit(n, m, bins, level):
    """What PSI exceeds with probability `level` when nothing has changed (approximately)."""
    return (1 / n + 1 / m) * stats.chi2.ppf(1 - level, bins - 1)


# %% compare
rng = np.random.default_rng(6)
same = [0.1] * 10
tenths = stats.norm.ppf(np.arange(11) / 10)
shifted = np.diff(stats.norm.cdf(tenths, 0.1))  # by 0.1 standard deviations
rows = []
for n in (50, 100, 200, 500, 1000, 5000):
    for change, shares in (("none", same), ("hardly any", shifted)):
        values = psi(rng.multinomial(n, same, 2000), rng.multinomial(n, shares, 2000))
        fixed = (values > 0.10).mean()
        sized = (values > psi_limit(n, n, 10, 0.05)).mean()
        rows.append({"change": change, "rows": n, "PSI > 0.10": fixed, "PSI > limit": sized})
alarms = pd.DataFrame(rows).pivot(index="rows", columns="change").round(2)
bets.settle(bet_false_alarms, 100 * alarms.loc[100, ("PSI > 0.10", "none")], within=10)
display(alarms)

# %% [markdown]
# In the columns "none" every alarm is false. The fixed limit cries wolf in four of five clean comparisons of 100 rows
# and never in those of 1,000; the other stays near the 5 % that it was asked for. The columns "hardly any" show its
# price: with 5,000 rows it nearly always alarms at a shift that nobody needs to act on. *Significant* is not
# *important*.
#
# **Try it.** Make a monitor of this. Three branches count a feature in the same ten bins, `then` and `now`, one row of
# counts a branch. Fill `loud` with one `True` or `False` a branch: is its PSI above the limit for its number of
# applications, at a level of 1 %?

# %% try:4.4
then = np.repeat([[10], [100], [500]], 10, axis=1)  # 100, 1,000 and 5,000 applications
now = then + np.array([[4], [20], [50]]) * np.array([1, -1] * 5)
loud = ...

checks.try_it(
    loud,
    lambda said: [bool(one) for one in said] == [False, False, True],
    "The small branch has the largest PSI and stays quiet; the large one alarms.",
    "compare three values with three limits; a limit needs applications: add up the counts.",
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
#
# Now Bora's own data. Six features a month, one false alarm in 100 months for all six together: a level of 0.01 / 6
# each (given).


# %%
def binned(rows):
    """The model's features in bins: deciles of the training months, or categories."""
    rows = add_ratios(rows)
    for name in RATIOS:
        edges = rows.loc[rows["month"] == "training", name].quantile(np.arange(1, 10) / 10)
        rows[name] = np.searchsorted(np.unique(edges), rows[name], side="right")
    return rows


def data_monitor(rows, reference, level=0.01 / 6):
    """PSI of each feature in each month over its limit; above 1 is an alarm."""
    both, strength = binned(pd.concat([reference.assign(month="training"), rows])), {}
    for name in RATIOS + CATEGORIES:
        table = pd.crosstab(both["month"], both[name])
        then, now = table.loc["training"].to_numpy(), table.drop("training").to_numpy()
        limit = psi_limit(then.sum(), now.sum(axis=1), len(then), level)
        strength[name] = psi(then, now) / limit
    return pd.DataFrame(strength, index=table.index.drop("training"))


# %%
applied_then = everyone[everyone["month"] <= "2023-06"]  # applicants, not only the granted ones
strength = data_monitor(everyone[served], applied_then)
lab04.alarms(strength)

# %% [markdown]
# The figure is a grid of six features by 24 months; a cell is empty when PSI stays below its limit, and otherwise says
# how many times the limit is exceeded: burden in the unit change, age above all in the campaign, savings from the
# gaming on, purpose in the two months of the rename, and nothing in the rate shock before the gaming.
#
# The schema is as good as its ranges. How would one catch the unit change?


# %% compare
def broken_share(rows, floor):
    """By month, the share with an unknown category or an income outside of [floor, 1,000,000]."""
    broken = ~rows["income"].between(floor, 1_000_000)
    for name in CATEGORIES:
        broken |= ~rows[name].isin(training[name])
    return broken.groupby(rows["month"]).mean()


for floor in (1, 5000):
    broken = broken_share(everyone[served], floor) > 0.01
    print("floor", floor, "EUR:", *broken[broken].index)

# %% [markdown]
# With a floor of 1 EUR the schema finds the rename only; with one of 5,000 EUR the unit change as well. Somebody who
# knows the business must choose. PSI finds more without being told, but its loudness has nothing to do with the money.
# The rate shock changes how people with given features *repay*, $P(y \mid x)$; in our simulator it leaves the features,
# $P(x)$, exactly as they were (a real one would move some). No monitor of inputs can see that.
#
# The monitor goes on the dashboard, as a monthly job would send it. Watch the tile: which months are red, and is it the
# money that goes then?

# %%
for month in strength.index:
    push("data (PSI)", strength.loc[month].max())
    sleep(0.05)

# %% [markdown]
# ## 6. Monitor 2: is the model still right? (12 min)
#
# Outcomes say whether a model is *right*, six months late. Is there an estimate without them? If PDs are **calibrated**
# (of loans with a PD of 0.1 one in ten defaults), the expected share of defaults is the mean PD, and expected profit
# and AUC follow: *confidence-based performance estimation* (source: NannyML's documentation).
#
# *If.* Take the riskiest tenth of all applicants of calm 2024. **Place a bet:** the model promises that about 44 in
# 100 of them default (given). How many do?

# %%
bet_riskiest_tenth = ...  # a number from 0 to 100

# %% compare
calm_2024 = calm[calm["month"] <= "2024-12"]
riskiest = calm_2024["pd"] >= calm_2024["pd"].quantile(0.9)
bets.settle(bet_riskiest_tenth, 100 * calm_2024.loc[riskiest, "default"].mean(), within=3)
display(calm_2024.loc[riskiest, ["pd", "default"]].mean().round(3))

# %% [markdown]
# From day one the model is too sure of itself. The repair is **recalibration**: keep the model and learn, from loans
# that it has not seen, one curve from its PD to a better one. By June 2024 all outcomes of July to December 2023 are
# in.

# %%
later = everyone[everyone["month"].between("2023-07", "2023-12") & (everyone["accepted"] == 1)]
calibrated = CalibratedClassifierCV(FrozenEstimator(released), method="sigmoid")
calibrated.fit(later[NUMBERS + CATEGORIES], later["default"].astype(int))

recalibrated = calibrated.predict_proba(calm_2024)[:, 1]
both = {"as released": calm_2024["pd"], "recalibrated": recalibrated}
lab04.reliability(calm_2024["default"], both)

# %% [markdown]
# The figure is a **reliability diagram** of calm 2024: tenths of the applicants, promised share of defaults to the
# right, real share upwards, with 95 % intervals. The circles (as released) fall below the dashed line on the right;
# the triangles (recalibrated) lie nearer.
#
# What does it do to the estimate?


# %% compare
def expected_auc(p):
    """Each applicant counts twice: as a default with weight PD, as good with weight 1 - PD."""
    twice, weights = np.tile(p, 2), np.concatenate([p, 1 - p])
    return roc_auc_score(np.repeat([1, 0], len(p)), twice, sample_weight=weights)


estimated_and_real = {
    "estimated, as released": expected_auc(calm_2024["pd"]),
    "estimated, recalibrated": expected_auc(recalibrated),
    "real": roc_auc_score(calm_2024["default"], calm_2024["pd"]),
}
display(pd.Series(estimated_and_real).round(3))

# %% [markdown]
# So it is in *this* world; the luck of not even six thousand training loans decides. Of 100 others
# (`data/services/models.csv`), 8 models are as over-confident and 5 too timid; nobody can tell without outcomes.
# Recalibration mends the over-confident ones, and hardly changes most others. So draw the
# diagram first, and mend what is off.
#
# Now the estimate's real blind spot, in four spells: "calm" (January and February 2024), "unit change" and "campaign"
# (as in section 4), and "rate shock" (December 2024 to February 2025: it builds up over three months and is at its full
# strength from December on; from March on gaming would be mixed in). For January to May 2024 this is hindsight: the
# curve could be learned in June only. **Place a bet:** in which of the four spells will the recalibrated estimate of
# the share of defaults be wrong by more than a fifth?

# %%
bet_wrong = ...  # a set, for example {"calm", "campaign"}


# %%
def promised_and_real(rows):
    """What PDs alone promise, beside what happened; EUR are per 1,000 applications."""
    granted = rows[rows["granted"]]
    p = calibrated.predict_proba(granted)[:, 1]
    earns = granted["amount"] * (money.MARGIN_RATE - (money.MARGIN_RATE + money.LOSS_RATE) * p)
    return {
        "defaults promised": p.mean(),
        "defaults real": granted["default"].mean(),
        "EUR promised": round(1000 * earns.sum() / len(rows), -3),
        "EUR real": round(1000 * rows["euros"].mean(), -3),
    }


# %% compare
spans = {
    "calm": decided["month"] <= "2024-02",
    "unit change": decided["month"].between("2024-03", "2024-05"),
    "campaign": decided["month"].between("2024-06", "2024-08"),
    "rate shock": decided["month"].between("2024-12", "2025-02"),
}
spells = pd.DataFrame({name: promised_and_real(decided[rows]) for name, rows in spans.items()}).T
wrong = (spells["defaults promised"] / spells["defaults real"] - 1).abs() > 0.2
bets.settle(bet_wrong, set(spells.index[wrong]))
display(spells.round(3))

# %%
granted = decided[decided["granted"]]
promised = pd.Series(calibrated.predict_proba(granted)[:, 1], granted.index)
lab04.estimate_and_truth(granted["month"], promised, granted["default"])

# %% [markdown]
# The figure shows the share of granted loans that default: a flat dashed line, the estimate, and the real share, which
# climbs to nearly twice as much in the rate shock and stays there.
#
# In the campaign the estimate is right, in this world: other people, but people with given features default as before.
# In the unit change it sees that money is lost, not all of it. In the rate shock its assumption breaks, and it sees
# nothing.
#
# **Try it.** When outcomes come, `misfit` tells whether they fit: how far, in standard deviations, are defaults from
# what the PDs promised? It takes the released PDs: with those the loans were granted. Push it to the dashboard for
# the loans of a month, with 3 standard deviations as the limit. (The cell calls your function for 2024-08 and 2024-12.)


# %%
def misfit(rows):
    """Defaults seen less defaults promised, in standard deviations."""
    p = rows["pd"]
    return (rows["default"].sum() - p.sum()) / np.sqrt((p * (1 - p)).sum())


# %% try:4.5
def push_outcomes(month):
    return ...


def arrives(function):
    for month in ("2024-08", "2024-12"):
        function(month)
        wanted = abs(misfit(granted[granted["month"] == month])) / 3
        if not np.isclose(pushed("outcomes"), wanted):
            return False
    return True


checks.try_it(
    push_outcomes,
    arrives,
    "Look at the tile: green for the campaign, red for December 2024. Bora could know it in June 2025.",
    "of the month's granted loans, push the size of the misfit over 3, as 'outcomes'.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# `granted` has all granted loans; the limit of every tile is 1.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Too few defaults are a misfit as well: take the absolute value, and divide by the number of standard deviations that
# you allow.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `push("outcomes", abs(misfit(granted[granted["month"] == month])) / 3)`
#
# </details>

# %% [markdown]
# ## 7. Monitor 3: do users cheat, and what is it all worth? (10 min)
#
# Applicants talk. The *old* scorecard gave six points for savings of 3,000 EUR or more; the new model knows no such
# step, but the rumour lives on. From March 2025, some whose savings are lower declare a little more than that. Their
# risk stays what it is.
#
# A cheat has an aim, and the aim leaves a trace that honest drift does not: people are missing just below a cut and
# pile up just above it (**bunching**).

# %%
in_2024 = decided[decided["month"] <= "2024-12"]
gamed = decided[decided["month"] >= "2025-03"]
tower = lab04.savings(in_2024["savings"], gamed["savings"])

# %% [markdown]
# The figure shows the distribution of declared savings in bins of 200 EUR: in 2024 a smooth hill (dashed); from March
# 2025 on (solid) it is thinned out between 750 and 3,000 EUR, and just above 3,000 EUR stands a tower.


# %%
def pile(savings, cut=3000):
    """Declarations up to 12 % above the cut less those as far below, in standard deviations."""
    above = savings.between(cut, 1.12 * cut, inclusive="left").sum()
    below = savings.between(0.88 * cut, cut, inclusive="left").sum()
    return (above - below) / np.sqrt(max(above + below, 1))


# %% [markdown]
# **Try it: beat the monitor.** You are the cheat. `declare` gets the savings that people own and says what they
# declare; a third of those below 6,000 EUR follow you. Raise what is declared by at least 20 % on average for those
# who follow, and keep the pile test below its limit of 2.33 (given). (Bora's model looks at the logarithm of savings:
# every euro more helps, with or without a step.)


# %% try:4.6
def declare(owned):  # a Series of EUR; return what is declared
    return ...


def unseen(function):
    owned = in_2024["savings"]
    follows = (owned < 6000) & (np.arange(len(owned)) % 3 == 0)
    lie = function(owned[follows])
    raised, piled = (lie / owned[follows]).mean() - 1, pile(owned.where(~follows, lie))
    print(f"raised by {raised:.1%} on average (20 % are asked); the pile is {piled:.2f} (below 2.33 is asked)")
    return raised > 0.2 - 1e-9 and piled < 2.33


checks.try_it(
    declare,
    unseen,
    "Nobody piles up anywhere, so there is no pile to find: a test for an aim must know the aim.",
    "see the line above: raise more, or leave the test's window (2,640 to 3,360 EUR) as smooth as it was.",
)

# %% [markdown]
# <details><summary>Hint 1: a nudge</summary>
#
# A pile needs many people who aim at the same place.
#
# </details>
# <details><summary>Hint 2: the approach</summary>
#
# Let everybody lie by the same factor.
#
# </details>
# <details><summary>Hint 3: nearly the code</summary>
#
# `return 1.3 * ...`
#
# </details>

# %% compare
few = [incidents.Gaming(start="2024-01", share=0.1)]  # of those who could cheat, one in ten does
shy = simulate(seed=SEED, incidents=few, months=24).applications
follows = (calm_2024["savings"] < 6000) & (np.arange(len(calm_2024)) % 3 == 0)
more = calm_2024["savings"].where(~follows, 1.3 * calm_2024["savings"])
cases = {
    "nobody cheats": calm_2024,
    "to 3,000, one in ten": shy[shy["month"] >= "2024-01"],
    "to 3,000, as in 2025": gamed,
    "30 % more, anywhere": calm_2024.assign(savings=more),
}

# %% compare
PILE_LIMIT = stats.norm.ppf(0.99)
caught = {}
for name, rows in cases.items():
    loudness = data_monitor(rows, applied_then)["log_savings"]
    piles = rows.groupby("month")["savings"].apply(pile)
    caught[name] = {
        "months": len(piles),
        "PSI alarms": (loudness > 1).sum(),
        "pile alarms": (piles > PILE_LIMIT).sum(),
    }
print("the tower is", round(tower, 1), "times as high as the hill's peak")
display(pd.DataFrame(caught).T)

# %% [markdown]
# PSI looks everywhere a little; the pile test looks at one place where somebody has a reason to be. When one in ten
# cheats, the pile test sees it and PSI does not. When a third lies a little, anywhere, both are all but blind in this
# world. And honest people who like round numbers pile up as well (the assignment has some).
#
# The third monitor joins the others. This is the whole board at the end of 2025:

# %% measured
for _, rows in decided[decided["month"] >= "2024-12"].groupby("month"):
    push("users (pile at 3,000)", pile(rows["savings"]) / PILE_LIMIT)
display(HTML(requests.get(f"{fleet.url}/dashboard", timeout=10).text))
fleet.stop()

# %% [markdown]
# The page shows the dashboard with the service in green and below it the monitors that look at the model, each with
# its history. The last line stopped what we had started. (It would have stopped by itself with this notebook's
# kernel.)
#
# How good is such a board? Take the 100 worlds, each incident alone. Which monitor alarms while it lasts, in which
# share of worlds, and how many months after its start (median, behind the plus)? The row "nightly model" is that of
# section 3, as if it had served from July to December 2023. Each of the five monitors compares, month by month:
#
# | monitor | what | with what |
# |---|---|---|
# | schema | categories and incomes (floor 5,000 EUR) | the contract |
# | data | distributions of six features, by PSI | the training months |
# | estimate | mean recalibrated PD of the granted | the same mean from July to December 2023 |
# | outcomes | defaults, six months later | the PDs promised when the loans were granted |
# | pile | declarations just above 3,000 EUR | those just below |
#
# So the estimate *alarms* when it has moved, not when it is wrong.

# %% compare
models = pd.read_csv("../data/services/models.csv")
MONITORS = ["schema", "data", "estimate", "outcomes", "pile"]
by_incident = worlds.groupby("incident")[MONITORS]
share = by_incident.agg(lambda delays: f"{delays.notna().mean():.0%}")
delay = by_incident.median().map(lambda months: "" if np.isnan(months) else f" +{months:.0f}")
board = (share + delay).drop("calm").replace("0%", "")
board.loc["false alarms a year"] = models[MONITORS].mean().round(2).astype(str)
display(board)

# %% [markdown]
# No monitor sees everything, and the service's own tiles, green throughout, see nothing. The schema stops the unit
# change and the rename at once. PSI sees four of the five incidents at once, harmless ones as loudly as others, and the
# costliest by chance only. The estimate sees the nightly model; in the
# campaign it moves, rightly (other people), and alarms without harm. Outcomes see the
# rate shock seven months after it began; they hardly ever see the unit change, which makes Bora *refuse* good people:
# of the refused nobody learns an outcome. The pile sees cheats at its cut, and nothing else. None cries wolf often.
#
# Last, for each incident: how loud is the data monitor, and what does it cost?

# %%
HARM = 10  # thousand EUR a month: Bora follows up what costs more
lab04.drift_and_damage(worlds, HARM)

# %% [markdown]
# The figure has a dot for each of 100 worlds and a big mark for the median; loudness of the data monitor to the right,
# money upwards. None of the four fields is empty: the rate shock and the nightly model cost most and are quiet; the
# unit change costs and alarms; the campaign and the rename alarm and cost little or nothing; calm months do neither
# (their cost is 0 by construction: calm is what the others are compared with).
# Gaming stays below the line, but it does not end by itself. An alarm on data is neither necessary nor sufficient for
# damage.

# %% [markdown]
# ## Pitfalls
#
# - **A health check is not a quality check.** It asks whether somebody answers, not what.
# - **A gate on AUC alone** lets a model through whose level is wrong.
# - **Labels known so far** are mostly bad ones. Train and judge on months whose window is over.
# - **One limit for all sample sizes** alarms always on small samples; a bare significance test, always on large ones.
# - **EUR per 1,000 applications** fell in the campaign, when Bora earned more: look at totals as well.
# - **Believing PDs** that nobody has compared with outcomes.
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
#   (bunching at a cut), and put them on the dashboard beside the service;
# - seen, over 100 worlds, that drift and harm are two questions, and which monitor answers which, when.

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
# You turn two scrapes of `/metrics` into a report, write a PSI alarm for columns with ties and missing values, inspect
# replicas, estimate a confusion matrix without labels and check it when labels come, and catch cheats
# among honest people who round. Then you decide in writing which alarm may wake somebody at night.
#
# ## Read on
#
# - Breck and others, [*The ML Test Score*][score] (IEEE Big Data, 2017): which tests a production model needs.
# - Gama and others, [*A survey on concept drift adaptation*][drift] (ACM Computing Surveys 46(4), 2014).
# - Hardt, Megiddo, Papadimitriou, Wootters, [*Strategic Classification*][strategic] (ITCS 2016): users who answer back.
# - Yurdakul, 2018: [a thesis][psi] on how the population stability index varies by chance.
# - NannyML's documentation on [estimating performance][estimating] without labels; MLflow's on [the model
#   registry][registry] and its aliases.
#
# [score]: https://research.google/pubs/pub46555/
# [drift]: https://doi.org/10.1145/2523813
# [strategic]: https://doi.org/10.1145/2840728.2840730
# [psi]: https://scholarworks.wmich.edu/dissertations/3208/
# [estimating]: https://nannyml.readthedocs.io/en/stable/how_it_works/performance_estimation.html
# [registry]: https://mlflow.org/docs/latest/ml/model-registry/
