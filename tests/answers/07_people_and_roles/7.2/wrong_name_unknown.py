"""Uses a module that the cell does not import.

fails: check:7.2
says: test_mine stops with NameError
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)


def test_mine(service):
    reply = service.post("/decide", json={"income": 30_000, "amount": 9_000}).json()
    assert math.isfinite(reply["pd"])
