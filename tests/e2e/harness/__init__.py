"""What the end-to-end tests stand on: a private engine, an agent, and eyes on both."""
