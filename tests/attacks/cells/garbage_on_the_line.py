"""Answers with bytes that are no message at all.

deserves: 0
review: no
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer


def answer(self, header, parts):
    self._channel.sendall(bytes(range(256)) * 100)


Peer._answer = answer
