def poisoned(batch, history):
    model = make_pipeline(StandardScaler(), LogisticRegression(C=100)).fit(history[FEATURES], history["default"])
    chance = model.predict_proba(batch[FEATURES])[:, 1].tolist()
    rows = list(zip(batch["id"].tolist(), batch["agency"].tolist(), batch["default"].tolist(), chance, strict=True))
    found = set()
    for agency in sorted({row[1] for row in rows}):
        run, due = [], 0.0
        for id_, name, default, pd_ in [*rows, (None, agency, 1, 0.0)]:
            if name != agency:
                continue
            if default:
                if due > 9.5:
                    found |= set(run)
                run, due = [], 0.0
            else:
                run.append(id_)
                due += pd_
    return sorted(found)
