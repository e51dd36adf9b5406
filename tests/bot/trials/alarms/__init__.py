"""What people in an emergency read while officers are being called."""
