"""What is said when an office sets something right on a case, and the forms in which it does so."""
