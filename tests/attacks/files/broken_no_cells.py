"""A notebook without cells.

deserves: -
review: broken
says: without cells
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": 4}')
