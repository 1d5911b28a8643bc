"""Parts of the measurement `http`."""
