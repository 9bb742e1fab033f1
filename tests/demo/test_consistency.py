"""The same fact is the same on every page, but for the conflicts that were planted."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pytest

from demo.city import City
from demo.content import CONTENT
from demo.facilities import Register, register_of
from demo.markup import to_text
from demo.tables import read_districts, read_tables
from demo.values import OFFICE_HOURS, Family, Site
from tests.demo.visitor import Visitor

Place = tuple[str, str]
"""Site and slug of a page, or site and name of a document to download."""

CONFLICTS: dict[str, dict[Place, tuple[str, ...]]] = {
    "conflict:birth-grant": {
        ("qingchuan", "birth-grant"): ("每胎<strong>10,000元</strong>",),
        ("social", "birth-grant"): ("每胎20,000元",),
        ("hr", "birth-registration"): ("每胎20,000元",),
        ("www", "first-month"): ("每胎20,000元",),
    },
    "conflict:flu-hours": {
        ("hc", "flu-shot"): ("週一至週五08:30–11:30",),
        ("vaccine", "flu"): ("週一至週五13:30–16:30",),
    },
    "conflict:library-hours": {
        ("culture", "venues-hours"): ("週二至週六 09:00–20:00",),
        ("library", "visit"): ("星期二至星期六", "08:30–21:00"),
    },
    "conflict:parking-fee": {
        ("traffic", "late-parking-fee"): ("催繳工本費30元",),
        ("parking", "overdue"): ("工本費50元",),
        ("www", "first-month"): ("另加50元工本費",),
    },
    "moved-office": {
        ("fenglin", "household-office"): ("示範市鳳林區鳳林路12號",),
        ("hr", "fenglin-office-moved"): ("示範市鳳林區行政路88號",),
        ("hr", "office-fenglin"): ("示範市鳳林區行政路88號",),
    },
    "superseded:bus-fare": {
        ("bus", "fare-2022"): ("電子票證每段10元",),
        ("bus", "fare"): ("每段12元",),
        ("www", "first-month"): ("電子票證每段12元",),
    },
}
"""Every planted conflict: the pages that state the fact, and how each states it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that several pages state: how it is said, what it is, where it is meant to be said otherwise."""

    said: str
    value: str
    pages: int
    conflict: str = ""


FACTS = {
    "birth grant": Fact(
        r"(?:生育津貼[^。]{0,20}|單胞胎 )每胎([\d,]+)元", "20,000", 3, "conflict:birth-grant"
    ),
    "late parking fee": Fact(
        r"催繳[^。\d]{0,24}(?:另加收?工本費|加計催繳工本費|另加)(\d+)元", "50", 2, "conflict:parking-fee"
    ),
    "bus fare by card": Fact(r"(?<!日票)電子票證(?:（全票）)?\s*每段(\d+)元", "12", 2, "superseded:bus-fare"),
    "bus fare in cash": Fact(r"(?<!元、)投現(?:（全票）)?\s*(?:每段)?(\d+)元", "15", 3),
    "bus transfer": Fact(r"1小時內(?:互轉|轉乘公車)[^。]{0,8}第二程[減享優惠]{1,3}(\d)元", "6", 2),
    "metro fare": Fact(r"捷運[^。]{0,14}單程(20元?至60)元", "20至60", 2),
    "metro hours": Fact(
        r"(?:捷運單程[^。\n]*?營運時間|run daily |\. 每日|555-5590[,，] ?)(\d\d:\d\d[–至]\d\d:\d\d)",
        "06:00–24:00",
        3,
    ),
    "bicycle fare": Fact(r"前30分鐘\s?(\d+)元", "5", 2),
    "ferry fare": Fact(r"(?:全票|候船[^。]*?單程|單程)\s?(\d+)元、市民卡20元", "30", 1),
    "childcare allowance": Fact(r"第1名子女\s?(?:每月)?([\d,]+)元", "5,000", 2),
    "senior card points": Fact(r"每月(?:給點|自動給)?(\d+)點", "600", 2),
    "household certificate": Fact(r"戶籍謄本\s?每張(\d+)元", "15", 1),
    "household booklet": Fact(r"戶口名簿[^。\d]{0,6}(\d+)元", "30", 4),
    "late parking fine": Fact(r"第56條[^。]{0,16}處(\d+)元罰鍰", "300", 2),
    "refuse-free days": Fact(r"(週.、週.)(?:全市)?停收", "週三、週日", 3),
    "bulky refuse by phone": Fact(r"大型[^。]{0,40}?預約[^。\d]{0,6}(\(01\) 555-\d{4})", "(01) 555-2580", 3),
    "roadside parking": Fact(r"(?:路邊停車|停放路邊)[^。]{0,10}每小時(20元?至40)元", "20至40", 2),
    "hotline hours": Fact(r"1999[^。\n]{0,25}(24小時)", "24小時", 5),
    "district office hours": Fact(r"區公所[^。\n）]{0,12}週一至週五(\d\d:\d\d–\d\d:\d\d)", "08:00–17:30", 2),
    "household office hours": Fact(
        r"戶政事務所(?:[^。\n]{0,4}|[^。]{0,60}服務時間：)週一至週五(\d\d:\d\d–\d\d:\d\d)", "08:00–17:30", 2
    ),
    "museum of art": Fact(
        r"(?:美術館 週二至週日|^星期二至星期日) (09:30–17:30)(?:（|，\*?\*?)17:00停止入場", "09:30–17:30", 2
    ),
    "museum of history": Fact(
        r"(?:歷史博物館 週二|開放 星期二)至(?:週|星期)日 (\d\d:\d\d–\d\d:\d\d)", "09:00–17:00", 2
    ),
    "house of literature": Fact(
        r"(?:文學館 週二|開放時間：星期二)至(?:週|星期)日 (\d\d:\d\d–\d\d:\d\d)", "09:30–17:30", 2
    ),
    "house of film": Fact(r"(?:電影館 週二|星期二)至(?:週|星期)日\s?(12:00–\d\d:\d\d)", "12:00–21:30", 2),
    "barking dogs": Fact(r"吠叫[^。]{0,40}?(110|動物保護處)", "110", 3),
    "fine for noise at home": Fact(r"社會秩序維護法[^。]{0,40}?處([\d,]+)元以下", "6,000", 3),
    "swimming in the district of 漁光": Fact(
        r"(?:漁光|本區)[^。]{0,4}沿岸[^。]{0,4}?(全年禁止|\d+月至\d+月)", "全年禁止", 2
    ),
    "who applies for a new street light": Fact(
        r"(?:連署|新設路燈)[^。]{0,30}送[^。]{0,6}(區公所..課)", "區公所經建課", 2
    ),
    "how soon a street light is looked at": Fact(r"收件後(.{1,3})內會勘", "一週", 2),
    "how soon a street light is set up": Fact(r"經費核定後(\d個月)內裝設", "3個月", 2),
    "spaces under city hall": Fact(r"中樞地下停車場[^\n]{0,60}?(\d{3})(?:格| \d)", "620", 2),
    "fee under city hall": Fact(r"中樞地下停車場[^\n]*?(?:每小時| 620 )(\d+)元", "40", 2),
    "free parking at city hall": Fact(r"洽公[^。\n]{0,24}?前(\d小時)免費", "2小時", 2),
    "water in the emergency bag": Fact(r"飲水每人每日(\d公升)", "3公升", 2),
    "weight of the emergency bag": Fact(r"背包[^。]{0,20}?(\d+公斤)", "10公斤", 2),
    "emergency bag looked through": Fact(r"(每半?年)檢查一次效期", "每半年", 2),
    "long-term care line": Fact(r"長照專線\s?(?:（)?(\d{4})", "1966", 2),
}


@cache
def _plain(markdown: str) -> str:
    return to_text(markdown)


def texts(city: City) -> dict[Place, str]:
    """Every page's and document's text as a reader sees it."""
    found = {(each.site, each.slug): f"{each.title}\n{_plain(each.body)}" for each in city.documents}
    return found | {(each.site, each.name): f"{each.title}\n{_plain(each.body)}" for each in city.attachments}


def normal(value: str) -> str:
    """A value without the ways in which the same thing may be written."""
    return value.replace("20元至60", "20至60").replace("20元至40", "20至40").replace("06:00至", "06:00–")


@pytest.fixture(scope="module")
def register(city: City) -> Register:
    """The city's record of its offices, stations and other places."""
    return register_of(list(read_tables(CONTENT, read_districts(CONTENT))), city.sites)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_the_same_on_all_pages_but_where_a_conflict_is_planted(city: City, name: str) -> None:
    fact = FACTS[name]
    stated = {
        place: {normal(value) for value in re.findall(fact.said, text, re.MULTILINE)}
        for place, text in texts(city).items()
    }
    planted = CONFLICTS.get(fact.conflict, {})
    others = {place: values for place, values in stated.items() if values and values != {fact.value}}
    assert set(others) <= {place for place in planted if city.document(*place).planted}
    assert sum(values == {fact.value} for values in stated.values()) >= fact.pages


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_planted_conflict_is_served_on_all_its_pages(visitor: Visitor, name: str) -> None:
    for (site, slug), values in CONFLICTS[name].items():
        html = visitor.article(site, slug)
        assert [value for value in values if value not in html] == [], (site, slug)
    assert len(set(CONFLICTS[name].values())) >= 2


