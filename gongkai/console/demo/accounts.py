"""Who has an account in the demo. All names are invented and say so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from gongkai.acts.duties import Duty
from gongkai.console.serving import demo_file

# A word everybody may know: while the demo stands, the program answers on this machine only.
PASSWORD = "gongkai-demo-2018"  # noqa: S105

OFFICE, DISTRICT, NEIGHBOUR = "jianguomen", "dongcheng", "chaoyangmen"

INVENTED = "（虚构）"


@dataclass(frozen=True)
class Account:
    """An account and the posts that go with it: each a duty and the section it is held in, or none."""

    username: str
    bare_name: str
    posts: tuple[tuple[Duty, str], ...]
    agency: str = OFFICE

    @property
    def name(self) -> str:
        return f"{self.bare_name}{INVENTED}"

    @property
    def duty(self) -> str:
        """The duties in words, each with its section: what the list of accounts says."""
        told = [f"{duty.label}（{section}）" if section else str(duty.label) for duty, section in self.posts]
        return "、".join(told)


def _officer(username: str, name: str, *sections: str, agency: str = OFFICE) -> Account:
    return Account(username, name, tuple((Duty.INFORMATION_OFFICER, section) for section in sections), agency)


def _head(username: str, name: str, *sections: str) -> Account:
    return Account(username, name, tuple((Duty.SECTION_HEAD, section) for section in sections))


def _holder(username: str, name: str, *duties: Duty, agency: str = OFFICE) -> Account:
    return Account(username, name, tuple((duty, "") for duty in duties), agency)


# The two who must be there before anybody can be given an account or a duty.
SYSTEM_ADMINISTRATOR = _holder("sysadmin", "系统管理员", Duty.SYSTEM_ADMINISTRATOR)
SECURITY_ADMINISTRATOR = _holder("secadmin", "安全管理员", Duty.SECURITY_ADMINISTRATOR)

STAFF = (
    # With the secrecy review in the same hands a piece needs three people: officer, FOI officer, leader.
    _holder("zhou", "周文静", Duty.FOI_OFFICER, Duty.SECRECY_REVIEWER),
    _holder("sun", "孙立群", Duty.SECRECY_REVIEWER),
    _holder("wu", "吴建国", Duty.RESPONSIBLE_LEADER),
    _holder("he", "何敏", Duty.OFFICE_CHECKER),
    _holder("feng", "冯远", Duty.FOI_HEAD),
    _holder("han", "韩正平", Duty.LEGAL_COUNSEL),
    _holder("yang", "杨帆", Duty.CHANNEL_EDITOR),
    _holder("zheng", "郑海", Duty.PRINCIPAL_LEADER),
    _officer("chen", "陈晓", "民生保障科"),
    Account("qian", "钱立", ((Duty.SECTION_HEAD, "民生保障科"),)),
    _head("meng", "孟刚", "城市管理科", "城管执法队"),
    _head("jin", "金慧", "财政科", "办公室"),
    _head("deng", "邓宁", "社区建设科"),
    _officer("liu", "刘畅", "城市管理科", "城管执法队"),
    _officer("lin", "林静", "社会保障事务所", "计划生育办公室"),
    _officer("gao", "高明", "办公室", "财政科"),
    _officer("ma", "马骏", "社区建设科", "综合治理办公室"),
    _officer("tian", "田雨", "苏州社区"),
    _officer("xu", "徐佳", "西总布社区"),
    _officer("song", "宋阳", "赵家楼社区"),
    _officer("dong", "董洁", "大雅宝社区"),
    _officer("pan", "潘磊", "站东社区"),
    _officer("yuan", "袁媛", "外交部街社区"),
    _officer("jia", "贾楠", "金宝街北社区"),
    _holder("council", "自管会报送人", Duty.COUNCIL_REPORTER),
    _holder("property", "平房区物业报送人", Duty.PROPERTY_SERVICE),
    _holder("citizen", "实名居民", Duty.REGISTERED_CITIZEN),
    _holder("auditor", "审计管理员", Duty.AUDIT_ADMINISTRATOR),
)

# The district and the neighbouring subdistrict have no administrators in the demo.
ELSEWHERE = (
    _holder("qu", "曲宁", Duty.DISTRICT_SUPERVISOR, agency=DISTRICT),
    _holder("zhao", "赵岩", Duty.FOI_OFFICER, Duty.SECRECY_REVIEWER, agency=NEIGHBOUR),
    _officer("shi", "石磊", "办公室", agency=NEIGHBOUR),
    _holder("luo", "罗平", Duty.RESPONSIBLE_LEADER, agency=NEIGHBOUR),
)

ACCOUNTS = (*STAFF, *ELSEWHERE, SYSTEM_ADMINISTRATOR, SECURITY_ADMINISTRATOR)


def write_accounts(*, loaded: bool) -> None:
    """Write password and accounts into the data folder, where the server finds and prints them.

    `loaded` is false while the demo is being loaded: the file stands before the accounts do.
    """
    told: dict[str, Any] = {
        "password": PASSWORD,
        "loaded": loaded,
        "accounts": [
            {"username": account.username, "name": account.name, "duty": account.duty} for account in ACCOUNTS
        ],
    }
    path = demo_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def forget_accounts() -> None:
    """Take the file away again, when nothing was loaded."""
    demo_file().unlink(missing_ok=True)
