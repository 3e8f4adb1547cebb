"""notelint finds what rots in Markdown notes: broken anchors, dead links, copied sections, stale markers."""

__version__ = "0.1.0"
