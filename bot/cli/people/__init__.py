"""The people who work here, as the operator sees them."""
