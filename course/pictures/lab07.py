"""Take lab 07's picture, the auditor's report in a browser: `python course/pictures/lab07.py`, a minute.

It is a file of bora.figures and is committed; only who changes the report runs this. It needs chromium on the path.
"""

import tempfile
from pathlib import Path

import nbformat
from drawing import FOLDER, ROOT, screenshot
from nbclient import NotebookClient


def report(kept: Path) -> None:
    """Run the lesson up to the cell that writes its report, and keep that."""
    lesson = nbformat.read(ROOT / "notebooks" / "07_people_and_roles.ipynb", as_version=4)
    [writes] = [place for place, cell in enumerate(lesson.cells) if "lab07.page(" in cell.source]
    lesson.cells = lesson.cells[: writes + 1]
    lesson.cells[-1].source += f"\nPath({str(kept)!r}).write_bytes(page.read_bytes())"
    NotebookClient(lesson, resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        report(page)
        screenshot(page.as_uri(), FOLDER / "lab07_report.png", size="1200,300")
