"""Speaks to the engine itself: outputs of every wrong shape, for cells that have not run.

deserves: 0
review: any
"""

import os
import socket
import sys

wire = sys.modules["coursekit.engine.wire"]
for number in range(3, 30):
    try:
        line = socket.socket(fileno=os.dup(number))
    except OSError:
        continue
    for body in (b'[{"output_type": "stream"}]', b"[{}]", b"{" * 5_000, b"[" * 100_000, b'[{"output_type": 7}]'):
        wire.send(line, {"dropped": [], "done": True}, [body])
    wire.send(line, {"dropped": 1})

def double(number):
    return 0
