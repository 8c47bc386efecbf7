"""Queues that input functions fill."""
