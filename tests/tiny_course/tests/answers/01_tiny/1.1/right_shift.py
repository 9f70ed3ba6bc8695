def double(number):
    if number < 0:
        raise ValueError
    return sum([number] * 2)
