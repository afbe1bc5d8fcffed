"""A system of the office that calls, and what it hands in."""

from __future__ import annotations

import json
import re
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from gongkai.acts import clock
from gongkai.api.door import api
from gongkai.people.systems import open_system

DRAFT = {
    "title": "关于开展秋季大扫除的通知",
    "kind": "通知",
    "section": "民生保障科",
    "drafter": "chen",
    "text": "各社区：\n\n10月24日开展秋季大扫除。",
    "openness": "主动公开",
}


@cache
def described() -> dict[str, Any]:
    """The addresses of the description, which is written anew each time it is asked for."""
    paths: dict[str, Any] = api.get_openapi_schema()["paths"]
    return paths


def declared(method: str, path: str) -> set[str] | None:
    """The answers the description names for a call; None for an address it does not know."""
    for template, methods in described().items():
        if re.fullmatch(re.sub(r"{\w+}", r"\\d+", template), path):
            any_method = next(iter(methods.values()))
            return {str(each) for each in methods.get(method.lower(), any_method)["responses"]}
    return None


class Caller:
    """Another system with its token. Every answer it gets has to stand in the description."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client()
        self.headers = {"accept-language": language}
        if token:
            self.headers["authorization"] = f"Bearer {token}"

    def hand_in(self, key: str = "", **said: Any) -> Any:
        return self.post(json.dumps(DRAFT | said), key=key)

    def post(self, body: Any, *, key: str = "", content_type: str = "application/json") -> Any:
        headers = self.headers | ({"idempotency-key": key} if key else {})
        kind = {} if content_type == "multipart/form-data" else {"content_type": content_type}
        return self.told(self.client.post("/api/v1/documents", body, headers=headers, **kind))

    def get(self, path: str, **query: Any) -> Any:
        return self.told(self.client.get(f"/api/v1/{path}", query, headers=self.headers))

    def told(self, answer: Any) -> Any:
        method, path = answer.request["REQUEST_METHOD"], answer.request["PATH_INFO"]
        names = declared(method, path)
        assert names is None or str(answer.status_code) in names, f"{method} {path}: {answer.status_code}"
        return answer


@pytest.fixture(autouse=True)
def _on_a_thursday():
    with clock.starting_at(datetime(2025, 10, 23, 9, 0)):
        yield


@pytest.fixture
def system(office: SimpleNamespace) -> SimpleNamespace:
    opened, token = open_system(
        office.agency, name="办公自动化", scopes=["documents.draft", "documents.read"], by=office.sysadmin
    )
    return SimpleNamespace(row=opened, token=token)


@pytest.fixture
def caller(system: SimpleNamespace) -> Caller:
    return Caller(system.token)
