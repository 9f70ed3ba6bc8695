"""Two notebooks with different work, neither of the right name.

deserves: -
review: broken
says: 2 notebooks
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    (folder / "a.ipynb").write_text(text(notebook))
    for cell in notebook.cells:
        cell.source = cell.source.replace("2 * number", "number + number")
    (folder / "b.ipynb").write_text(text(notebook))
