"""The statutes as dated data and pure functions: what the law says on a day, without a database."""
