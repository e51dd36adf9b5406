"""What is said when an office sets something right on a case."""
