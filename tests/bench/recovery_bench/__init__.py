"""Parts of the measurement `recovery`: each module is one table of the report."""
