# %% setup
print(1)
