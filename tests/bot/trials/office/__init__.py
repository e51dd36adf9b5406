"""Trials of an office: how many taps a deed takes, and whole weeks of work."""
