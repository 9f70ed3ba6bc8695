"""numpy arrays in the order of the golden set."""

import numpy as np


def verdicts(released, replicas, tolerance):
    keys = list(released["answers"])
    ours = np.array([released["answers"][key] for key in keys], dtype=float)

    def one(replica):
        nothing = {"verdict": "no valid answer", "gap": None, "flipped": None}
        if not replica or any(type(replica["answers"].get(key)) not in (int, float) for key in keys):
            return nothing
        theirs = np.array([replica["answers"][key] for key in keys], dtype=float)
        if not np.all((theirs >= 0) & (theirs <= 1)):
            return nothing
        gap = np.max(np.abs(theirs - ours))
        papers = (replica["version"], replica["sha256"]) == (released["version"], released["sha256"])
        if gap > tolerance:
            verdict = "another model"
        else:
            verdict = "as released" if papers else "other papers"
        return {"verdict": verdict, "gap": gap, "flipped": np.sum((theirs < CUT) ^ (ours < CUT))}

    return {name: one(replica) for name, replica in replicas.items()}
