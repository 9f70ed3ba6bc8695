"""A detached process outlives its parent.

deserves: 0
review: no
"""

import subprocess
import sys

subprocess.Popen(
    [sys.executable, "-c", "import time; [time.sleep(1) for _ in range(3600)]"],
    start_new_session=True,
    stdout=subprocess.DEVNULL,
)

def double(number):
    return 0
