"""No formula at all: looks for both ends of the definition by bisection."""


def share_interval(yes, asked, level=0.95):
    if asked < 1 or yes < 0 or yes > asked or level <= 0 or level >= 1:
        raise ValueError("cannot be")
    z, seen = NormalDist().inv_cdf((1 + level) / 2), yes / asked

    def fits(p):
        return (seen - p) ** 2 <= z * z * p * (1 - p) / asked + 1e-15

    def edge(inside, outside):
        for _ in range(100):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if fits(middle) else (inside, middle)
        return inside

    return 100 * edge(seen, 0.0), 100 * edge(seen, 1.0)
