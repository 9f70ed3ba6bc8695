from io import StringIO

_CARDS = pd.read_csv(
    StringIO("""card;percent;unit;outcome;evidence;asked;published
A;50;models;not in production;none given;;2020
B;80;projects;not stated;estimates of others;;2024
C;42;organisations;abandoned;survey;1006;2025
D;46;projects;not in production;survey;699;2022
E;47;disputed;not in production;survey;950;2020
"""),
    sep=";",
    index_col="card",
    dtype={"asked": "Int64"},
)


def autopsy(card):
    row = _CARDS.loc[card]  # KeyError for an unknown card
    asked = None if pd.isna(row["asked"]) else int(row["asked"])
    return {
        "percent": int(row["percent"]),
        "unit": row["unit"],
        "outcome": row["outcome"],
        "evidence": row["evidence"],
        "asked": asked,
        "published": int(row["published"]),
    }


def obstacles(one, other):
    fine = {
        "unit": len({one["unit"], other["unit"]} | {"disputed"}) == 2
        and "disputed" not in (one["unit"], other["unit"]),
        "outcome": one["outcome"] == other["outcome"] != "not stated",
        "evidence": {one["evidence"], other["evidence"]} == {"survey"},
    }
    return [field for field, good in fine.items() if not good]
