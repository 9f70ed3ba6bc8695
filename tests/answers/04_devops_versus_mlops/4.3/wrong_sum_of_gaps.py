"""Adds the differences up instead of taking the largest.

fails: check:4.3
says: not a sum
"""

def verdicts(released, replicas, tolerance):
    golden, result = released["answers"], {}
    for name, replica in replicas.items():
        theirs = replica["answers"] if replica else {}
        if not all(type(theirs.get(key)) in (int, float) and 0 <= theirs[key] <= 1 for key in golden):
            result[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
            continue
        gap = sum(abs(theirs[key] - golden[key]) for key in golden)
        flipped = sum((theirs[key] < CUT) != (golden[key] < CUT) for key in golden)
        papers = all(replica[key] == released[key] for key in ("version", "sha256"))
        verdict = "another model" if gap > tolerance else "as released" if papers else "other papers"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
