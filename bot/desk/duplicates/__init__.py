"""Duplicates at the desk: which cases may be the same, joining one, merging two, parting one."""
