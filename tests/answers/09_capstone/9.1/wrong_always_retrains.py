"""Is AlwaysRetrain.

fails: check:9.1-share
says: 65 % is asked for here
"""

class Pilot(cockpit.AlwaysRetrain):
    pass