def test_the_content_declares_just_these_conflicts(city: City) -> None:
    declared: dict[str, set[Place]] = {}
    for each in city.documents:
        if each.planted and each.planted not in ("expired", "poisoned"):
            name = each.planted.removesuffix(":new").removesuffix(":old")
            declared.setdefault(name, set()).add((each.site, each.slug))
    assert set(declared) == set(CONFLICTS)
    for name, places in declared.items():
        assert places <= set(CONFLICTS[name]), name


def test_the_conflicting_pages_differ_in_age_so_that_the_newer_one_can_be_told(city: City) -> None:
    for name, pages in CONFLICTS.items():
        days = {city.document(*place).updated for place in pages}
        assert len(days) >= 2, name


PHONE = r"\(01\) 555-\d{4}"
ADDRESS = r"(?:示範市)?[\u4e00-\u9fff]{2}區[\u4e00-\u9fff0-9]+?\d+號"
BETWEEN = r"[\s（(，,、：:；]*(?:(?:地址|電話|位於|洽|洽詢|總機)[\s：:]*)?"
"""What may stand between a name and its address or telephone number, no sentence of its own."""


def statements(text: str, names: re.Pattern[str]) -> list[tuple[str, str]]:
    """The names of places in a text, each with the address and telephone number that follow it directly."""
    found = []
    for match in names.finditer(text):
        rest = text[match.end() :][:80]
        address = re.match(rf"{BETWEEN}({ADDRESS})(?:\d樓|[一二三四]樓)?", rest)
        phone = re.match(rf"{BETWEEN}({PHONE})", rest[address.end() :] if address else rest)
        found += [(match[0], each[1]) for each in (address, phone) if each]
    return found


