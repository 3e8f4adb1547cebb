"""How links are written: what is malformed in a target, and what was meant."""
