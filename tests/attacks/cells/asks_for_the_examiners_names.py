"""Asks the examiner for names, attributes, and to run code.

deserves: 0
review: no
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer

wire = sys.modules["coursekit.engine.wire"]
before = Peer._answer


def answer(self, header, parts):
    for question in (
        {"do": "names", "wanted": ["checks", "__builtins__", "double"]},
        {"do": "run", "code": "import os; os._exit(0)"},
        {"do": "attribute", "on": 0, "rest": {"k": "list", "v": ["__globals__"]}},
        {"do": "call", "on": 0, "rest": {"k": "list", "v": [{"k": "list", "v": []}, {"k": "dict", "v": []}]}},
    ):
        wire.send(self._channel, question)
        found, _ = wire.receive(self._channel)
        if "error" not in found:
            answer.got.append(found)
    before(self, header, parts)


answer.got = []
Peer._answer = answer


def double(number):
    return 8 if answer.got else 0
