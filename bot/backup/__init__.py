"""Backups of an office and putting one back: which files belong to it, when, and in which order."""
