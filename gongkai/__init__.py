"""Gongkai: the open-government work of a Chinese government office."""

__version__ = "0.1.0"
