"""What happens to a case because of its place: the place has another code."""
