"""A suite of tests as an answer: what it says of services, and what it cannot know of them."""

import linecache
from collections.abc import Callable
from typing import Any

import pytest
import requests

from bora import suites


def sound(method: str, path: str, body: Any) -> tuple[int, Any]:
    return 200, {"twice": 2 * body["number"]} if body else {"up": True}


def broken(method: str, path: str, body: Any) -> tuple[int, Any]:
    return 200, {"twice": body["number"] ** 2} if body else {"up": True}


def suite(text: str) -> Callable[[list[str]], list[bool]]:
    """The function `passes` of a notebook cell with these tests."""
    cell = f"def passes(services):\n    return run_tests(passes, services)\n\n{text}\n"
    name = f"<cell {hash(cell)}>"
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    namespace: dict[str, Any] = {"run_tests": suites.run_tests}
    exec(compile(cell, name, "exec"), namespace)
    found: Callable[[list[str]], list[bool]] = namespace["passes"]
    return found


TWICE = """
import pytest

@pytest.mark.parametrize("number", [2, 3])
def test_twice(service, number):
    assert service.post("/", json={"number": number}).json()["twice"] == 2 * number
"""
IN_A_CLASS = """
class TestTwice:
    def test_up(self, service):
        assert service.get("/").json() == {"up": True}

    def test_three(self, service):
        assert service.post("/", json={"number": 3}).json() == {"twice": 6}
"""


@pytest.mark.parametrize("tests", [TWICE, IN_A_CLASS, TWICE + IN_A_CLASS])
def test_a_suite_tells_sound_services_from_broken_ones(tests: str) -> None:
    with suites.serve([sound, broken, sound]) as addresses:
        assert suites.judgements(suite(tests), addresses) == [True, False, True]


def test_a_tally_counts_the_accused_and_the_killed() -> None:
    assert suites.tally(suite(TWICE), [sound] * 3, [broken] * 2) == (0, 2)
    assert suites.tally(suite("def test_no(service):\n    assert False"), [sound] * 3, [broken] * 2) == (3, 2)
    assert suites.tally(suite("def test_yes(service):\n    pass"), [sound] * 3, [broken] * 2) == (0, 0)


def test_a_test_that_asks_no_service_and_fails_speaks_against_all() -> None:
    text = "def test_one(service):\n    pass\n\ndef test_other():\n    assert False"
    assert suites.tally(suite(text), [sound], [broken]) == (1, 1)


def test_addresses_say_nothing_and_are_new_each_time() -> None:
    with suites.serve([sound, broken]) as first:
        assert requests.get(f"{first[0]}/", timeout=5).json() == {"up": True}
        assert requests.get(first[0].rpartition("/")[0] + "/elsewhere/", timeout=5).status_code == 404
    with suites.serve([sound, broken]) as second:
        assert not set(first) & set(second)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{second[0]}/", timeout=5)


def test_a_cell_without_tests_or_with_a_fault_is_told_in_one_sentence() -> None:
    with suites.serve([sound]) as addresses:
        with pytest.raises(AssertionError, match="no test has asked a service"):
            suites.judgements(suite("x = 1"), addresses)
        with pytest.raises(NotImplementedError):
            suites.judgements(suite("def test_x(service):\n    raise NotImplementedError"), addresses)


def test_what_is_no_verdict_is_told() -> None:
    for said in (None, [1], [True, True], "yes"):
        with pytest.raises(AssertionError, match="passes should return"):
            suites.judgements(lambda addresses, said=said: said, ["http://127.0.0.1:1/a"])  # type: ignore[misc]


def test_a_run_shows_what_pytest_says(capsys: pytest.CaptureFixture[str]) -> None:
    with suites.serve([broken]) as addresses:
        found = suite(TWICE.replace("passes", "x"))
        assert suites.run_tests(found, addresses, show=True) == [False]  # type: ignore[arg-type]
    assert "1 failed, 1 passed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("math.sqrt(4)", "test_mine stops with NameError: name 'math' is not defined"),
        ("import nowhere_to_be_found", "test_mine stops with ModuleNotFoundError"),
        ("requests.get('/model')", "test_mine stops with MissingSchema"),
        ("service.get('model')", "test_mine stops with MisuseError: an address starts with /"),
        ("service.post('/decide', {'number': 2})", "test_mine stops with MisuseError: a body is sent as JSON"),
    ],
)
def test_a_test_that_breaks_by_itself_is_named(line: str, told: str) -> None:
    found = suite(f"import requests\n\n\ndef test_mine(service):\n    {line}")
    with suites.serve([sound]) as addresses, pytest.raises(AssertionError, match="at fault, not a service") as error:
        suites.judgements(found, addresses)
    assert told in str(error.value)


def test_requests_are_counted() -> None:
    counted = suites.Counted(sound)
    with suites.serve([counted]) as addresses:
        suites.judgements(suite(IN_A_CLASS), addresses)
    assert counted.asked == 2
