"""Medians of groups for the units, numpy for the rest, and a contract of lists only."""


def draft_contract(past):
    table = pd.concat(past, ignore_index=True)
    numeric = table.select_dtypes("number")
    return {
        "limits": [[name, float(numeric[name].min()) / 3 - 1, float(numeric[name].max()) * 3] for name in numeric],
        "floors": [["age", 10.0], ["savings", 0.0], ["income", 1000.0], ["late_payments", 0.0]],
        "ceilings": [["late_payments", 50.0]],
        "medians": [[name, float(numeric[name].median())] for name in ("income", "instalments")],
        "words": [[name, table[name].unique().tolist()] for name in ("channel", "region", "employment", "purpose")],
    }


def faults_in_delivery(delivery, contract):
    bad = set()
    lists = contract["limits"] + contract["words"] + [["application_id"]]
    for name, *_ in lists:
        if name not in delivery:
            bad.add(name)
        elif delivery[name].isna().to_numpy().mean() > 0.1:
            bad.add(name)
    here = delivery.drop(columns=list(bad), errors="ignore")
    for name, low, high in contract["limits"]:
        if name in here and not pd.api.types.is_numeric_dtype(here[name]):
            bad.add(name)
            here = here.drop(columns=name)
        elif name in here and (np.nanmin(here[name]) < low or np.nanmax(here[name]) > high):
            bad.add(name)
    bad |= {name for name, low in contract["floors"] if name in here and np.nanmin(here[name]) < low}
    bad |= {name for name, high in contract["ceilings"] if name in here and np.nanmax(here[name]) > high}
    for name, usual in contract["medians"]:
        if name in here:
            groups = here.groupby("channel")[name].median() if "channel" in here else here[[name]].median()
            if (groups < usual / 4).any() or (groups > usual * 4).any():
                bad.add(name)
    bad |= {name for name, words in contract["words"] if name in here and set(here[name].dropna()) - set(words)}
    if "application_id" in here and here["application_id"].duplicated().any():
        bad.add("application_id")
    return sorted(bad)
