"""nbgrader's own `generate_assignment`, run in a folder: it strips answers, and enters assignments in a gradebook."""

import logging
from pathlib import Path

from traitlets.config import Config

from coursekit.errors import CourseError


def generate_assignment(folder: Path, slug: str, config: Config) -> Path:
    """Make folder/release/ of folder/source/ for one assignment; the released notebook.

    `config` may name a gradebook (`CourseDirectory.db_url`) or leave it out (`GenerateAssignment.no_database`).
    Raises CourseError where nbgrader refuses.
    """
    # imported late: it takes a second or two, and most commands do not need it
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory

    config.CourseDirectory.update({"root": str(folder), "assignment_id": slug})
    converter = GenerateAssignment(coursedir=CourseDirectory(config=config), config=config)
    converter.log.setLevel(logging.CRITICAL)
    try:
        converter.start()
    except NbGraderException as error:
        raise CourseError(f"nbgrader does not take {slug}: {error}") from None
    return folder / "release" / slug / f"{slug}.ipynb"
