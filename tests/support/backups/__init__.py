"""An office on disk, for tests of its backups."""
