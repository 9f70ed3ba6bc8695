def share_interval(yes, asked):
    shares = np.linspace(0.0005, 0.9995, 1000)
    near = np.abs(yes / asked - shares) <= 1.96 * np.sqrt(shares * (1 - shares) / asked)
    return 100 * shares[near].min(), 100 * shares[near].max()
