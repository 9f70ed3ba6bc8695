"""Asks a few ordinary applicants: memory, versions, ends and lists are not looked at closely.

fails: hidden:7.2-high
says: fewer than six
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



ONE = {"income": 30_000, "amount": 9_000}
OTHER = {"income": 60_000, "amount": 9_000}
POOR = {"income": 1_000, "amount": 900_000}


def test_reply(service):
    model = service.get("/model").json()
    for person in (ONE, OTHER, POOR, {"income": 30_000, "amount": 20_000}):
        reply = service.post("/decide", json=person).json()
        assert 0 <= reply["pd"] <= 1
        assert reply["decision"] == ("refuse" if reply["pd"] >= model["cut"] else "grant")
    assert service.post("/decide", json=ONE).json()["pd"] >= service.post("/decide", json=OTHER).json()["pd"]
    assert service.post("/decide", json=ONE).json()["pd"] <= service.post("/decide", json=POOR).json()["pd"]
    assert service.post("/decide", json=ONE | {"a": 1}).json()["pd"] == service.post("/decide", json=ONE).json()["pd"]
    larger = [service.post("/decide", json={"income": 30_000, "amount": a}).json()["pd"] for a in (9_000, 90_000)]
    assert larger[0] <= larger[1]


def test_bad(service):
    for bad in ({"income": 5}, {"amount": 5}, {"income": -5, "amount": 5}, {"income": 5, "amount": -5}):
        assert service.post("/decide", json=bad).status_code >= 400


def test_list(service):
    people = [OTHER, ONE]
    assert [r["decision"] for r in service.post("/decide", json=people).json()] == [
        service.post("/decide", json=p).json()["decision"] for p in people
    ]
    pds = [r["pd"] for r in service.post("/decide", json=[POOR, OTHER]).json()]
    assert pds[0] >= pds[1]
