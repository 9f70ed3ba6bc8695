"""A version that is no number.

deserves: -
review: broken
says: not a Jupyter notebook
"""

def hand_in(folder, notebook, save):
    (folder / "01_tiny.ipynb").write_text('{"nbformat": true, "cells": []}')
