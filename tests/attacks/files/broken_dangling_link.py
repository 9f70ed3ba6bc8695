"""The folder is a link that leads nowhere.

deserves: -
review: broken
says: link to another place
"""

def hand_in(folder, notebook, save):
    folder.rmdir()
    folder.symlink_to("nowhere")
