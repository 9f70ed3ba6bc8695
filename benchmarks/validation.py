"""Validating all notebooks: warm kernels beside stock `pytest --nbval`, in one run, same verdicts.

python -m benchmarks.validation
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from coursekit import environment, manifest

RUNS = 2
NOTEBOOKS = ("notebooks", "solutions")
STOCK = ["pytest", "-q", "-p", "no:xdist", "--nbval", *NOTEBOOKS]
WARM = [
    *("pytest", "-q", "-p", "coursekit.nbval_plugin", "--nbval", "--nbval-kernel-name", "coursekit-warm"),
    *("--numprocesses", str(os.cpu_count() or 1), "--dist", "loadscope", *NOTEBOOKS),
]


def measure(command: list[str], root: Path) -> tuple[float, str]:
    """Seconds and verdict ("106 passed") of one run."""
    started = time.monotonic()
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    verdict = re.search(r"^.*(passed|failed).* in ", done.stdout, re.MULTILINE)
    return time.monotonic() - started, verdict[0].removesuffix(" in ").strip() if verdict else "no verdict"


def main() -> int:
    """Measure the two in turn, print and write the table."""
    environment.prepare()
    root = manifest.find_root()
    pairs = [(measure(STOCK, root), measure(WARM, root)) for _ in range(RUNS)]
    rows = [
        f"| {number} | {stock:.1f} | {warm:.1f} | {stock / warm:.1f} x | {said} | {also} |"
        for number, ((stock, said), (warm, also)) in enumerate(pairs, start=1)
    ]
    text = "\n".join(
        ("| run | stock, s | warm, s | ratio | stock says | warm says |", "|---|---|---|---|---|---|", *rows)
    )
    print(text)
    Path(__file__).with_name("validation.md").write_text(
        f"# Validating notebooks\n\n`python -m benchmarks.validation`, {os.cpu_count()} cores.\n\n{text}\n",
        encoding="utf-8",
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
