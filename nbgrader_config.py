"""nbgrader on this tree: solutions/ is its source, assignments/ what it releases, everything else as it comes."""

from pathlib import Path

from coursekit import environment

c = get_config()  # noqa: F821  (given by traitlets)

c.CourseDirectory.course_id = "mlops-labs"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
# wait for a locked gradebook instead of giving up after five seconds
c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).resolve().parent / 'gradebook.db'}?timeout=60"
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", ".*", "mlruns", "mlflow.db"]

# a first import of mlflow and the migration of its database can pass nbgrader's 30 s on a slow machine
c.Execute.timeout = 180
# feedback pages, also those of `nbgrader generate_feedback`, keep hidden checks to themselves
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "coursekit.grading.feedback.HideHiddenChecks",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# grades.csv with late penalties as they are now
c.ExportApp.plugin_class = "coursekit.grading.export.Export"
# a text that a learner printed must not run as a script in the teacher's browser
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {"clean_html": "coursekit.grading.tables.clean_html"}

# nbgrader finds its `alembic`, and numerical libraries compute the same sums on every machine
environment.prepare()