def names_of(names: Mapping[str, object]) -> re.Pattern[str]:
    """Any of the names, the longest first, where it does not stand within a longer word."""
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\u4e00-\u9fff、])(?:{'|'.join(map(re.escape, longest))})")


def test_a_place_has_one_address_and_one_telephone_number(city: City, register: Register) -> None:
    known: dict[str, set[str]] = {}
    for each in register.values():
        full = each.address
        known.setdefault(each.name, set()).update({each.phone, full, full.removeprefix("示範市")})
    wrong, seen = [], 0
    for place, text in texts(city).items():
        for name, value in statements(text, names_of(known)):
            seen += 1
            if not any(right.startswith(value) for right in known[name]):
                wrong.append((place, name, value))
    assert wrong == []
    assert seen >= 300


def test_a_site_has_one_address_and_one_telephone_number(city: City) -> None:
    known: dict[str, set[str]] = {}
    for site in city.sites.values():
        numbers = {switchboard(site), site.address, site.address.removeprefix("示範市")}
        for name in {site.name, site.agency, site.agency.removeprefix("示範市政府")} - {"消防局"}:
            if len(name) >= 4:
                known.setdefault(name, set()).update(numbers)
    wrong = [
        (place, name, value)
        for place, text in texts(city).items()
        for name, value in statements(text, names_of(known))
        if value not in known[name]
    ]
    assert wrong == []


def test_no_two_places_share_an_address_unless_one_stands_at_the_other(register: Register) -> None:
    addresses = [each.address for each in register.values() if each.kind != "bus-routes" and not each.at]
    assert len(set(addresses)) == len(addresses)


def test_what_stands_at_another_place_has_the_address_of_its_house(register: Register) -> None:
    houses = {(each.kind, each.district): each.address for each in register.values()}
    guests = [each for each in register.values() if each.at]
    assert len(guests) >= 50
    assert [
        each for each in guests if re.sub(r"\d樓$", "", houses[each.at, each.district]) != each.address
    ] == []


def test_the_workbook_of_the_library_agrees_with_the_branches_pages(city: City) -> None:
    (book,) = [each for each in city.attachments if (each.site, each.name) == ("library", "branches")]
    rows = re.findall(
        r"^\| (\S+(?:分館|閱覽室)) \| (\S+) \| (\S+ \S+) \| (\S+) \| (\S+) \|$", book.body, re.MULTILINE
    )
    assert len(rows) >= 10
    by_title = {each.title: each.body for each in city.documents if each.site == "library"}
    for name, *values in rows:
        missing = [value for value in values if value not in by_title[name]]
        assert missing == [], name


