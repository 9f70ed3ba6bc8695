"""Asks 400 applicants one by one.

fails: check:7.2
says: at most 300 are allowed
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



def test_grid(service):
    cut = service.get("/model").json()["cut"]
    for i in range(2000, 42_000, 2000):
        for a in range(2000, 42_000, 2000):
            r = service.post("/decide", json={"income": i, "amount": a}).json()
            assert r["decision"] == ("refuse" if r["pd"] >= cut else "grant")


def test_missing(service):
    assert service.post("/decide", json={"income": 9000}).status_code >= 400


def test_order(service):
    a, b = {"income": 30_000, "amount": 9_000}, {"income": 9_000, "amount": 30_000}
    assert service.post("/decide", json=[a, b]).json()[0]["pd"] == service.post("/decide", json=a).json()["pd"]
