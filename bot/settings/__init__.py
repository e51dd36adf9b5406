"""What an office has decided, read and checked: config, forms, texts, policy, and the log."""
