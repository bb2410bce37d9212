"""From checked marts to what readers open: a versioned folder, made current in one step."""
