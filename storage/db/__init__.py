"""The database itself: engines, the lock, migrations, seals."""
