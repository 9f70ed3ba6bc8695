"""Its limits leave room for 99 late payments and for savings of -1.

fails: hidden:3.1-high
says: nobody innocent is named, but faults are missed, most of all 99 late payments
"""


def draft_contract(past):
    whole = pd.concat(past, ignore_index=True)
    contract = {}
    for name in whole.columns:
        col = whole[name]
        if name == "application_id":
            contract[name] = {"kind": "id"}
        elif pd.api.types.is_numeric_dtype(col):
            low = {"age": 18.0, "savings": -10.0, "amount": 0.0, "instalments": 0.0, "late_payments": 0.0}.get(name, float(col.min()) / 2.5)
            high = {"age": 110.0, "late_payments": 1000.0}.get(name, float(col.max()) * 10)
            contract[name] = {"kind": "number", "low": low, "high": high, "mean": float(col.mean()),
                              "missing": 0.05 if name == "savings" else 0.0}
        else:
            contract[name] = {"kind": "word", "words": sorted(set(col)), "missing": 0.0}
    contract["income"]["medians"] = {str(k): float(v) for k, v in whole.groupby("channel")["income"].median().items()}
    return contract


def faults_in_delivery(delivery, contract):
    bad = []
    for name, rule in contract.items():
        if name not in delivery.columns:
            bad.append(name)
            continue
        col = delivery[name]
        if rule["kind"] == "id":
            if col.duplicated().any():
                bad.append(name)
            continue
        if col.isna().mean() > rule["missing"]:
            bad.append(name)
            continue
        col = col.dropna()
        if rule["kind"] == "word":
            if not set(col) <= set(rule["words"]):
                bad.append(name)
        else:
            if not pd.api.types.is_numeric_dtype(col):
                bad.append(name)
            elif not col.between(rule["low"], rule["high"]).all():
                bad.append(name)
            elif name == "instalments" and not rule["mean"] / 4 < col.mean() < rule["mean"] * 4:
                bad.append(name)
            elif name == "income":
                for channel, median in rule["medians"].items():
                    rows = delivery.loc[delivery["channel"] == channel, "income"].dropna() if "channel" in delivery else col
                    if len(rows) >= 5 and not median / 3.5 < rows.median() < median * 3.5:
                        bad.append(name)
                        break
    return bad
