"""An empty file.

deserves: -
review: broken
says: the file is empty
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text("")
