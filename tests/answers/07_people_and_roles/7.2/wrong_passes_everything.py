"""Only asks whether the service is up.

fails: check:7.2
says: ForgetsAmount passes all of your tests
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



def test_it_is_there(service):
    assert service.get("/model").status_code == 200
