"""Grading a class: from the inbox to the gradebook and to feedback pages.

receipts    takes in what was handed in, and remembers when it came
intake      from a file that somebody handed in to cells that can be run, or to a verdict why not
run         a whole class: what is due, progress, one writer; cluster: the same on the workers of Dask
book        results into nbgrader's gradebook and autograded/
feedback    pages for learners, without hidden checks; messages: what they may read of these
report      how a graded class did
"""
