# %% [markdown]
# Everything that this lesson needs.

# %% setup
import csv

from bora import checks

# %% [markdown]
# ## 1. Does it double? (5 min)
#
# Before you run the cell: what will it print?

# %% compare
with open("../data/numbers.csv") as stream:
    numbers = [float(row["number"]) for row in csv.DictReader(stream)]
print(f"the sum is {sum(numbers):.1f}")

# %% [markdown]
# The sum is 4.0.

# %% try:1.1
half = ...
checks.try_it(half, lambda value: value == sum(numbers) / 2, "That is half of the sum.", "Divide the sum by two.")

# %% [markdown]
# <details><summary>Hint 1</summary>Half of it.</details>
#
# <details><summary>Hint 2</summary>The sum, divided.</details>
#
# <details><summary>Hint 3</summary><code>sum(numbers) / 2</code></details>

# %% [markdown] teacher
# Ask who would have used a calculator.

# %% [markdown]
# ## Pitfalls
#
# None.

# %% [markdown]
# ## Summary
#
# You doubled a number.

# %% [markdown]
# ## Quiz
#
# 1. One? <details><summary>Answer</summary>Yes.</details>
# 2. Two? <details><summary>Answer</summary>Yes.</details>
# 3. Three? <details><summary>Answer</summary>Yes.</details>

# %% [markdown]
# ## In the assignment
#
# You write a function.

# %% [markdown]
# ## Read on
#
# Nothing.
