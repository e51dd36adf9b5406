"""People, their talks and roles, codes, and who is away."""
