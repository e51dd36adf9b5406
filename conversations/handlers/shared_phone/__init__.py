"""What changes where somebody else may hold the phone."""
