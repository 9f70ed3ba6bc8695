"""The release, untouched: a blank.

deserves: 0
review: no
"""

def hand_in(folder, notebook, save):
    save(notebook)
