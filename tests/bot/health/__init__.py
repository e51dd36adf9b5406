"""What a monitor is told, and that its port does no harm."""
