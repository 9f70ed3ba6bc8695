"""nbgrader for everybody on the hub: where things are handed in, and that work lies in the package's own folder."""

import os
from pathlib import Path

c = get_config()  # noqa: F821  (given by traitlets)

home, course = Path.home(), Path.home() / "course"
c.CourseDirectory.course_id = "mlops-labs"
c.Exchange.root = os.environ.get("MLOPS_LABS_EXCHANGE", "/srv/mlops-labs/exchange")
# absolute: nbgrader's assignment list changes into it, and would look for it once more from there
c.Exchange.assignment_dir = str(home / "mlops-labs" / "assignments")

# a teacher, who has the course itself at ~/course, grades it in formgrader
if (course / "solutions").is_dir():
    c.CourseDirectory.root = str(course)
    load_subconfig(str(course / "nbgrader_config.py"))  # noqa: F821  (given by traitlets)
