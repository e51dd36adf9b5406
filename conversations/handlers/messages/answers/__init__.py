"""What is said to an officer's question besides its answer."""
