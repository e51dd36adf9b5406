"""Cases that are about the same trouble, or about two: told again, merged, parted, split."""
