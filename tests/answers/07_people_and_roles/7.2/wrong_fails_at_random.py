"""Throws a die.

fails: check:7.2
says: of your tests
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



import random


def test_coin(service):
    assert random.random() < 0.03
