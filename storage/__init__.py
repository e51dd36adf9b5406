"""What we remember: tables, sealed fields, and the queries over them. The only room that knows
SQLModel."""
