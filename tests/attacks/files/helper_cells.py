"""Honest: helper cells of its own, before, between and after.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import nbformat

    for place in (0, 3, len(notebook.cells)):
        notebook.cells.insert(place, nbformat.v4.new_code_cell("import math\nhelper = math.pi"))
    save(notebook)
