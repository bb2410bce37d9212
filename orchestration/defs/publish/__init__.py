"""From checked marts to what readers open: a versioned folder, and one atomic step to make it current."""
