"""A cell that calls itself by the id of a check, with code of its own, runs nowhere.

deserves: 0
review: yes
says: had been changed
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    import nbformat

    notebook.cells[3]["source"] = "def double(number):\n    return 0"
    forged = nbformat.v4.new_code_cell("def double(number):\n    return 2 * number")
    forged.metadata["nbgrader"] = {"grade_id": "hidden-1-1", "grade": True, "solution": True}
    notebook.cells.insert(0, forged)
    save(notebook)
