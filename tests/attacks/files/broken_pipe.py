"""A named pipe that would never end.

deserves: -
review: broken
says: not a file
"""

def hand_in(folder, notebook, save):
    import os

    os.mkfifo(folder / "01_tiny.ipynb")