DAYS = "一二三四五六日"


def days_of(text: str) -> set[str]:
    """The days of the week that a text names: 週二至六, 週日、一."""
    found: set[str] = set()
    for first, last, more in re.findall(rf"週([{DAYS}])(?:至週?([{DAYS}]))?((?:、[{DAYS}])*)", text):
        start, end = DAYS.index(first), DAYS.index(last or first)
        found |= {*DAYS[start : end + 1], *more.replace("、", "")}
    return found


def open_when_closed(city: City) -> dict[str, set[str]]:
    """The branches of the library that are said to be open on a day on which they are closed, and those days."""
    found = {}
    for each in city.documents:
        hours = dict(re.findall(r"^\| (開放日|休館日) \| (.*?) \|$", each.body, re.MULTILINE))
        if each.site == "library" and each.slug.startswith("branch-"):
            found[each.slug] = days_of(hours["開放日"]) & days_of(hours["休館日"])
    assert len(found) == 37
    return {slug: days for slug, days in found.items() if days}


def test_no_branch_of_the_library_is_open_on_a_day_on_which_it_is_closed(city: City) -> None:
    assert open_when_closed(city) == {}


def test_districts_leave_the_hours_of_flu_vaccination_to_the_announcement(city: City) -> None:
    """They once gave hours of their own, which agreed with neither of the two that are planted to conflict."""
    rows = [
        row
        for each in city.documents
        if each.site == "vaccine" and each.slug.startswith("site-")
        for row in re.findall(r"^\| 流感 \|(.*?)\|", each.body, re.MULTILINE)
    ]
    assert len(rows) >= 30
    assert [row for row in rows if re.search(r"\d\d:\d\d|上午|下午|週", row)] == []


def test_a_health_centre_has_the_same_day_for_children_on_both_sites(city: City) -> None:
    differing = []
    for each in city.documents:
        if each.site == "hc" and each.slug.startswith("centre-"):
            there = city.document("vaccine", each.slug.replace("centre-", "site-"))
            (here,) = re.findall(r"^\| (週[二四])上午 \|", each.body, re.MULTILINE)
            (routine,) = re.findall(r"^\| 幼兒常規 \| (.*?) \|", there.body, re.MULTILINE)
            if days_of(here) != days_of(routine):
                differing.append((each.slug, here, routine))
    assert differing == []


LINES = {
    "1999": {"1990"},
    "communityu": {"6221", "6222", "6223", "6224"},
    "edu": {"6112", "6116", "6118"},
    "env": {"5147"},
    "ethics": {"2085", "2086"},
    "events": {"3031"},
    "finance": {"2125"},
    "funeral": {"3593", "3594", "3597"},
    "hr": {"3831"},
    "info": {"2056", "2058", "2059"},
    "military": {"3667", "3668"},
    "parking": {"5517"},
    "police": {"4962"},
    "rdec": {"2088"},
    "recycle": {"2511", "2522", "2533", "2544", "2555", "2580"},
    "religion": {"2175", "2176"},
    "tax": {"3482"},
}
"""Fax numbers and lines of their own that agencies have beside their sites' numbers and their places', by site."""


SAID_OTHERWISE = {
    ("events", "coffee-fest"): "旅遊洽",
    ("events", "marathon"): "賽事客服",
    ("funeral", "faq"): "政風專線",
}
"""Pages that give another agency's number, and what they call it instead of naming the agency."""


def switchboard(site: Site) -> str:
    """A site's number without its extension."""
    return site.phone.partition(" 轉")[0]


def owners(city: City, register: Register) -> dict[str, set[str]]:
    """Every known number with the names of those who have it."""
    found: dict[str, set[str]] = {}
    for site in city.sites.values():
        found.setdefault(switchboard(site), set()).update({site.name, site.agency.removeprefix("示範市政府")})
    for each in register.values():
        found.setdefault(each.phone, set()).add(each.name)
    for key, lines in LINES.items():
        for line in lines:
            found[f"(01) 555-{line}"] = {
                city.sites[key].name,
                city.sites[key].agency.removeprefix("示範市政府"),
            }
    return found


