"""The tables, as SQLModel sees them."""
