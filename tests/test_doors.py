"""The doors of the README open: JupyterLab on the first notebook, formgrader on a graded class."""

from pathlib import Path

import pytest

from coursekit import demo
from coursekit.manifest import Course
from serving import free_port, server

pytestmark = pytest.mark.slow

FIRST = "notebooks/00_start_here.ipynb"


def test_make_lab_opens_jupyterlab_on_the_first_notebook(course: Course, tmp_path: Path) -> None:
    port = free_port()
    options = f"--no-browser --allow-root --port {port} --IdentityProvider.token=t"
    home = f"http://127.0.0.1:{port}"
    with server(["make", "lab", f"LAB={options}"], course.root, f"{home}/api/status?token=t", tmp_path / "log") as web:
        landing = web.get(f"{home}/?token=t", timeout=30)
        assert landing.url.partition("?")[0] == f"{home}/lab/tree/{FIRST}"
        assert landing.status_code == 200
        notebook = web.get(f"{home}/api/contents/{FIRST}?token=t", timeout=30).json()
        assert notebook["content"]["cells"][0]["source"].startswith("# 00. Start here")


@pytest.mark.believable
def test_formgrader_shows_a_class_that_stock_nbgrader_graded(tiny: Course, tmp_path: Path) -> None:
    assert demo.demo(tiny, tiny.labs[0], tmp_path / "demo", ["perfect", "blank"])
    port = free_port()
    home = f"http://127.0.0.1:{port}"
    command = ["jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}", "--IdentityProvider.token=t"]
    with server(command, tmp_path / "demo", f"{home}/api/status?token=t", tmp_path / "log") as web:
        page = web.get(f"{home}/formgrader/manage_assignments?token=t", timeout=30)
        assert page.status_code == 200
        assignments = web.get(f"{home}/formgrader/api/assignments?token=t", timeout=60).json()
        assert [(one["name"], one["num_submissions"], one["max_score"]) for one in assignments] == [("01_tiny", 2, 4.0)]
