"""Takes per cent for probabilities.

fails: hidden:4.3-edges
says: an answer in per cent
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
            if not isinstance(answer, (int, float)) or answer != answer or answer < 0:
                valid = False
        if not valid:
            continue
        gap = max(abs(theirs[key] - golden[key]) for key in golden)
        flipped = sum((theirs[key] < CUT) != (golden[key] < CUT) for key in golden)
        if gap > tolerance:
            verdict = "another model"
        elif replica["version"] != released["version"] or replica["sha256"] != released["sha256"]:
            verdict = "other papers"
        else:
            verdict = "as released"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
