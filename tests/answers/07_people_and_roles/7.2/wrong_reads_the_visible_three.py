"""Tests what the three broken services of the notebook do, and no other line.

fails: hidden:7.2
says: fewer than seven
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



def test_line_4(service):
    model = service.get("/model").json()
    reply = service.post("/decide", json={"income": 1, "amount": 1_000_000}).json()
    assert reply["pd"] < model["cut"] or reply["decision"] == "refuse"


def test_line_9(service):
    assert service.post("/decide", json={"income": 5}).status_code >= 400


def test_line_10(service):
    people = [{"income": 5_000, "amount": 9_000}, {"income": 90_000, "amount": 9_000}]
    assert service.post("/decide", json=people).json()[0] == service.post("/decide", json=people[0]).json()
