"""What lateness costs, as a plugin of nbgrader's late penalties."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float, Integer


class PercentADay(LateSubmissionPlugin):
    """A share of the points for each day begun, and all of them after the last one."""

    percent = Float(0.0, help="percent of the points for each day begun").tag(config=True)
    days = Integer(0, help="days after which nothing counts; 0 for none").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """The points that are lost; None where nothing is."""
        begun = math.ceil(total_seconds_late / 86_400)
        if self.days and begun > self.days:
            return score
        share = min(1.0, begun * self.percent / 100)
        return score * share if share else None
