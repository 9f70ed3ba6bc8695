"""What one submission may use."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one submission may use; set in nbgrader_config.py as c.Limits.NAME.

    Seconds are CPU time of the learner's processes (and, for a check, of its own), so that a busy machine costs nobody
    a point. By the clock something may take `patience` times as long, more where the machine is crowded: that is only
    for code that waits for what never comes.
    """

    cell_seconds: int = 60
    check_seconds: int = 60
    submission_seconds: int = 300
    patience: int = 10
    memory_mb: int = 1_500
    processes: int = 64
    disk_mb: int = 200
    files: int = 50_000
    output_mb: int = 2

    @property
    def output_bytes(self) -> int:
        """What one cell may print."""
        return self.output_mb * 1_000_000

    @property
    def disk_bytes(self) -> int:
        """What each of a sandbox's disks holds."""
        return self.disk_mb * 1_000_000

    @property
    def memory_bytes(self) -> int:
        """What each process may have, beyond what is loaded."""
        return self.memory_mb * 1_000_000

    def for_processes(self) -> dict[str, int]:
        """In the units of the kernel."""
        return {
            "memory_bytes": self.memory_bytes,
            "disk_bytes": self.disk_bytes,
            "submission_seconds": self.submission_seconds,
            # counted for the user as a whole, so that the engine's own count is the sharper one
            "processes": 1_024 + self.processes,
            "output_bytes": self.output_bytes,
        }


def crowding() -> float:
    """How many times as long everything takes by the clock, because others use the machine as well; at least 1."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
