"""Many rows at little cost: copies of what the acts have made once."""

from __future__ import annotations

from typing import Any

from gongkai.catalogue.models import Edition, Item
from gongkai.channels.models import Release
from gongkai.documents.models import Document
from gongkai.secrecy.models import Review


def _copies(row: Any, times: int, /, **facts: Any) -> list[Any]:
    """Save copies of a row; a fact that is a function is told each copy's number."""
    made = []
    for n in range(times):
        copy = type(row).objects.get(pk=row.pk)
        copy.pk, copy._state.adding = None, True
        for name, value in facts.items():
            setattr(copy, name, value(n) if callable(value) else value)
        made.append(copy)
    return type(row).objects.bulk_create(made)


def documents_like(document: Document, number: int) -> list[Document]:
    """Copies of a document, with packages and reviews of their own where it has them."""
    review = document.review
    reviews = reviews_like(review, number) if review else [None] * number
    # A number is given once, so copies of a numbered document have others.
    mark = f"{document.number}-{Document.objects.count()}-" if document.number else ""
    return _copies(
        document,
        number,
        number=lambda n: f"{mark}{n}" if mark else "",
        review=lambda n: reviews[n],
    )


def reviews_like(review: Review, number: int) -> list[Review]:
    packages = _copies(review.package, number)
    return _copies(review, number, package=lambda n: packages[n])


def items_like(item: Item, number: int) -> list[Item]:
    """Copies of an item, each with a package, a review, a first edition and the item's releases."""
    assert item.document is not None
    assert item.document.review is not None
    documents = documents_like(item.document, number)
    packages = [document.review.package for document in documents if document.review]
    begun = Item.objects.count()
    items = _copies(
        item,
        number,
        document=lambda n: documents[n],
        package=lambda n: packages[n],
        index_number=lambda n: f"000000047/2018-1{begun + n:04d}",
    )
    _copies(item.editions.get(), number, item=lambda n: items[n], package=lambda n: packages[n])
    for release in item.releases.all():
        _copies(release, number, item=lambda n: items[n])
    assert Edition.objects.count() == Item.objects.count()
    assert Release.objects.exists()
    return items
