"""What one can do with a case, one action a file: what is asked, what happens, and what it changes."""
