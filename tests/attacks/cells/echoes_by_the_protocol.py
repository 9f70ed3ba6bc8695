"""Sends hidden inputs back where the protocol expects a kind of value.

deserves: 0
review: no
"""

import sys

Peer = sys.modules["coursekit.engine.peer"].Peer

codec = sys.modules["coursekit.engine.codec"]
codec.Encoder.encode = lambda self, value, depth=0: value


def double(number):
    return {"k": f"asked {number}"}


double = {"k": "handle", "id": id(double), "keep": double}
before = Peer._do


def do(self, header, rest):
    if header["do"] == "names":
        self._objects[7] = double["keep"]
        return {"k": "dict", "v": [["double", {"k": "handle", "id": 7}]]}
    return before(self, header, rest)


Peer._do = do
