"""Exceptions whose text, arguments and class are traps.

deserves: 0
review: any
"""

class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError("nothing to see")


class Trap(Exception, metaclass=Meta):
    def __str__(self):
        raise Trap

    args = property(lambda self: [self] * 10**6)


def double(number):
    raise Trap


double(1)
