"""What is said when two reports tell of the same trouble."""
