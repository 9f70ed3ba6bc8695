"""Handles alarms and termination itself; sleeps with all signals blocked.

deserves: 0
review: no
"""

import signal

signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD, signal.SIGPIPE):
    signal.signal(number, signal.SIG_IGN)

def double(number):
    return 0
