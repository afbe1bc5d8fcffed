"""How many queries a page of a register sends to the registers' own tables.

The desk's navigation asks for numbers of other rooms; these are pinned where those rooms are tested.
"""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

TABLES = ('FROM "resources_', 'FROM "meetings_', 'FROM "concerns_')


def queries_of(client: Any, url: str) -> tuple[int, int]:
    """Return (queries to the registers' tables, all queries) of a page that was opened before."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    own = [query for query in queries.captured_queries if any(table in query["sql"] for table in TABLES)]
    return len(own), len(queries)
