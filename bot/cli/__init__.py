"""The commands of the program ``puskesos``, one subject a file."""
