"""Cases registered before requests were kept apart from them: each gets a request and a requester."""

from typing import Any

from django.db import migrations

from gongkai.cases.identity import identity_index


def make_requests(apps: Any, schema_editor: Any) -> None:
    case_model = apps.get_model("cases", "Case")
    request_model = apps.get_model("cases", "Request")
    requester_model = apps.get_model("cases", "Requester")
    for case in case_model.objects.filter(request=None).order_by("pk").iterator(chunk_size=200):
        index = identity_index(case.identity_number)
        requester = None
        if index:
            requester = requester_model.objects.filter(agency_id=case.agency_id, identity_index=index).first()
        if requester is None:
            requester = requester_model.objects.create(
                agency_id=case.agency_id,
                name=case.requester_name,
                kind=case.requester_kind,
                identity_index=index,
            )
        case.request = request_model.objects.create(
            agency_id=case.agency_id, requester=requester, opened_at=case.registered_at
        )
        case.save(update_fields=["request"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_requests_and_letters")]
    operations = [migrations.RunPython(make_requests, migrations.RunPython.noop)]
