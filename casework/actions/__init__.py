"""What one can do with a case, one action a file: what is asked, what happens, what changes."""
