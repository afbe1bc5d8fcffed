"""What the servers of other people's channels are told, and what their answers mean.

Nothing here knows a model: texts and keys come in, an answer comes out. What was done already is remembered
by the caller, step by step.
"""
