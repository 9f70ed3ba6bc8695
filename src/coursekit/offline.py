"""Run a command with the network cut off: loopback only, everything else as it is."""

import shutil
import subprocess
import sys

from coursekit.errors import CourseError


def offline(command: list[str]) -> int:
    """Run `command` in a network namespace that holds nothing but loopback; returns its exit code.

    Needs bubblewrap, so Linux. Elsewhere the command runs with the network as it is, and a line says so.
    """
    if not command:
        raise CourseError("offline needs a command: coursekit offline COMMAND ...")
    if not sys.platform.startswith("linux"):
        print("coursekit: the network cannot be cut off on this system; running with it", file=sys.stderr)
        return subprocess.run(command, check=False).returncode
    bwrap = shutil.which("bwrap")
    if not bwrap:
        raise CourseError("cutting off the network needs bubblewrap: sudo apt-get install bubblewrap")
    sandbox = [bwrap, "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--"]
    return subprocess.run([*sandbox, *command], check=False).returncode
