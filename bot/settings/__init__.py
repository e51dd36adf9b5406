"""The settings of an office, read and checked: config, forms, texts, policy, and the log."""
