"""Reconsiderations, suits and complaints about open government."""
