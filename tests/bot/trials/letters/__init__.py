"""Letters to people that were given up."""
