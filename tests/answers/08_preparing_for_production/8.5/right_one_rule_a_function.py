from datetime import timedelta


def go_no_go(record, files, today):
    day = date.fromisoformat(today)

    def gone(test):
        return test["file"] not in files

    def changed(test):
        return hashlib.new("sha256", files[test["file"]]).digest() != bytes.fromhex(test["sha256"])

    def stale(test):
        made = date.fromisoformat(test["on"])
        return made > day or made < day - timedelta(days=record["days"])

    def dangerous(test):
        name = test["file"]
        if name.endswith(".skops"):
            try:
                found = skops.io.get_untrusted_types(data=files[name])
            except Exception:
                return True
            return any(one not in record["trusted"] for one in found)
        return name.endswith(".pkl")

    def unreasoned(test):
        return not test["reason"] or test["reason"].isspace()

    rules = {"missing": gone, "hash": changed, "date": stale, "unsafe": dangerous, "reason": unreasoned}
    points, refused = {}, ()
    for section in SECTIONS:
        points[section] = 0
        for test in record["sections"].get(section) or []:
            faults = (name for name, rule in rules.items() if rule(test))
            fault = next(faults, None)
            if fault is None:
                points[section] += {"automated": 1.0}.get(test["how"], 0.5)
            else:
                refused += ((section, test["test"], fault),)
    least = min(points.values())
    return {
        "refused": refused,
        "weakest": tuple(sorted(name for name, sum_ in points.items() if sum_ == least)),
        "go": not least < record["needed"],
        "score": least,
    }
