"""The lessons' tools: `%load_ext minigrad.course` in a notebook's first cell."""
