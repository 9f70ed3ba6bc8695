"""Unsolved merge conflicts.

deserves: -
review: broken
says: merge conflicts
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text("<<<<<<< HEAD\n" + text(notebook))
