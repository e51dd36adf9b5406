"""How people write, and the plain words that they mean."""
