"""Announces a large message, sends a little of it, and waits.

deserves: 0
review: no
heavy: yes
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer

import struct
import time


def answer(self, header, parts):
    self._channel.sendall(struct.pack(">II", 60_000_000, 0) + b"{")
    time.sleep(3600)


Peer._answer = answer
