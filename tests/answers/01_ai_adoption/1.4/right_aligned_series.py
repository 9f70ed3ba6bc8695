"""Series that align by their index; numpy integers and a numpy bool come back."""


def shared_source(first, second):
    one = first.set_index("year")["percent"].astype(float)
    results = {}
    for shift in (0, -1, 1):
        two = second["percent"].astype(float).set_axis(second["year"] + shift)
        gap = (one - two).abs().dropna()
        results[shift] = (np.int64(gap.size), np.sum(gap.to_numpy() <= 0.5 + 1e-9))
    shift = max(results, key=lambda key: results[key][1])
    common, equal = results[shift]
    return {"shift": shift, "common": common, "same": equal, "shared": np.bool_(common > 3 and equal == common)}
