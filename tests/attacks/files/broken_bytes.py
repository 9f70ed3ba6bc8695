"""Bytes that are no text.

deserves: -
review: broken
says: not text
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_bytes(bytes(range(128, 256)))
