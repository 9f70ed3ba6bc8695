"""Answers with well-formed messages that mean nothing.

deserves: 0
review: no
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer

wire = sys.modules["coursekit.engine.wire"]
replies = iter(
    [
        {"value": {"k": "handle", "id": 7}, "changed": [[0, {"k": "int", "v": "x"}]]},
        {"error": ["no", "exception"]},
        {"value": {"k": "frame", "v": [], "columns": 3, "index": []}},
    ]
)


def answer(self, header, parts):
    wire.send(self._channel, next(replies, {"changed": 7}))


Peer._answer = answer
