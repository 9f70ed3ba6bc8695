"""pandas aligns the answers by application id."""

import pandas as pd


def verdicts(released, replicas, tolerance):
    ours = pd.Series(released["answers"], dtype=float)
    result = {}
    for name, replica in replicas.items():
        given = (replica or {"answers": {}})["answers"]
        numbers = {key: value for key, value in given.items() if isinstance(value, float | int)}
        theirs = pd.Series(numbers, dtype=float).reindex(ours.index)
        if not theirs.between(0, 1).all():
            result[name] = dict.fromkeys(("gap", "flipped"), None) | {"verdict": "no valid answer"}
            continue
        gap = (theirs - ours).abs().max()
        other = [key for key in ("version", "sha256") if replica[key] != released[key]]
        verdict = "another model" if gap > tolerance else "other papers" if other else "as released"
        flipped = int(((theirs >= CUT) != (ours >= CUT)).sum())
        result[name] = {"verdict": verdict, "gap": float(gap), "flipped": flipped}
    return result
