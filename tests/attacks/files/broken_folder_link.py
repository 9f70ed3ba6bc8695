"""The folder is a link to a class mate's.

deserves: -
review: broken
says: link to another place
"""

def hand_in(folder, notebook, save):
    folder.rmdir()
    folder.symlink_to("../right/01_tiny")
