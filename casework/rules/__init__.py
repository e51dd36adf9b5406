"""What one row of an action says: its command or event, when it is possible, who may ask."""
