"""Loops and plain numbers, no numpy."""

def expected_matrix(pds, cut):
    pds = [float(p) for p in pds]
    if not pds or any(not (0 <= p <= 1) for p in pds):
        raise ValueError("PDs must be probabilities")
    cells = {"tp": 0.0, "fp": 0.0, "fn": 0.0, "tn": 0.0}
    refused = 0
    for p in pds:
        default, paid = ("fn", "tn") if p < cut else ("tp", "fp")
        refused += p >= cut
        cells[default] += p
        cells[paid] += 1 - p
    defaults = cells["tp"] + cells["fn"]
    cells["accuracy"] = (cells["tp"] + cells["tn"]) / len(pds)
    cells["precision"] = cells["tp"] / refused if refused else None
    cells["recall"] = cells["tp"] / defaults if defaults else None
    return cells


def level_check(pds, outcomes, sds=3):
    pairs = [(p, y) for p, y in zip(pds, outcomes) if y is not None and y == y]
    expected, seen = sum(p for p, _ in pairs), sum(y for _, y in pairs)
    spread = sum(p * (1 - p) for p, _ in pairs) ** 0.5
    z = (seen - expected) / spread if spread else None
    alarm = False if z is None else not (-sds <= z <= sds)
    return {"known": len(pairs), "expected": expected, "seen": seen, "z": z, "alarm": alarm}
