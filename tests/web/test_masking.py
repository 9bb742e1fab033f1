"""Personal data never reaches the log, the database or the answerer, and the citizen is told so once."""

from pathlib import Path

from bot.channels.wording import Occasion, words
from tests.web.citizen import Citizen

IDENTITY, MOBILE, MAIL = "A123456789", "0900-123-456", "somebody@mail.example"
SECRETS = (IDENTITY, MOBILE, "0900123456", MAIL)


def texts(citizen: Citizen, count: int) -> list[tuple[str, str]]:
    return [(event.data["author"], event.data["text"]) for event in citizen.hear(count)]


def test_what_is_stored_and_answered_is_masked_and_the_citizen_is_told_once(citizen: Citizen) -> None:
    citizen.send(f"身分證{IDENTITY}可以查進度嗎")
    citizen.send(f"手機{MOBILE}")
    events = texts(citizen, 5)
    assert ("citizen", "身分證〔身分證字號〕可以查進度嗎") in events
    assert ("bot", "關於「手機〔手機號碼〕」：第1胎每名發給新臺幣3萬元，第2胎4萬元。") in events
    assert events.count(("system", words(Occasion.DATA_MASKED))) == 1


def test_an_ordinary_message_is_stored_as_it_was_written(citizen: Citizen) -> None:
    citizen.send("1999的電話費多少？")
    assert [author for author, _ in texts(citizen, 2)] == ["citizen", "bot"]


def test_no_file_of_the_service_holds_what_was_masked(citizen: Citizen, tmp_path: Path) -> None:
    citizen.send(f"{IDENTITY}、{MOBILE}、{MAIL}")
    answer = citizen.hear(3)[-1]
    citizen.post("feedback", {"seq": answer.id, "helpful": True, "comment": f"請打{MOBILE}"})
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "電子郵件".encode() in stored
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


def test_a_repeated_message_with_personal_data_is_one_message_still(citizen: Citizen) -> None:
    text = f"我的電話是{MOBILE}"
    first, again = citizen.send(text, "c1"), citizen.send(text, "c1")
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert citizen.send("別的話", "c1").status_code == 409
