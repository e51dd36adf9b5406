"""Who is in danger and who tells it, by the words; which emergency words fit, and who may read."""
