"""A file where the folder should be.

deserves: -
review: broken
says: not a folder
"""

def hand_in(folder, notebook, save):
    folder.rmdir()
    folder.write_text("x")
