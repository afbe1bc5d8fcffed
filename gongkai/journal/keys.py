"""The journal's key lies outside the database: who can write rows can still not forge an entry."""

from functools import cache

from gongkai.vault.keys import key_folder, make_key


@cache
def journal_key() -> bytes:
    """Return the 32 bytes that key the chain's hashes; made once per installation."""
    path = key_folder() / "journal.key"
    if not path.exists():
        make_key(path)
    return path.read_bytes()
