"""What a disk holds when the power goes: SQLite's writes are noted as they are made, and images are
drawn from the notes in which some of what was not yet synced is missing."""
