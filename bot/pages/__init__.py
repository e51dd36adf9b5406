"""Pages, read from the store when somebody asks for them. Each checks who is asking."""
