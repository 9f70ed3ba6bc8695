"""One day less than allowed.

fails: check:8.5
says: refused of the example
"""


def go_no_go(record, files, today):
    """Whether to release, by the weakest section, after each proof has been looked at."""

    def fault(test):
        content = files.get(test["file"])
        if content is None:
            return "missing"
        if hashlib.sha256(content).hexdigest() != test["sha256"]:
            return "hash"
        age = (date.fromisoformat(today) - date.fromisoformat(test["on"])).days
        if not 0 <= age < record["days"]:
            return "date"
        if unsafe(test["file"], content, record["trusted"]):
            return "unsafe"
        return None if test["reason"].strip() else "reason"

    sums, refused = dict.fromkeys(SECTIONS, 0), []
    for section in SECTIONS:
        for test in record["sections"].get(section, []):
            found = fault(test)
            if found:
                refused.append([section, test["test"], found])
            else:
                sums[section] += 1 if test["how"] == "automated" else 0.5
    score = min(sums.values())
    weakest = sorted(section for section in SECTIONS if sums[section] == score)
    return {"score": score, "go": score >= record["needed"], "weakest": weakest, "refused": refused}
