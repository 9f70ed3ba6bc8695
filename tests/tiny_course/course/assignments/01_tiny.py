# %%
from bora import checks

# %% [markdown]
# ## Exercise 1.1: double it (2 points, 5 min)
#
# Write `double(number)`: takes a number, returns twice the number. `double(4)` is 8. Raises ValueError for a negative number.

# %% answer:1.1 names="double"
def double(number):
    ### BEGIN SOLUTION
    if number < 0:
        raise ValueError("negative")
    return 2 * number
    ### END SOLUTION


# %% check:1.1 points=1
checks.close(double(4), 8, "double(4)", "Twice the number is asked for.")

# %% hidden:1.1 points=1
checks.close(double(0.25), 0.5, "double(0.25)", "Twice the number is asked for, for fractions too.")
checks.close(double(0), 0, "double(0)", "Zero has a double.")
checks.raises(ValueError, lambda: double(-1), "double(-1)")

# %% [markdown]
# ## Exercise 1.2: say it (2 points, 5 min)
#
# Why?
#
# **Rubric**, half points are possible:
#
# 1. **A reason** (1 point): there is one.
# 2. **True** (1 point): it holds.

# %% [markdown] written:1.2 points=2
# Because two is the smallest even prime.

# %% [markdown] teacher
# Accept any reason.
