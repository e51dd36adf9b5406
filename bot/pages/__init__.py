"""Pages read from the store when somebody asks for them. Every reading checks who is looking."""
