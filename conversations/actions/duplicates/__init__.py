"""Duplicates in words: what is asked and told about the same trouble twice."""
