"""A number of a hundred thousand digits.

deserves: -
review: broken
says: not valid JSON
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": ' + "4" * 100_000 + "}")
