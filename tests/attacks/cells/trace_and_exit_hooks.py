"""sys.settrace, atexit, at-fork and garbage collection hooks that interfere.

deserves: 0
review: any
"""

import atexit
import gc
import os
import sys
import threading

atexit.register(os._exit, 0)
gc.callbacks.append(lambda *args: None)
sys.excepthook = sys.unraisablehook = lambda *args: None
os.register_at_fork(after_in_child=lambda: print("child"))
threading.setprofile(lambda *args: None)
sys.settrace(lambda frame, event, argument: None)
sys.meta_path.insert(0, type("Finder", (), {"find_spec": lambda *args: None})())

def double(number):
    return 0
