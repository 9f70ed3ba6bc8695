"""Answers each question of a check with questions of its own, for ever.

deserves: 0
review: no
heavy: yes
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer


def answer(self, header, parts):
    wire = sys.modules["coursekit.engine.wire"]
    while True:
        wire.send(self._channel, {"do": "call", "on": 1, "rest": {"k": "list", "v": []}})
        wire.receive(self._channel)


Peer._answer = answer
