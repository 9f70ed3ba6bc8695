"""A zip archive beside which there is no notebook.

deserves: -
review: broken
says: only work.zip
"""

def hand_in(folder, notebook, save):
    (folder / "work.zip").write_bytes(b"PK")
