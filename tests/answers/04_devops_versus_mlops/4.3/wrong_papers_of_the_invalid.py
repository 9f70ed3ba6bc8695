"""Lets other papers decide although there is no valid answer.

fails: hidden:4.3-edges
says: whatever the papers say
"""


def verdicts(released, replicas, tolerance):
    golden, found = released["answers"], {}
    for name, replica in replicas.items():
        theirs = replica["answers"] if replica is not None else {}
        if not all(isinstance(theirs.get(key), (int, float)) and 0 <= theirs[key] <= 1 for key in golden):
            other = replica is not None and replica["version"] != released["version"]
            found[name] = {"verdict": "other papers" if other else "no valid answer", "gap": None, "flipped": None}
            continue
        gap = max(abs(theirs[key] - golden[key]) for key in golden)
        flipped = sum((theirs[key] < CUT) != (golden[key] < CUT) for key in golden)
        if gap > tolerance:
            verdict = "another model"
        elif (replica["version"], replica["sha256"]) != (released["version"], released["sha256"]):
            verdict = "other papers"
        else:
            verdict = "as released"
        found[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return found
