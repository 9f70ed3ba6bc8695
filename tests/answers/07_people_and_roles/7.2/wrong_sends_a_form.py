"""Posts the applicant as a form.

fails: check:7.2
says: a body is sent as JSON
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)


def test_mine(service):
    assert service.post("/decide", {"income": 30_000, "amount": 9_000}).status_code == 200
