"""Tries, and takes whatever goes wrong for an invalid answer."""

def verdicts(released, replicas, tolerance):
    result = {}
    for name in replicas:
        try:
            pairs = [(replicas[name]["answers"][key] + 0.0, ours) for key, ours in released["answers"].items()]
            if [1 for theirs, _ in pairs if not (0 <= theirs <= 1)]:
                raise ValueError
        except (TypeError, KeyError, ValueError):
            result[name] = {"gap": None, "verdict": "no valid answer", "flipped": None}
            continue
        gap = max(max(theirs - ours, ours - theirs) for theirs, ours in pairs)
        flipped = len([1 for theirs, ours in pairs if min(theirs, ours) < CUT <= max(theirs, ours)])
        verdict = "as released"
        if {**replicas[name], "answers": 0} != {**released, "answers": 0}:
            verdict = "other papers"
        if gap > tolerance:
            verdict = "another model"
        result[name] = {"gap": gap, "verdict": verdict, "flipped": flipped}
    return result
