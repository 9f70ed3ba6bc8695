def double(number):
    if number < 0:
        raise ValueError(number)
    return number + number
