"""numpy integers in the table and a tuple of obstacles would be odd, yet plain: ints as numpy.int64, list from a filter."""


def autopsy(card):
    numbers_of = dict(zip("ABCDE", np.array([[50, 2020], [80, 2024], [42, 2025], [46, 2022], [47, 2020]]), strict=True))
    percent, published = numbers_of[card]
    words_of = {
        "A": "models|not in production|none given",
        "B": "projects|not stated|estimates of others",
        "C": "organisations|abandoned|survey",
        "D": "projects|not in production|survey",
        "E": "disputed|not in production|survey",
    }
    unit, outcome, evidence = words_of[card].split("|")
    row = {"percent": percent, "unit": unit, "outcome": outcome, "evidence": evidence, "published": published}
    return row | {"asked": {"C": np.int64(1006), "D": np.int64(699), "E": np.int64(950)}.get(card)}


def obstacles(one, other):
    def clear(name):
        if name == "evidence":
            return one[name] == "survey" and other[name] == "survey"
        return one[name] == other[name] and one[name] not in ("disputed", "not stated")

    return list(filter(lambda name: not clear(name), ("unit", "outcome", "evidence")))
