"""A WeChat official account: material, drafts, publishing, recall and the menu.

Each step is one call with an answer of its own, so that the caller can keep what is done and go on from
there: pictures, then the draft, then the publishing job, then looking until it is published. Only adding a
draft and submitting it must not be done twice; after a lost answer `find_draft` and `find_published` tell.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from .answers import Absent, Accepted, Answer, Done, Later, Never, Reason, Trouble, Unclear
from .calling import TIMEOUT, Heard, Line, lost, trouble_of
from .wechat_answers import (
    NO_MENU,
    NO_SUCH_ARTICLE,
    NO_SUCH_MATERIAL,
    TOKEN_SPENT,
    meaning_of,
    meaning_of_job,
)
from .wechat_material import Account, Article, Picture
from .wechat_token import Token, TokenKeeper

HOST = "https://api.weixin.qq.com"
# Lists are looked through page by page, newest first; ours is among the first.
PAGE, PAGES = 20, 5


class WechatAccount:
    """Speaks for one account. `tokens` keeps its access token for all processes that do."""

    def __init__(
        self, account: Account, tokens: TokenKeeper, *, base_url: str = HOST, timeout: float = TIMEOUT
    ) -> None:
        self._account, self._tokens = account, tokens
        self._line = Line(base_url, timeout)

    def upload_material(self, picture: Picture, kind: str = "image") -> Answer:
        """Keep a picture with WeChat for good, as `image` or `thumb`; Done has its media id as reference."""
        if not picture.fits(kind):
            return Never(Reason.PICTURE_NOT_ACCEPTED)
        heard = self._upload("/cgi-bin/material/add_material", picture, {"type": kind})
        return heard if not isinstance(heard, Heard) else _done(heard, "media_id", "url", repeatable=True)

    def upload_picture_of_text(self, picture: Picture) -> Answer:
        """Upload a picture that stands inside a text; Done has the address to put there."""
        if not picture.fits("text"):
            return Never(Reason.PICTURE_NOT_ACCEPTED)
        heard = self._upload("/cgi-bin/media/uploadimg", picture, {})
        if not isinstance(heard, Heard):
            return heard
        address = heard.text("url")
        return Done(address) if address else trouble_of(heard, repeatable=True)

    def add_draft(self, article: Article) -> Answer:
        """Put the text into the draft box; Done has the draft's media id as reference."""
        if article.is_too_long:
            return Never(Reason.TOO_LONG)
        heard = self._post("/cgi-bin/draft/add", {"articles": [article.as_told()]}, repeatable=False)
        return heard if not isinstance(heard, Heard) else _done(heard, "media_id", repeatable=False)

    def submit(self, draft: str) -> Answer:
        """Ask WeChat to publish a draft; Accepted has the number of the job, whose end `look` tells."""
        heard = self._post("/cgi-bin/freepublish/submit", {"media_id": draft}, repeatable=False)
        if isinstance(heard, Never) and heard.code == NO_SUCH_MATERIAL:
            # A published draft leaves the box: an earlier call, whose answer was lost, may have done it.
            return Unclear(Reason.ALREADY_THERE, heard.words, heard.code)
        if not isinstance(heard, Heard):
            return heard
        job = heard.text("publish_id")
        return Accepted(job) if job else lost(False, Reason.NOT_UNDERSTOOD)

    def look(self, publish_id: str) -> Answer:
        """Return how far a publishing job is: Done has the address, and the article id as reference."""
        heard = self._post("/cgi-bin/freepublish/get", {"publish_id": publish_id})
        if not isinstance(heard, Heard):
            return heard
        status, detail = heard.get("publish_status"), heard.get("article_detail")
        if not isinstance(status, int):
            return trouble_of(heard, repeatable=True)
        items = Heard(200, detail).objects("item")
        return meaning_of_job(
            publish_id, status, heard.text("article_id"), [str(item.get("article_url", "")) for item in items]
        )

    def find_draft(self, article: Article) -> Done | Absent | Trouble:
        """Look whether a text is in the draft box; Done has its media id as reference."""
        for found in self._listed("/cgi-bin/draft/batchget"):
            if not isinstance(found, dict):
                return found
            if any(article.is_told_by(news) for news in _news_of(found)):
                return Done(reference=str(found.get("media_id", "")))
        return Absent()

    def find_published(self, article: Article) -> Done | Absent | Trouble:
        """Look whether a text is published; Done has its address, and its article id as reference."""
        for found in self._listed("/cgi-bin/freepublish/batchget"):
            if not isinstance(found, dict):
                return found
            for news in _news_of(found):
                if article.is_told_by(news) and not news.get("is_deleted"):
                    return Done(str(news.get("url", "")), str(found.get("article_id", "")))
        return Absent()

    def delete_draft(self, draft: str) -> Answer:
        """Take a draft out of the box; one that is not there is Done too."""
        return self._removed("/cgi-bin/draft/delete", {"media_id": draft}, gone=NO_SUCH_MATERIAL)

    def recall(self, article_id: str) -> Answer:
        """Delete a published text for good; one that is not there any more is Done too."""
        told = {"article_id": article_id, "index": 0}
        return self._removed("/cgi-bin/freepublish/delete", told, gone=NO_SUCH_ARTICLE)

    def create_menu(self, buttons: Sequence[dict[str, Any]]) -> Answer:
        """Replace the menu at the foot of the account; `buttons` as WeChat describes them."""
        heard = self._post("/cgi-bin/menu/create", {"button": list(buttons)})
        return Done() if isinstance(heard, Heard) else heard

    def menu(self) -> list[dict[str, Any]] | Trouble:
        """Return the buttons of the menu, none when there is no menu."""
        heard = self._ask("GET", "/cgi-bin/menu/get")
        if isinstance(heard, Never) and heard.code == NO_MENU:
            return []
        return heard if not isinstance(heard, Heard) else Heard(200, heard.get("menu")).objects("button")

    def _removed(self, path: str, told: dict[str, Any], gone: str) -> Answer:
        heard = self._post(path, told)
        if isinstance(heard, Heard) or (isinstance(heard, Never) and heard.code == gone):
            return Done()
        return heard

    def _listed(self, path: str) -> Iterator[dict[str, Any] | Trouble]:
        for page in range(PAGES):
            heard = self._post(path, {"offset": page * PAGE, "count": PAGE, "no_content": 1})
            if not isinstance(heard, Heard):
                yield heard
                return
            found = heard.objects("item")
            yield from found
            if len(found) < PAGE:
                return

    def _post(self, path: str, told: dict[str, Any], *, repeatable: bool = True) -> Heard | Trouble:
        # WeChat shows \u escapes to the reader as they are, so the text goes out as UTF-8.
        content = json.dumps(told, ensure_ascii=False).encode()
        return self._ask("POST", path, repeatable=repeatable, content=content)

    def _upload(self, path: str, picture: Picture, params: dict[str, str]) -> Heard | Trouble:
        files = {"media": (picture.name, picture.content, picture.content_type)}
        return self._ask("POST", path, params=params, files=files)

    def _ask(self, method: str, path: str, *, repeatable: bool = True, **body: Any) -> Heard | Trouble:
        """Ask with the token; when WeChat no longer knows it, once more with a new one."""
        token = self._token()
        heard = self._ask_with(token, method, path, repeatable=repeatable, **body)
        if isinstance(token, Token) and isinstance(heard, Later) and heard.code in TOKEN_SPENT:
            token = self._token(spent=token.value)
            heard = self._ask_with(token, method, path, repeatable=repeatable, **body)
        return heard

    def _ask_with(
        self, token: Token | Trouble, method: str, path: str, *, repeatable: bool, **body: Any
    ) -> Heard | Trouble:
        if not isinstance(token, Token):
            return token
        params = {"access_token": token.value, **body.pop("params", {})}
        heard = self._line.ask(method, path, repeatable=repeatable, params=params, **body)
        if not isinstance(heard, Heard):
            return heard
        code = heard.get("errcode")
        if isinstance(code, int) and code:
            return meaning_of(code, heard.get("errmsg"), token.value)
        return heard if heard.is_success else trouble_of(heard, repeatable)

    def _token(self, spent: str = "") -> Token | Trouble:
        kept = self._tokens.kept()
        if kept and kept.is_good() and kept.value != spent:
            return kept
        return self._tokens.renew(spent, lambda: self._fetch_token(spent))

    def _fetch_token(self, spent: str) -> Token | Trouble:
        """Fetch the token; only when WeChat still names the one it refuses, is a new one forced."""
        fetched = self._stable_token(force=False)
        if isinstance(fetched, Token) and fetched.value == spent:
            return self._stable_token(force=True)
        return fetched

    def _stable_token(self, *, force: bool) -> Token | Trouble:
        told = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.secret,
            "force_refresh": force,
        }
        heard = self._line.ask("POST", "/cgi-bin/stable_token", repeatable=True, json=told)
        if not isinstance(heard, Heard):
            return heard
        code, value, seconds = heard.get("errcode"), heard.text("access_token"), heard.get("expires_in")
        if isinstance(code, int) and code:
            return meaning_of(code, heard.get("errmsg"), self._account.secret)
        if not value or not isinstance(seconds, int):
            return trouble_of(heard, repeatable=True)
        return Token(value, datetime.now(UTC) + timedelta(seconds=seconds))


def _news_of(found: dict[str, Any]) -> list[dict[str, Any]]:
    return Heard(200, found.get("content")).objects("news_item")


def _done(heard: Heard, reference: str, address: str = "", *, repeatable: bool) -> Answer:
    known = heard.text(reference)
    return Done(heard.text(address), known) if known else trouble_of(heard, repeatable)
