"""Rules that a district may change, as rows (``*.toml``) beside the code that reads them."""
