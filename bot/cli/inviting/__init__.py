"""Invitations: one for one person, or a page for each person of a list."""
