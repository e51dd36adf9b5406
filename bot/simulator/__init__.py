"""A Bot API server on loopback with phones one can play: for the demo and for the tests."""
