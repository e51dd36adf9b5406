"""The store: tables, sealed fields, and the queries over them. No other package knows SQLModel."""
