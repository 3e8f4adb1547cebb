"""What is kept of an earlier run over a vault, so that the next one looks only at what has changed.

A file per vault and way of calling holds what came of one run over all of its notes: an index, not a heap of objects. It is
written whole and put in the place of the one before, never changed; so whoever reads it needs no lock, and a run that is
killed leaves the earlier file. What cannot be read, belongs to another version or other settings, or was damaged counts as
not there: then a run is slower, and finds the same.
"""
