"""Where a request meets the store: permitted, decided, kept, and told to whom it concerns."""
