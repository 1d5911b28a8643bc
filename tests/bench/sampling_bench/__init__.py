"""Parts of the measurement `sampling`."""
