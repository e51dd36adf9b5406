"""Backups: one encrypted file that holds an office, and what must be well before it is used."""
