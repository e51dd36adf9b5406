"""What a case is: its values, what may be asked of it, what happens to it, and its number."""
