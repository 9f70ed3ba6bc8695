"""A socket.

deserves: -
review: broken
says: not a file
"""

def hand_in(folder, notebook, save):
    import os
    import socket

    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    socket.socket(socket.AF_UNIX).bind("01_tiny.ipynb")
    os.fchdir(here)
    os.close(here)
