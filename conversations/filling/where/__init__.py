"""Where it is: addresses, landmarks and villages as people write them."""
