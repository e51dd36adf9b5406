"""Pages that are read from the store when somebody asks to see them. Every reading checks who is looking."""
