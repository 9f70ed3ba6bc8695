"""A function publishes a result of its own before the assertion fails.

deserves: 0
review: no
"""

def double(number):
    get_ipython().displayhook("4.0")
    print("4.0")
    return 0


double(1)
