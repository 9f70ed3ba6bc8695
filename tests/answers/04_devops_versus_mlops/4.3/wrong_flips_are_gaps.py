"""Counts answers that moved beyond the tolerance instead of decisions that changed.

fails: hidden:4.3
says: One grant that became a refusal
"""

def verdicts(released, replicas, tolerance):
    golden = released["answers"]
    result = {}
    for name, replica in replicas.items():
        result[name] = {"verdict": "no valid answer", "gap": None, "flipped": None}
        if replica is None:
            continue
        theirs = replica["answers"]
        valid = True
        for key in golden:
            answer = theirs.get(key)
            if not isinstance(answer, (int, float)) or not 0 <= answer <= 1:
                valid = False
        if not valid:
            continue
        gap = max(abs(theirs[key] - golden[key]) for key in golden)
        flipped = sum(abs(theirs[key] - golden[key]) > tolerance for key in golden)
        if gap > tolerance:
            verdict = "another model"
        elif replica["version"] != released["version"] or replica["sha256"] != released["sha256"]:
            verdict = "other papers"
        else:
            verdict = "as released"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
