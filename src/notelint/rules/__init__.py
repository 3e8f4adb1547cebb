"""The rules, one per file; adding one is a file and a line here."""
