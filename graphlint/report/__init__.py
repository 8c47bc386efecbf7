"""What is printed of a trace and its findings."""
