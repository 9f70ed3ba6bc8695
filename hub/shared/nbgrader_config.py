"""nbgrader for everybody on the hub: where things are handed in, and that work lies in the package's own folder."""

import os

c = get_config()  # noqa: F821  (given by traitlets)

c.CourseDirectory.course_id = "mlops-labs"
c.Exchange.root = os.environ.get("MLOPS_LABS_EXCHANGE", "/srv/mlops-labs/exchange")
c.Exchange.assignment_dir = "mlops-labs/assignments"
