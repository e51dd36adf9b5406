"""What messages outside of a form lead to: commands, emergencies, free words, finished forms."""
