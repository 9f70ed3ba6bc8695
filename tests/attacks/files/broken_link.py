"""The notebook is a link to a class mate's.

deserves: -
review: broken
says: link to another file
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").symlink_to("../../right/01_tiny/01_tiny.ipynb")
