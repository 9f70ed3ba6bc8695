"""Honest: an editor removed all metadata and the ids as well.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    for cell in notebook.cells:
        cell["metadata"] = {}
        del cell["id"]
    save(notebook)
