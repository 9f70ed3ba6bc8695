"""An empty folder.

deserves: -
review: broken
says: the folder is empty
"""

def hand_in(folder, notebook, save):
    pass
