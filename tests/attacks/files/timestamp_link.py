"""A time stamp that is a link to itself.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    save(notebook)
    (folder / "timestamp.txt").symlink_to("timestamp.txt")
