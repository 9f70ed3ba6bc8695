"""Honest: emoji, zero-width and right-to-left signs in the notebook.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells[3]["source"] += "\n# \u202e \u200d \U0001f600 \u4e2d\u6587"
    save(notebook)
