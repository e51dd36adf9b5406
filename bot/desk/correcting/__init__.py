"""Corrections at the desk: what only it knows of them, and letters that wait to be taken back."""
