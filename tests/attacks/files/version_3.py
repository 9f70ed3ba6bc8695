"""Honest: saved as version 3.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import nbformat

    save(nbformat.convert(notebook, 3))
