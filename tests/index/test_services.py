"""The catalogue of services: its data, and what is made of it."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from askcity.errors import ConfigurationError
from index.embed.embedder import Vectors
from index.services.catalogue import Catalogue, Service, Word, load, shipped
from index.services.everyday import EverydayWords
from index.services.linking import Titles
from index.services.matcher import ServiceMatcher, widened

ASPECTS = {"phone", "how_much", "documents", "how_long", "when", "where", "who", "how", "whether"}
ENTRY = """[[service]]
key = "{key}"
label = "生小孩的補助"
names = ["生育津貼"]
agency = "社會局"
phrasings = ["剛生完可以領多少"]
"""


def service(key: str, *names: str, said: str = "怎麼辦") -> Service:
    """A service with these official names."""
    return Service(key, names[0], names, "社會局", (), (), (said,))


class Letters:
    """An embedder for which texts are alike as far as they share characters."""

    fingerprint = "letters"
    dimension = 64

    def encode_documents(self, texts: list[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % self.dimension] += 1
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def encode_query(self, text: str) -> Vectors:
        first: Vectors = self.encode_documents([text])[0]
        return first


CATALOGUE = Catalogue(
    (service("birth", "生育津貼"), service("waste", "大型廢棄物清運"), service("parking", "路邊停車"))
)


def test_the_shipped_catalogue_holds_a_citys_services_in_peoples_words() -> None:
    catalogue = shipped()
    assert len(catalogue.services) >= 1_500
    assert len(catalogue.words) >= 800
    assert [one.key for one in catalogue.services if len(one.phrasings) < 8] == []
    assert [one.key for one in catalogue.services if not set(one.aspects) <= ASPECTS] == []


def test_no_phrasing_of_the_shipped_catalogue_stands_twice() -> None:
    counts = Counter(said for one in shipped().services for said in one.phrasings)
    assert [said for said, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (ENTRY.format(key="a") + ENTRY.format(key="a"), "used twice"),
        (ENTRY.format(key=""), "'key' is missing"),
        (ENTRY.format(key="a").replace('["生育津貼"]', "[]"), "'names' must be a list"),
        (ENTRY.format(key="a").replace("[[service]]", "[[service"), "services.toml"),
    ],
)
def test_a_mistake_in_the_catalogue_is_told_with_its_file(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "services.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"services\.toml") as error:
        load(tmp_path)
    assert told in str(error.value)


def test_everyday_words_give_their_official_terms_the_longest_first() -> None:
    words = EverydayWords((Word(("垃圾",), ("廢棄物",)), Word(("垃圾車", "倒垃圾"), ("垃圾清運",))))
    assert words.official("垃圾車幾點來，垃圾要分類嗎") == ("垃圾清運", "廢棄物")
    assert words.official("圖書館") == ()
    assert EverydayWords(()).official("垃圾車") == ()


def test_titles_that_name_a_service_are_found_and_others_are_not() -> None:
    titles = Titles(["生育津貼申請說明", "生育津貼", "停車場一覽", "育兒津貼"])
    assert set(titles.about(service("birth", "生育津貼"))) == {0, 1}
    assert titles.about(service("pool", "游泳池門票")) == []


def test_the_nearest_service_is_matched_and_shares_sum_to_one() -> None:
    matcher = ServiceMatcher.encode(CATALOGUE, Letters())
    asked = matcher.asked(Letters().encode_query("生育的津貼"))
    assert asked.matches[0].service.key == "birth"
    assert sum(match.share for match in asked.matches) == pytest.approx(1.0)


def test_a_passage_about_the_matched_service_is_supported_most() -> None:
    matcher = ServiceMatcher.encode(CATALOGUE, Letters())
    passages = Letters().encode_documents(["路邊停車收費", "生育津貼金額"])
    support = matcher.support(matcher.asked(Letters().encode_query("生育津貼")), passages)
    assert support[1] > support[0]


def test_a_saved_matcher_is_taken_over_only_for_the_same_catalogue(tmp_path: Path) -> None:
    ServiceMatcher.encode(CATALOGUE, Letters()).save(tmp_path, CATALOGUE, Letters())
    query = Letters().encode_query("路邊停車")
    same = ServiceMatcher.load(tmp_path, CATALOGUE, Letters())
    assert same.asked(query).matches[0].service.key == "parking"
    other = Catalogue((service("lamp", "路燈報修"),))
    assert ServiceMatcher.load(tmp_path, other, Letters()).asked(query).matches[0].service.key == "lamp"


def test_without_a_catalogue_nothing_is_matched_or_widened() -> None:
    matcher = ServiceMatcher.encode(Catalogue(), Letters())
    asked = matcher.asked(Letters().encode_query("生育津貼"))
    assert asked.matches == ()
    assert widened(asked.matches) == {}
    assert matcher.support(asked, Letters().encode_documents(["生育津貼"])).tolist() == [0.0]


def test_a_question_is_widened_by_official_names_as_far_as_they_are_trusted() -> None:
    matcher = ServiceMatcher.encode(CATALOGUE, Letters())
    weights = widened(matcher.asked(Letters().encode_query("生育津貼")).matches, ["新生兒"])
    assert weights["生育"] > weights["停車"]
    assert weights["新生"] > 0
