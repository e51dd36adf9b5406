"""An emergency in which somebody has died."""
