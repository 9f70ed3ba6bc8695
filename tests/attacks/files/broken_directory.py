"""A folder of that name.

deserves: -
review: broken
says: not a file
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").mkdir()
