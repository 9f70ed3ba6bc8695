"""The student's whole folder is a link to a class mate's.

deserves: -
review: broken
says: link to another place
"""

def hand_in(folder, notebook, save):
    folder.rmdir()
    folder.parent.rmdir()
    folder.parent.symlink_to("right")
