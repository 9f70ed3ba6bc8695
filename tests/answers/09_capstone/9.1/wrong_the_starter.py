"""Leaves the pilot to start from as it is.

fails: check:9.1-share
says: 65 % is asked for here
"""


class Pilot(Starter):
    pass
