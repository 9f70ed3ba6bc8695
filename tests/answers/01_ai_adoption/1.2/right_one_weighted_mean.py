def reweighted_share(answers, register, by="size"):
    """Gives each answer the weight size / (answers of its class), then takes one weighted mean."""
    sizes = {name: size for name, size in register.items() if size > 0}
    if not sizes:
        raise ValueError("nobody in the register")
    kept = answers.loc[answers["uses"].notna() & answers[by].isin(list(sizes)), [by, "uses"]]
    counts = kept[by].value_counts().to_dict()
    silent = [name for name in sizes if counts.get(name, 0) == 0]
    if silent:
        raise ValueError(f"no answers from {silent}")
    weights = [sizes[name] / counts[name] for name in kept[by]]
    return 100 * float(np.average([float(value) for value in kept["uses"]], weights=weights))
