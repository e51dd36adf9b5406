"""The whole program over histories that dice have made."""
