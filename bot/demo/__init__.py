"""``puskesos demo``: the real program on this machine alone, with cases to begin with."""
