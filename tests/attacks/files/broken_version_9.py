"""A version that there is not yet.

deserves: -
review: broken
says: not a Jupyter notebook
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": 9, "cells": []}')
