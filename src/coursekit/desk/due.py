"""`coursekit due`: deadlines, what lateness costs, extensions; known to the gradebook at once."""

import datetime

from coursekit.desk import roster
from coursekit.errors import CourseError
from coursekit.grading import deadlines
from coursekit.grading.book import Book, gradebook_of, load_config
from coursekit.grading.deadlines import Deadline
from coursekit.manifest import Course, Lab


def change(
    course: Course,
    lab: Lab,
    time: datetime.datetime | None = None,
    late: str | None = None,
    student: str | None = None,
    extension: str | None = None,
) -> Deadline:
    """Change what is given of a lab's deadline; returns it as it is now. Raises CourseError for what is not clear."""
    noted = deadlines.read(course.root)
    own = noted.setdefault(lab.slug, Deadline())
    if (student is None) != (extension is None):
        raise CourseError("--student and --extension belong together")
    if time is not None:
        own.due = time.isoformat(timespec="seconds")
    if late is not None:
        own.percent, own.days = deadlines.read_policy(late)
    if student is not None and extension is not None:
        _extend(course, own, student, deadlines.read_span(extension))
    if not own.due and (late is not None or student is not None):
        raise CourseError(f"there is no deadline yet: coursekit due {lab.slug} 2026-11-20T23:59+01:00")
    deadlines.write(course.root, noted)
    _tell_the_gradebook(course, lab)
    return own


def _extend(course: Course, own: Deadline, student: str, seconds: int) -> None:
    known = {one.id for one in roster.read(course.root)}
    if known and student not in known:
        raise CourseError(f"no student has the id {student!r} in {roster.FILE}")
    own.extensions[student] = seconds
    if not seconds:
        del own.extensions[student]


def _tell_the_gradebook(course: Course, lab: Lab) -> None:
    config = load_config(course.root)
    try:
        gradebook_of(course.root, lab.slug, config).close()
    except CourseError:
        return  # there is none yet: `coursekit grade` will tell it
    book = Book(course.root, lab.slug, config)
    try:
        book.set_deadline()
    finally:
        book.close()
