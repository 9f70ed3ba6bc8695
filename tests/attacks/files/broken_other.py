"""Another notebook altogether.

deserves: -
review: broken
says: it is another one
"""

def hand_in(folder, notebook, save):
    import nbformat

    save(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Shopping list")]))
