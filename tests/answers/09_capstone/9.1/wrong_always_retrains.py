"""Is AlwaysRetrain.

fails: hidden:9.1-retrain
says: fewer than seven of ten
"""

class Pilot(cockpit.AlwaysRetrain):
    pass
