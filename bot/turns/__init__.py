"""Turns: work done in one transaction at a time, for updates, bells, the morning list, and letters
that arrived or were given up."""
