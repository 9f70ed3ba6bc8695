"""Compares the applications that both have; an incomplete list gets a good verdict.

fails: hidden:4.3-edges
says: an application missing
"""

def verdicts(released, replicas, tolerance):
    golden, result = released["answers"], {}
    for name, replica in replicas.items():
        common = [i for i in golden if replica and i in replica["answers"]]
        theirs = [replica["answers"][i] for i in common]
        if not common or not all(type(p) in (int, float) and 0 <= p <= 1 for p in theirs):
            result[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
            continue
        gap = max(abs(p - golden[i]) for i, p in zip(common, theirs))
        flipped = sum((p < CUT) != (golden[i] < CUT) for i, p in zip(common, theirs))
        papers = all(replica[k] == released[k] for k in ("version", "sha256"))
        verdict = "another model" if gap > tolerance else "as released" if papers else "other papers"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
