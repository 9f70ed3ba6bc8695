# %% [markdown]
# All data are simulated; Bora is invented.

# %% setup
from bora import cockpit

# %% [markdown]
# ## 1. Who flies? (5 min)
#
# A stand-in until the lesson is written.

# %% compare
print(len(cockpit.RULES))

# %% [markdown]
# ## Pitfalls
#
# - None yet.
#
# ## Summary
#
# - You can say who flies.
#
# ## Quiz
#
# 1. Who flies?
#
# <details><summary>Answer</summary>
#
# You do.
#
# </details>
#
# ## In the assignment
#
# You write a pilot.
#
# ## Read on
#
# - The docstring of `bora.cockpit`.