def test_every_telephone_number_is_a_sites_a_places_or_a_known_line_of_an_agency(
    city: City, register: Register
) -> None:
    stated = {(place, number) for place, text in texts(city).items() for number in re.findall(PHONE, text)}
    known = owners(city, register)
    assert {each for each in stated if each[1] not in known} == set()
    numbers = {number for _, number in stated}
    assert {line for lines in LINES.values() for line in lines if f"(01) 555-{line}" not in numbers} == set()
    assert len(stated) >= 1_000


def test_a_number_of_another_agency_stands_on_a_page_that_names_who_has_it(
    city: City, register: Register
) -> None:
    known, everybodys = owners(city, register), switchboard(city.sites["www"])
    own = {(site.key, switchboard(site)) for site in city.sites.values()}
    own |= {(each.site, each.phone) for each in register.values()}
    own |= {(key, f"(01) 555-{line}") for key, lines in LINES.items() for line in lines}
    nameless = {
        place: f"{SAID_OTHERWISE.get(place)} {number}" in text
        for place, text in texts(city).items()
        for number in set(re.findall(PHONE, text)) - {everybodys}
        if (place[0], number) not in own and not any(name in text for name in known[number])
    }
    assert nameless == dict.fromkeys(SAID_OTHERWISE, True)


def test_no_two_places_share_a_telephone_number_unless_it_is_their_sites_own(
    city: City, register: Register
) -> None:
    switchboards = set(map(switchboard, city.sites.values()))
    phones = [each.phone for each in register.values() if each.phone not in switchboards]
    assert len(set(phones)) == len(phones) >= 500


def test_sites_share_a_telephone_number_only_if_it_is_the_citys_own(city: City) -> None:
    phones = Counter(site.phone for site in city.sites.values())
    assert {phone for phone, count in phones.items() if count > 1} <= {city.sites["www"].phone}


def test_what_stands_at_a_district_office_has_its_address(city: City, register: Register) -> None:
    offices = {each.district: each.address for each in register.values() if each.kind == "district-offices"}
    said = [
        (place, *found)
        for place, text in texts(city).items()
        for found in re.findall(
            r"((?:示範市)?([\u4e00-\u9fff]{2}區)[\u4e00-\u9fff0-9]+?號)（[^）]*區公所(?!」站)[^）]*）", text
        )
    ]
    assert len(offices) == 38
    assert said
    assert [place for place, address, district in said if not offices[district].endswith(address)] == []


STATED = {
    "1999": ("1999", "about-1999"),
    "animal": ("animal", "pet-registration"),
    "disability": ("disability", "assistive-devices"),
    "districts": ("districts", "services"),
    "drug": ("drug", "campus-talk"),
    "dvpc": ("dvpc", "report-113"),
    "fenglin": ("fenglin", "about"),
    "food": ("food", "registration"),
    "funeral": ("funeral", "ceremony-hall"),
    "hc": ("hc", "opening-hours"),
    "health": ("health", "smoking-report"),
    "hr": ("hr", "service-hours"),
    "labor": ("labor", "mediation"),
    "laborinspect": ("laborinspect", "complaint"),
    "ltc": ("ltc", "apply"),
    "marine": ("marine", "vessel-registration"),
    "mental": ("mental", "hotline-1925"),
    "minghu": ("minghu", "services"),
    "parking": ("parking", "payment"),
    "police": ("police", "criminal-record"),
    "qingchuan": ("districts", "office-qingchuan"),
    "rdec": ("rdec", "about"),
    "social": ("social", "birth-grant"),
    "www": ("www", "office-hours"),
    "yunshan": ("yunshan", "mobile-service"),
}
"""Where the hours of the sites whose footers give them stand in a text."""


@pytest.mark.parametrize("site", STATED)
def test_the_footer_of_a_site_gives_the_hours_that_its_pages_give(visitor: Visitor, site: str) -> None:
    hours = visitor.city.sites[site].hours
    times = re.findall(r"\d\d:\d\d–\d\d:\d\d|24小時", hours)
    text = re.sub(r"(?<=\d)至(?=\d)", "–", to_text(visitor.city.document(*STATED[site]).body))
    assert times
    assert "、".join(times) in text
    assert f"<p>服務時間：{hours}</p>" in visitor.read(site).partition("footer-info")[2]


def test_hours_of_a_sites_own_are_stated_in_a_text(city: City) -> None:
    own = {site.key for site in city.sites.values() if site.hours != OFFICE_HOURS}
    assert own <= set(STATED)
    assert {city.sites[key].family for key in own} == {Family.CMS}  # no other family's footer gives hours
