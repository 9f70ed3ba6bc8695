"""Validating notebooks in warm kernels: the verdicts of a stock kernel, and two holes of nbval closed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.believable]

WARM = ("--nbval-kernel-name", "coursekit-warm")


def notebook(folder: Path, *cells: tuple[str, str], run: bool = True) -> Path:
    """A notebook of code cells, each with the text that it is said to have printed."""
    made = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    )
    for count, (code, printed) in enumerate(cells, start=1):
        outputs = [nbformat.v4.new_output("stream", name="stdout", text=printed)] if printed else []
        made.cells.append(nbformat.v4.new_code_cell(code, outputs=outputs, execution_count=count if run else None))
    path = folder / "notebooks" / "made.ipynb"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(made, path)
    return path


def validate(path: Path, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "coursekit.nbval_plugin", "--nbval", *options, str(path)]
    environment = {name: value for name, value in os.environ.items() if name != "COURSEKIT_ZYGOTE"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=path.parent, env=environment, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("kernel", [(), WARM], ids=["stock", "warm"])
def test_right_outputs_pass_and_wrong_ones_fail(tmp_path: Path, kernel: tuple[str, ...]) -> None:
    path = notebook(tmp_path, ("x = 2\nprint(x)", "2\n"), ("print(x + 1)", "4\n"), ("raise KeyError", ""))
    said = validate(path, *kernel)
    assert "2 failed, 1 passed" in said
    assert "KeyError" in said


def test_a_name_that_only_the_warm_process_has_imported_is_not_there(tmp_path: Path) -> None:
    assert "name 'np' is not defined" in validate(notebook(tmp_path, ("np.zeros(3)", "")), *WARM)


def test_a_figure_is_drawn_as_in_a_stock_kernel(tmp_path: Path) -> None:
    code = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    said = validate(notebook(tmp_path, (code, "")), *WARM)
    assert "Unexpected output fields from running code: {'text/plain'}" in said


def test_stripped_outputs_do_not_pass_as_compared(tmp_path: Path) -> None:
    said = validate(notebook(tmp_path, ("print(1)", ""), run=False), *WARM)
    assert "the outputs were stripped, nothing can be compared" in said
    assert "1 failed" in said


@pytest.mark.parametrize("kernel", [(), WARM], ids=["stock", "warm"])
def test_a_dead_kernel_is_reported_at_once(tmp_path: Path, kernel: tuple[str, ...]) -> None:
    path = notebook(tmp_path, ("import os\nos._exit(1)", ""))
    started = time.monotonic()
    said = validate(path, "--nbval-cell-timeout=120", *kernel)
    assert "the kernel died while this cell ran" in said
    assert time.monotonic() - started < 60


def test_no_warm_process_outlives_its_run(tmp_path: Path) -> None:
    path = notebook(tmp_path, ("import os\nprint(os.getppid(), os.getpid())", "0 0\n"))
    said = validate(path, *WARM)
    numbers = [int(word) for line in said.splitlines() for word in line.split() if word.isdigit() and int(word) > 100]
    assert len(numbers) >= 2, said
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{number}").exists() for number in numbers) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not [number for number in numbers if Path(f"/proc/{number}").exists()]
