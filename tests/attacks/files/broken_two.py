"""Two notebooks, neither of the right name.

deserves: -
review: broken
says: 2 notebooks
"""

def hand_in(folder, notebook, save):
    (folder / "a.ipynb").write_text(text(notebook))
    (folder / "b.ipynb").write_text(text(notebook))
