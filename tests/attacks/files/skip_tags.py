"""Checks with a tag that skips them.

deserves: 0
review: yes
says: tag
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells[3]["source"] = "def double(number):\n    return 0"
    for cell in notebook.cells:
        cell["metadata"]["tags"] = ["skip-execution"]
    save(notebook)
