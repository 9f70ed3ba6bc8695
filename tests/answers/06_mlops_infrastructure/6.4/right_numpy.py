def find_skew(offline, served):
    days = int(offline["day"].max()) + 1
    for feature in FEATURES:
        true, sent = (table[feature].to_numpy().reshape(days, -1) for table in (offline, served))
        apart = np.abs(sent - true) > 0.002 * true
        share = apart.mean(axis=1)
        first = days
        while first > 0 and share[first - 1] > 0.11:
            first -= 1
        if days - first < 6:
            continue
        late = np.zeros_like(apart)
        late[first:] = apart[first:]
        if np.ptp(np.quantile(sent[late] / true[late], [0.25, 0.75])) < 0.002 * np.median(sent[late] / true[late]):
            return feature, first, "unit"
        if np.ptp(np.quantile(sent[late], [0.25, 0.75])) == 0:
            return feature, first, "default"
        return feature, first, "stale"
    return None
