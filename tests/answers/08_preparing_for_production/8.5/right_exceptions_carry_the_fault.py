class Refused(Exception):
    pass


def look(test, record, files, today):
    try:
        content = files[test["file"]]
    except KeyError:
        raise Refused("missing") from None
    if test["sha256"].casefold() != hashlib.sha256(content).hexdigest():
        raise Refused("hash")
    latest = date.fromisoformat(today)
    if date.fromisoformat(test["on"]) > latest or (latest - date.fromisoformat(test["on"])).days > record["days"]:
        raise Refused("date")
    if test["file"].rsplit(".", 1)[-1] == "pkl":
        raise Refused("unsafe")
    if test["file"].rsplit(".", 1)[-1] == "skops":
        try:
            names = skops.io.get_untrusted_types(data=content)
        except BaseException:
            raise Refused("unsafe") from None
        if set(names) - set(record["trusted"]):
            raise Refused("unsafe")
    if test["reason"].strip() == "":
        raise Refused("reason")
    return 2 if test["how"] == "automated" else 1


def go_no_go(record, files, today):
    halves, refused = [0, 0, 0, 0], []
    for place, section in enumerate(SECTIONS):
        for test in record["sections"].get(section, []):
            try:
                halves[place] += look(test, record, files, today)
            except Refused as fault:
                refused.append([section, test["test"], str(fault)])
    weakest = [section for section, half in zip(SECTIONS, halves, strict=True) if half == min(halves)]
    return {
        "score": min(halves) / 2,
        "go": min(halves) / 2 >= record["needed"],
        "weakest": sorted(weakest),
        "refused": refused,
    }
