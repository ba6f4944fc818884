"""The command line: the composition root, where files, clocks and terminals are met."""
