"""Duplicates: joining a case, merging two into one, and parting one into two."""
