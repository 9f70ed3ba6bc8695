"""Its own cells carry the marks of hidden tests.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells[3]["source"] = "### BEGIN HIDDEN TESTS\n" + notebook.cells[3]["source"] + "\n### END HIDDEN TESTS"
    save(notebook)
