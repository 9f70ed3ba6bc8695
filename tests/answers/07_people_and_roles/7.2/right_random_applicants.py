def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



import random


def pd(service, one):
    return service.post("/decide", json=one).json()["pd"]


def test_contract_on_random_people(service):
    dice = random.Random(7)
    cut, version = (service.get("/model").json()[key] for key in ("cut", "version"))
    people = [{"income": 10 ** dice.uniform(0, 6), "amount": 10 ** dice.uniform(0, 6)} for _ in range(40)]
    replies = service.post("/decide", json=people).json()
    for one, reply in zip(people, replies, strict=True):
        assert reply["version"] == version
        assert 0 <= reply["pd"] <= 1
        assert reply["decision"] == ("refuse" if reply["pd"] >= cut else "grant")
    for one, reply in list(zip(people, replies))[:8]:
        assert service.post("/decide", json={**one, "x": 1, "y": None}).json() == reply
    order = service.post("/decide", json=[{"income": 40_000 * k, "amount": 30_000} for k in range(1, 25)]).json()
    assert all(a["pd"] >= b["pd"] for a, b in zip(order, order[1:]))
    order = service.post("/decide", json=[{"income": 40_000, "amount": 9_000 * k} for k in range(1, 25)]).json()
    assert all(a["pd"] <= b["pd"] for a, b in zip(order, order[1:]))


def test_bad_ones(service):
    good = {"income": 2, "amount": 2}
    for key in good:
        for value in ("2", "", 0, -2, -0.5):
            assert 400 <= service.post("/decide", json=good | {key: value}).status_code < 500
        less = {other: 2 for other in good if other != key}
        assert 400 <= service.post("/decide", json=less).status_code < 500
        assert 400 <= service.post("/decide", json=[good, less, good]).status_code < 500
