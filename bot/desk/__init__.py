"""The complaint desk: each request is permitted, decided and stored, and those whom it concerns are
told. One subject a file."""
