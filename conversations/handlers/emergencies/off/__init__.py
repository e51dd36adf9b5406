"""An emergency that is said to be none."""
