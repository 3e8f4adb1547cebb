"""What was found, for people and for programs, one form per file."""
