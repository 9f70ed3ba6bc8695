import io


def go_no_go(record, files, today):
    rows = [(s, t) for s in SECTIONS for t in record["sections"].get(s, ())]
    said = []
    for section, test in rows:
        content = files.get(test["file"], None)
        if content is None:
            fault = "missing"
        elif hashlib.sha256(content).hexdigest().upper() != test["sha256"].upper():
            fault = "hash"
        elif (
            not 0
            <= date.fromisoformat(today).toordinal() - date.fromisoformat(test["on"]).toordinal()
            <= record["days"]
        ):
            fault = "date"
        elif test["file"].endswith(".pkl") or (
            test["file"].endswith(".skops") and not readable(content, record["trusted"])
        ):
            fault = "unsafe"
        else:
            fault = "" if test["reason"].strip() else "reason"
        said.append([section, test["test"], fault, 1 if test["how"] == "automated" else 0.5])
    table = pd.DataFrame(said, columns=["section", "test", "fault", "points"])
    sums = table[table["fault"] == ""].groupby("section")["points"].sum().reindex(SECTIONS, fill_value=0)
    return {
        "score": sums.min(),
        "go": bool(sums.min() >= record["needed"]),
        "weakest": sorted(sums.index[sums == sums.min()]),
        "refused": table.loc[table["fault"] != "", ["section", "test", "fault"]].to_numpy().tolist(),
    }


def readable(content, trusted):
    try:
        return not [name for name in skops.io.get_untrusted_types(data=content) if name not in trusted]
    except Exception:
        return False
