"""Lets `python3 -m unittest tests.e2e.test_x` find the tests from the repository root."""
