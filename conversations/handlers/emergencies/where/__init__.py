"""Where an emergency is, beside what its own form asks."""
