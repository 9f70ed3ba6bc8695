"""nbgrader's export of grades with late penalties as they are now, and names of whatever letters.

nbgrader notes a penalty when it grades; points given by hand, a receipt or a deadline that changed since would not
count. `nbgrader export` uses this through nbgrader_config.py.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbgrader.plugins import CsvExportPlugin

from coursekit.grading.book import late_penalties

_COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class Export(CsvExportPlugin):
    """The columns of nbgrader's own, one row for each student and assignment, in UTF-8."""

    def export(self, gradebook: Any) -> None:
        """Write the file."""
        target = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", target)
        with target.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_COLUMNS)
            for assignment in gradebook.assignments:
                if not self.assignment or assignment.name in map(str, self.assignment):
                    writer.writerows(self._rows(gradebook, assignment))

    def _rows(self, gradebook: Any, assignment: Any) -> Iterator[tuple[Any, ...]]:
        submissions = {one.student_id: one for one in gradebook.assignment_submissions(assignment.name)}
        for student in gradebook.students:
            if self.student and student.id not in map(str, self.student):
                continue
            about = (student.id, student.last_name, student.first_name, student.email)
            when, score, penalty = "", 0.0, 0.0
            if student.id in submissions:
                one = submissions[student.id]
                when, score = one.timestamp, float(one.score)
                penalty = sum(found or 0.0 for _, found in late_penalties(self.config, one))
            points = (score, penalty, max(0.0, score - penalty), assignment.max_score)
            yield (assignment.name, assignment.duedate, when, *about, *points)
