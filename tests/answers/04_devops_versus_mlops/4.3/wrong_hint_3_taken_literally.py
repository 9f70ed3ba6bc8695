"""Compares without asking whether the answer is a number.

fails: check:4.3
says: stumbles over it
"""

def verdicts(released, replicas, tolerance):
    result = {}
    for name, replica in replicas.items():
        theirs = {} if replica is None else replica["answers"]
        if not all(0 <= theirs.get(i, -1) <= 1 for i in released["answers"]):
            result[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
            continue
        gap = max([abs(theirs[i] - pd_released) for i, pd_released in released["answers"].items()])
        flipped = sum((theirs[i] < CUT) != (p < CUT) for i, p in released["answers"].items())
        papers = all(replica[k] == released[k] for k in ("version", "sha256"))
        verdict = "another model" if gap > tolerance else "as released" if papers else "other papers"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
