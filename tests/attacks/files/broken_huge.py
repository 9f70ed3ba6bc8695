"""A notebook of 25 MB.

deserves: -
review: broken
says: 25 MB
"""

def hand_in(folder, notebook, save):
    notebook.cells[3]["source"] = "#" * 25_000_000
    save(notebook)
