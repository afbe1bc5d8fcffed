"""Papers of the case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View

from gongkai.cases import actions, policy
from gongkai.cases.models import Paper
from gongkai.desk.cases.forms import filing as forms
from gongkai.desk.cases.views.acting import CaseAct
from gongkai.kit.serving import serve_file
from gongkai.kit.views import OfSubject


class AddPapers(CaseAct):
    form_class = forms.PapersForm
    heading = gettext_lazy("Add papers")
    button = gettext_lazy("Add")

    def obstacles(self) -> Iterable[str]:
        return policy.obstacles_to_adding_papers(self.subject, self.request.user)

    def run(self, form: Any) -> str:
        papers = actions.add_papers(self.subject, by=self.request.user, **form.said)
        self.added = len(papers)
        return str(self.subject.get_absolute_url())

    def get_done(self, result: Any) -> str:
        return ngettext("%(count)s paper added.", "%(count)s papers added.", self.added) % {
            "count": self.added
        }


class PaperFile(OfSubject, View):
    """One paper of a case, for those who may see it."""

    model = Paper

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        paper = self.fetch()
        if paper.file is None:
            raise Http404
        return serve_file(paper.file)
