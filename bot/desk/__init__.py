"""Where a request meets the store: permitted, decided, kept, told. One subject a file."""
