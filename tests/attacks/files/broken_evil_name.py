"""A file name that would steer the teacher's terminal.

deserves: -
review: broken
says: only
"""

def hand_in(folder, notebook, save):
    (folder / "\x1b[2J\nall fine.txt").write_text("x")
