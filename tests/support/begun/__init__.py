"""What many tests begin with, made once: each goes on with a copy of its own."""
