// A folder without sources yet is an empty library.
