"""Printed issues of newspaper and gazette, offered where the portal shows all that stands in them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from gongkai.agencies.models import Agency
from gongkai.channels.issue_pages import numbering_of
from gongkai.channels.models import Issue
from gongkai.channels.paper_queries import public_issues
from gongkai.kit.serving import serve_file
from gongkai.portal.pages import PortalPage


class Papers(PortalPage, ListView):
    """The issues, newest first, a group for each paper on the page."""

    template_name = "portal/issues/papers.html"
    paginate_by = 50
    nav = "items"

    def get_queryset(self) -> Any:
        return (
            public_issues()
            .filter(agency__in=[office.pk for office in self.offices])
            .select_related("channel", "agency", "pdf")
            .order_by("agency__path", "channel__order", "channel", "-day", "-pk")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = super().get_context_data(
            crumbs=[(_("Home"), reverse("portal:home")), (_("Newspaper and gazette"), "")], **kwargs
        )
        return said | {
            "papers": [
                (channel, [(issue, numbering_of(issue)) for issue in issues])
                for channel, issues in groupby(said["object_list"], key=lambda issue: issue.channel)
            ]
        }


class PaperFile(PortalPage, View):
    """The pages of an issue; gone as soon as one of its items is not public any more."""

    remembered = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        here = public_issues().filter(agency__in=Agency.objects.within(self.agency))
        issue: Issue | None = here.select_related("pdf").filter(pk=pk).first()
        if issue is None or issue.pdf is None:
            raise Http404
        answer = serve_file(issue.pdf, request=request)
        answer["Cache-Control"] = "no-cache"
        return answer
