"""One submission from cells to results: learner code in a sandbox, checks in another process.

engine      starts the processes, runs one submission after the other, and watches over it
steps       in which order its cells are run and its checks asked
zygote      a process with the heavy libraries loaded, and what its forks do: run a learner's cells, examine them
shell       runs cells as a kernel would, without one
sandbox     bubblewrap namespaces that warm processes are moved into
wire        messages between the processes; codec: values in them; peer: calls
"""
