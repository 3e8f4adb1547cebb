"""Requests on their way: over which connection, to which address, and what comes back."""
