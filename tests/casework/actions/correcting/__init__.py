"""What an office sets right on a case."""
