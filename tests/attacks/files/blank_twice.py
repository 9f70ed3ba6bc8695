"""Two copies of the release, both untouched: a blank is a blank.

deserves: 0
review: no
"""

def hand_in(folder, notebook, save):
    (folder / "a.ipynb").write_text(text(notebook))
    (folder / "b.ipynb").write_text(text(notebook))
