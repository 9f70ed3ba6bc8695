"""A file cut off in the middle.

deserves: -
review: broken
says: not valid JSON
"""

def hand_in(folder, notebook, save):
    whole = text(notebook)
    (folder / "01_tiny.ipynb").write_text(whole[: len(whole) // 2])
