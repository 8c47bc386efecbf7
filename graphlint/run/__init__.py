"""The numpy interpreter: a session over a predicted graph."""
