"""The pages that are read from the store."""
