"""Objects whose attributes, length, class and iteration are traps.

deserves: 0
review: no
"""

class Trap:
    def __getattr__(self, name):
        raise SystemExit

    def __len__(self):
        return 2**62

    def __iter__(self):
        return self

    def __next__(self):
        return self

    def __del__(self):
        raise ValueError("too late")

    def __repr__(self):
        raise KeyboardInterrupt

    __class__ = property(lambda self: float)
    __reduce__ = __index__ = __float__ = __repr__


def double(number):
    return Trap()


Trap()
