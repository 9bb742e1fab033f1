"""Plain questions made from the catalogue: with the pages that are about the matter, or with none."""

from eval.plain_questions import questions
from index.retrieve import Generation
from index.services.catalogue import Service
from tests.bot.conftest import generation, indexed  # noqa: F401  (fixtures)


def service(name: str) -> Service:
    """A service of one name."""
    return Service(name, name, (name,), "", (), (), ())


def test_a_matter_with_a_page_has_its_address_and_one_without_has_none(generation: Generation) -> None:  # noqa: F811
    asked = list(
        questions(generation, [service("結婚登記"), *(service(f"火星移民簽證{n}") for n in range(9))], [""])
    )
    gold = {bool(one["gold"]) for one in asked if "結婚登記" in str(one["question"])}
    absent = [one["gold"] for one in asked if "火星" in str(one["question"])]
    assert gold == {True}
    assert absent and not any(absent)


def test_pages_of_other_sites_are_not_asked_about(generation: Generation) -> None:  # noqa: F811
    assert not list(questions(generation, [service("結婚登記")], ["https://elsewhere.test/"]))
