"""A long remark and hundreds of names: a search for each name in all the text would take minutes.

deserves: 2
review: no
"""

def hand_in(folder, notebook, save):
    answer(notebook)
    for cell in notebook.cells:
        if cell.id == "answer-1-1":
            cell.source += "\n#" + "x" * 3_000_000
        if cell.id == "answer-1-3":
            cell.source = "\n".join(f"name{place} = 0" for place in range(400))
    save(notebook)
