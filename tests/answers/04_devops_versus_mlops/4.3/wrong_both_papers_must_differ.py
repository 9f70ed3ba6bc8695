"""Calls papers other only if version and fingerprint both differ.

fails: hidden:4.3
says: other papers with the same answers
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
        flipped = sum((theirs[key] < CUT) != (golden[key] < CUT) for key in golden)
        if gap > tolerance:
            verdict = "another model"
        elif replica["version"] != released["version"] and replica["sha256"] != released["sha256"]:
            verdict = "other papers"
        else:
            verdict = "as released"
        result[name] = {"verdict": verdict, "gap": gap, "flipped": flipped}
    return result
