"""MLflow's own page on a private store: it opens, it shows that store, and it is gone when it should be."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from bora import tracking

pytestmark = [pytest.mark.slow, pytest.mark.believable]


def _status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return int(answer.status)


def test_the_page_opens_on_the_port_that_is_asked_for_and_is_gone_when_it_is_closed_twice() -> None:
    store = tracking.private_store("page")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    page = tracking.ui(store, port)
    assert page.url == f"http://127.0.0.1:{port}/"
    assert _status(page.url) == 200
    assert _status(f"{page.url}ajax-api/2.0/mlflow/experiments/get-by-name?experiment_name=page") == 200
    page.close()
    page.close()
    with pytest.raises(urllib.error.URLError):
        _status(page.url)


def test_the_page_ends_with_its_notebook_even_when_that_is_killed() -> None:
    code = "import os, signal; from bora import tracking; page = tracking.ui(tracking.private_store('p'))\n"
    code += "print(page.url, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    url = done.stdout.strip()
    assert url.startswith("http://127.0.0.1:")
    for _ in range(50):
        try:
            _status(url)
        except (urllib.error.URLError, ConnectionError):
            return
    pytest.fail("the page outlived its notebook")
