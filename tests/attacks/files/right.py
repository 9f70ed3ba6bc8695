"""The right answer, as JupyterLab saves it.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    save(notebook)
