def shared_source(first, second):
    """Dicts from year to value, and max with a key that spells the rule of the ties."""

    def series(frame):
        return {int(y): float(p) for y, p in zip(frame["year"], frame["percent"]) if not pd.isna(p)}

    one, other = series(first), series(second)

    def compare(shift):
        gaps = [abs(one[y + shift] - p) for y, p in other.items() if y + shift in one]
        return {
            "shift": shift,
            "common": len(gaps),
            "same": sum(g <= 0.5 + 1e-9 for g in gaps),
            "shared": len(gaps) >= 4 and all(g <= 0.5 + 1e-9 for g in gaps),
        }

    return max(map(compare, (-1, 0, 1)), key=lambda v: (v["same"], -abs(v["shift"]), -v["shift"]))
