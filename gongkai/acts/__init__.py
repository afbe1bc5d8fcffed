"""What an act of an official is: who may, what stands in the way, and doing it once."""

from gongkai.acts.actor import PROGRAM, Actor, Outsider
from gongkai.acts.refusal import Refused, refuse_if_any
from gongkai.acts.subjects import Subject, key_of

__all__ = ["PROGRAM", "Actor", "Outsider", "Refused", "Subject", "key_of", "refuse_if_any"]
