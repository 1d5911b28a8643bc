"""End-to-end tests: the real binary on a real, private Docker Engine."""
