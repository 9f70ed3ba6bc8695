"""Fails everybody.

fails: check:7.2
says: Service is sound and fails
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



def test_nothing_is_good_enough(service):
    assert service.get("/model").json()["cut"] > 1
