def find_skew(offline, served):
    """Each customer's last days decide: who was served wrongly until the end was hit."""
    for feature in ["income", "debt", "burden"]:
        true = offline.pivot(index="day", columns="customer", values=feature)
        sent = served.pivot(index="day", columns="customer", values=feature)
        wrong = (sent / true - 1).abs() > 0.001
        if wrong.iloc[-6:].mean(axis=1).min() < 0.12:
            continue
        quiet = wrong.mean(axis=1).lt(0.12)
        first = int(quiet[quiet].index.max()) + 1
        tail = wrong.loc[first:]
        hit = tail.columns[tail.mean() > 0.3]
        ratio = (sent / true).loc[first:, hit]
        if (ratio / ratio.median() - 1).abs().median().median() < 0.001 and abs(ratio.median().median() - 1) > 0.05:
            kind = "unit" if np.ptp(ratio.median()) < 0.01 * ratio.median().median() else "stale"
        else:
            kind = "default" if sent.loc[first:, hit].stack().value_counts(normalize=True).iloc[0] > 0.5 else "stale"
        return feature, first, kind
