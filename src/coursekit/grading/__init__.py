"""Grading a class: submissions are rebuilt from the release, run in a sandbox, and examined from another process.

intake      from a file that somebody handed in to cells that can be run, or to a verdict why not
sandbox     bubblewrap namespaces that warm processes are moved into
zygote      a process with the heavy libraries loaded, and what its forks do: run a learner's cells, examine them
wire        messages between the processes; codec: values in them; peer: calls
steps       in which order its cells are run and its checks asked
engine      one submission from cells to results
book        results into nbgrader's gradebook and autograded/
run         a whole class: what is due, progress, one writer
feedback    pages for learners, without hidden checks
"""
