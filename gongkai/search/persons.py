"""Does a query tell something of a person? In doubt yes: the editor loses a word, nobody a secret."""

import re

import rjieba

from gongkai.search.normalising import plain, runs

DIGITS = 7  # so many together, or nearly, are a number of a person
_SPELLED = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺洞两拐勾", "0012345678912345678910279")
_NUMBER = "[0-9一二三四五六七八九十百〇零]{1,5}"

# 138 0000 1234 is a number of a person as much as 13800001234, and 1101**********0021 is one, too.
_GAPS = re.compile(r"(?<=[0-9a-z])[ ()\[\]<>{}]{1,12}(?=[0-9])")
_DOCUMENT = re.compile(r"[(\[{<〔【〖〈] ?(?:19|20)[0-9]{2} ?年? ?[)\]}>〕】〗〉] ?第? ?[0-9]{1,4}(?![0-9])")
_MAIL = re.compile(
    r"\S@\S|\b(?:at|dot)\b|(?:\b|[0-9])(?:163|126|139|qq|sina|sohu|foxmail|gmail|hotmail|outlook|yahoo|aliyun)"
    r" (?:com|cn|net)\b"
)
_ACCOUNT = re.compile(r"(?:微信号?|qq号?|weixin|wechat|\bwx)[^一-鿿]{0,3}[a-z0-9][a-z0-9 _-]{4,}")
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z] ?[a-z0-9]{5,6}(?![a-z0-9])"
)
_HOME = re.compile(
    rf"{_NUMBER} ?(?:号楼|号院|号门|单元|室(?!内|外)|栋|幢)|{_NUMBER}楼 ?{_NUMBER}|"
    rf"(?:胡同|街|路|巷|里|弄|院|小区|家园|公寓|苑|村|庄|社区)[甲乙丙丁东西南北]? ?{_NUMBER} ?号(?!线|文|令)"
)
_FLAT = re.compile(r"(?<![0-9])[0-9]{1,3}[-－‐–—][0-9]{1,3}[-－‐–—][0-9]{2,4}(?![0-9])")
_ADDRESSED = re.compile(r"我叫|我是|本人|[一-鿿](?:先生|女士|大爷|大妈|阿姨|某某?)(?![一-鿿])")

_COMMON_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗梁郑谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜叶程苏魏吕沈姚卢姜崔钟谭陆汪范廖贾邹薛雷侯"
)
_SURNAMES = _COMMON_SURNAMES | frozenset(
    "马高田于丁任金石夏韦付方白孟熊秦邱江尹闫段龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章"
    "鲁岳翟殷詹欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕裴霍涂苗谷曲翁冉骆蓝路游辛靳管柴蒙"
)
_OF_PLACES = (*"街路巷门桥村里园苑楼寺庙井厂区社小", "胡同")
_NO_NAMES = frozenset(("白名单", "黄标车", "林长制", "何时"))


def may_be_of_a_person(query: str) -> bool:
    """Say whether a query may hold a number, an address, an account or the name of a person."""
    told = plain(query)
    digits = _GAPS.sub("", _DOCUMENT.sub(" · ", told).translate(_SPELLED))
    return (
        any(sum(map(str.isdigit, run)) >= DIGITS for run in runs(digits))
        or any(pattern.search(told) for pattern in (_MAIL, _ACCOUNT, _PLATE, _HOME, _ADDRESSED))
        or any(pattern.search(query.replace("＠", "@")) for pattern in (_MAIL, _FLAT))
        or _has_name(told)
    )


def _has_name(text: str) -> bool:
    """Say whether something reads like a name and stands before no word of a place."""
    if any(_may_be_name(run) and not rjieba.has_word(run) for run in runs(text)):
        return True
    at = 0
    for word, kind in rjieba.tag(text, True):
        at += len(word)
        # Of names that stand in the dictionary, those of two characters are words as well.
        known = rjieba.has_word(word) and (len(word) < 3 or word[0] not in _COMMON_SURNAMES)
        if kind == "nr" and _may_be_name(word) and not known and not text.startswith(_OF_PLACES, at):
            return True
    return False


def _may_be_name(word: str) -> bool:
    return (
        2 <= len(word) <= 3
        and word[0] in _SURNAMES
        and word not in _NO_NAMES
        and not word.endswith(_OF_PLACES)
    )
