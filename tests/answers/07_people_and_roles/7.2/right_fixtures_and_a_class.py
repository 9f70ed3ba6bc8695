def passes(services):
    """For each address, whether all tests of this cell pass there (given: leave it as it is)."""
    return suites.run_tests(passes, services)



import pytest


@pytest.fixture
def model(service):
    reply = service.get("/model")
    reply.raise_for_status()
    return reply.json()


class TestReplies:
    people = [(500, 5_000), (25_000, 5_000), (25_000, 12_000), (25_000, 400_000), (180_000, 20_000), (400_000, 20_000)]

    @pytest.mark.parametrize("income, amount", people)
    def test_fields(self, service, model, income, amount):
        reply = service.post("/decide", json={"income": income, "amount": amount}).json()
        assert 0 <= reply["pd"] <= 1
        assert reply["decision"] == ("grant" if reply["pd"] < model["cut"] else "refuse")
        assert reply["version"] == model["version"]

    def test_monotone(self, service):
        def pds(people):
            return [service.post("/decide", json=one).json()["pd"] for one in people]

        incomes = pds({"income": i, "amount": 50_000} for i in range(1_000, 1_000_000, 90_000))
        assert all(a >= b for a, b in zip(incomes, incomes[1:]))
        amounts = pds({"income": 50_000, "amount": a} for a in range(1_000, 1_000_000, 90_000))
        assert all(a <= b for a, b in zip(amounts, amounts[1:]))

    def test_memory(self, service):
        ask = lambda **one: service.post("/decide", json=one).json()["pd"]
        first = ask(income=40_000, amount=10_000)
        assert first == ask(income=40_000, amount=10_000, shoes=44)
        ask(income=900, amount=900_000)
        assert first == ask(income=40_000, amount=10_000)


@pytest.mark.parametrize("change", [{"income": "40000"}, {"amount": "10000"}, {"income": -1}, {"amount": 0}, {"amount": -3}, {"income": 0}])
def test_bad(service, change):
    reply = service.post("/decide", json={"income": 40_000, "amount": 10_000} | change)
    assert 400 <= reply.status_code <= 499


@pytest.mark.parametrize("one", [{"income": 40_000}, {"amount": 10_000}, {}])
def test_missing(service, one):
    assert 400 <= service.post("/decide", json=one).status_code <= 499
    assert 400 <= service.post("/decide", json=[{"income": 40_000, "amount": 10_000}, one]).status_code <= 499


def test_list(service):
    people = [{"income": i, "amount": a} for i, a in TestReplies.people]
    assert service.post("/decide", json=people).json() == [service.post("/decide", json=p).json() for p in people]
    assert service.post("/decide", json=[]).json() == []
