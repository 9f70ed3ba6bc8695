"""A zip archive under the name of a notebook.

deserves: -
review: broken
says: archive
"""

def hand_in(folder, notebook, save):
    import zipfile

    with zipfile.ZipFile(folder / "01_tiny.ipynb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(50_000_000))
