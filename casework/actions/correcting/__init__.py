"""What an office sets right on a case: how it was sorted, what slipped, in whose hands it is."""
