"""Compares how many are granted instead of who.

fails: hidden:4.3
says: One grant that became a refusal
"""


def verdicts(released, replicas, tolerance):
    golden, found = released["answers"], {}
    for name, replica in replicas.items():
        theirs = replica["answers"] if replica is not None else {}
        if not all(isinstance(theirs.get(key), (int, float)) and 0 <= theirs[key] <= 1 for key in golden):
            found[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
            continue
        gap = max(abs(theirs[key] - golden[key]) for key in golden)
        flipped = abs(sum(theirs[key] < CUT for key in golden) - sum(pd < CUT for pd in golden.values()))
        if gap > tolerance:
            verdict = "another model"
        elif (replica["version"], replica["sha256"]) != (released["version"], released["sha256"]):
            verdict = "other papers"
        else:
            verdict = "as released"
        found[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return found
