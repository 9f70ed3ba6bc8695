"""Allows no further fields.

fails: check:7.2
says: Odd is sound and fails
"""

def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)


import pytest  # noqa: E402, F811

GRID = (1, 900, 30_000, 250_000, 1_000_000)


def decide(service, applicant):
    """The reply to an applicant in contract, or to a list of them."""
    reply = service.post("/decide", json=applicant)
    assert reply.status_code == 200
    return reply.json()


def test_each_reply_is_as_the_model_says(service):
    reply = service.get("/model")
    assert reply.status_code == 200
    model = reply.json()
    assert isinstance(model["version"], str)
    assert 0 <= model["cut"] <= 1
    for income in GRID:
        for amount in (1, 2_000, 9_000, 20_000, 1_000_000):
            reply = decide(service, {"income": income, "amount": amount})
            assert set(reply) == {"pd", "decision", "version"}
            assert 0 <= reply["pd"] <= 1
            assert reply["decision"] == ("refuse" if reply["pd"] >= model["cut"] else "grant")
            assert reply["version"] == model["version"]


def test_income_helps_and_amount_hurts(service):
    richer = [decide(service, {"income": income, "amount": 20_000})["pd"] for income in GRID]
    assert richer == sorted(richer, reverse=True)
    larger = [decide(service, {"income": 30_000, "amount": amount})["pd"] for amount in GRID]
    assert larger == sorted(larger)


def test_it_remembers_nobody(service):
    first = decide(service, {"income": 30_000, "amount": 9_000})["pd"]
    decide(service, {"income": 1, "amount": 1_000_000})
    assert decide(service, {"income": 30_000, "amount": 9_000})["pd"] == first


def test_further_keys_change_nothing(service):
    plain = {"income": 30_000, "amount": 9_000}
    assert decide(service, plain | {"age": 44, "name": "x"})["pd"] == decide(service, plain)["pd"]


@pytest.mark.parametrize("key", ["income", "amount"])
@pytest.mark.parametrize("value", [None, "9000", 0, -5])
def test_what_is_out_of_contract_is_refused(service, key, value):
    bad = {"income": 30_000, "amount": 9_000, key: value}
    if value is None:
        del bad[key]
    good = {"income": 20_000, "amount": 9_000}
    for body in (bad, [good, bad, good]):
        assert 400 <= service.post("/decide", json=body).status_code < 500


def test_a_list_is_its_applicants_one_by_one(service):
    people = [{"income": income, "amount": 9_000} for income in (30_000, 900, 250_000, 12_000)]
    assert decide(service, people) == [decide(service, person) for person in people]
