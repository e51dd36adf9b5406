"""What goes wrong with a backup.

Tested in tests/storage/backup/test_archive.py."""


class BackupTrouble(Exception):
    """A backup can't be made, or can't be put back. The text says what, where and how to mend
    it."""
