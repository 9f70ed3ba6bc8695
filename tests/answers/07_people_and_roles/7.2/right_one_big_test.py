def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



import itertools

CASES = [dict(income=i, amount=a) for i, a in itertools.product((50, 20_000, 60_000, 199_000, 201_000, 990_000), (10, 4_000, 30_000, 800_000))]


def test_everything(service):
    model = service.get("/model")
    assert model.status_code == 200
    model = model.json()
    assert type(model["version"]) is str and 0 <= model["cut"] <= 1
    found = service.post("/decide", json=CASES)
    assert found.status_code == 200
    alone = [service.post("/decide", json=case).json() for case in CASES]
    assert found.json() == alone
    for case, reply in zip(CASES, alone):
        assert 0 <= reply["pd"] <= 1
        assert (reply["pd"] >= model["cut"]) == (reply["decision"] == "refuse")
        assert reply["decision"] in ("grant", "refuse")
        assert reply["version"] == model["version"]
    for (one, a), (other, b) in itertools.permutations(zip(CASES, alone), 2):
        if one["income"] <= other["income"] and one["amount"] >= other["amount"]:
            assert a["pd"] >= b["pd"]
    again = [service.post("/decide", json=case | {"hobby": "chess"}).json()["pd"] for case in reversed(CASES)]
    assert again == [reply["pd"] for reply in reversed(alone)]
    for bad in ({}, {"income": 3}, {"amount": 3}, {"income": "x", "amount": 3}, {"income": 3, "amount": "3"},
                {"income": 0, "amount": 5}, {"income": 7, "amount": -5}):
        assert service.post("/decide", json=bad).status_code // 100 == 4
        assert service.post("/decide", json=[CASES[0], bad]).status_code // 100 == 4
