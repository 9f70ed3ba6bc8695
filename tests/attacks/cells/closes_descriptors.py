"""Closes every open descriptor.

deserves: 0
review: yes
says: ended its own process
"""

import os

os.closerange(0, 1024)
