"""JSON that is no notebook.

deserves: -
review: broken
says: not a Jupyter notebook
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text("[1, 2]")
