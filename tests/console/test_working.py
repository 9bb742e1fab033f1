"""What an agent does with a conversation, from the queue to the end."""

from typing import Any

from tests.console.staff import Console
from tests.console.stub import PAGE
from tests.web.citizen import Citizen
from tests.web.stub import CITATION


def texts(whole: Any) -> list[str]:
    return [event["text"] for event in whole["events"] if event["kind"] == "message"]


def test_a_citizen_is_served_from_the_queue_to_the_end(lin: Console, citizen: Citizen) -> None:
    citizen.send("生育津貼可以領多少？")
    citizen.hear(2)
    citizen.post("handoff", {})
    assert lin.act(citizen.id, "claim").status_code == 200
    assert lin.say(citizen.id, "您好，我來為您說明。").status_code == 201
    assert lin.act(citizen.id, "notes", {"text": "要再確認戶籍"}).status_code == 201
    assert lin.http.put(f"/conversations/{citizen.id}/tags", json={"tags": ["津貼"]}).status_code == 204
    whole = lin.read(citizen.id)
    assert whole["conversation"]["agent"] == "lin"
    assert texts(whole)[-1] == "您好，我來為您說明。"
    assert [note["text"] for note in whole["notes"]] == ["要再確認戶籍"]
    assert whole["tags"] == ["津貼"]
    assert whole["summary"]["said"] == ["生育津貼可以領多少？"]
    assert whole["summary"]["answered"] == 1
    assert lin.act(citizen.id, "close", {"outcome": "solved"}).status_code == 200
    assert lin.read(citizen.id)["conversation"]["state"] == "closed"


def test_notes_and_tags_never_reach_the_citizen(lin: Console, citizen: Citizen) -> None:
    citizen.post("handoff", {})
    lin.act(citizen.id, "claim")
    lin.act(citizen.id, "notes", {"text": "只給同事看"})
    lin.http.put(f"/conversations/{citizen.id}/tags", json={"tags": ["只給同事看"]})
    lin.say(citizen.id, "您好")
    heard = citizen.hear(5)
    assert heard[-1].data["text"] == "您好"
    assert "只給同事看" not in str(heard)
    assert "lin" not in str([event.data for event in heard])


def test_any_conversation_of_the_bots_can_be_taken_over_at_once(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    citizen.hear(2)
    assert lin.act(citizen.id, "take-over").status_code == 200
    assert lin.read(citizen.id)["conversation"]["state"] == "human"


def test_who_comes_second_is_told_so(lin: Console, wang: Console, citizen: Citizen) -> None:
    citizen.post("handoff", {})
    assert [console.act(citizen.id, "claim").status_code for console in (lin, wang)] == [200, 409]


def test_whom_another_agent_serves_is_not_for_everybody_to_read(
    lin: Console, wang: Console, chief: Console, auditor: Console, citizen: Citizen
) -> None:
    citizen.send("我的私事")
    lin.act(citizen.id, "take-over")
    assert wang.http.get(f"/conversations/{citizen.id}").status_code == 403
    assert wang.act(citizen.id, "notes", {"text": "偷看"}).status_code == 403
    assert wang.http.get("/conversations", params={"words": "私事"}).json() == []
    assert wang.say(citizen.id, "插嘴").status_code == 403
    assert chief.read(citizen.id)["conversation"]["agent"] == "lin"
    assert auditor.read(citizen.id)["conversation"]["agent"] == "lin"


def test_a_message_sent_twice_is_said_once(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    message = {"client_id": "same", "text": "只說一次"}
    seqs = {lin.act(citizen.id, "messages", message).json()["seq"] for _ in range(3)}
    assert len(seqs) == 1
    assert texts(lin.read(citizen.id)).count("只說一次") == 1


def test_a_conversation_goes_to_a_colleague_with_a_note(
    lin: Console, wang: Console, citizen: Citizen
) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    assert lin.act(citizen.id, "transfer", {"agent": "wang", "note": "請接續"}).status_code == 200
    whole = wang.read(citizen.id)
    assert whole["conversation"]["agent"] == "wang"
    assert [note["text"] for note in whole["notes"]] == ["請接續"]
    assert lin.act(citizen.id, "transfer", {"agent": "wang", "team": "第二組"}).status_code == 422


def test_a_conversation_goes_back_to_the_bot_which_answers_again(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    citizen.hear(2)
    lin.act(citizen.id, "take-over")
    assert lin.act(citizen.id, "return").status_code == 200
    seq = citizen.send("再問一題").json()["seq"]
    assert citizen.hear(1, after=seq)[0].data["author"] == "bot"


def test_replies_are_suggested_with_their_sources_and_sent_with_them(lin: Console, citizen: Citizen) -> None:
    citizen.send("生育津貼可以領多少？")
    citizen.hear(2)
    lin.act(citizen.id, "take-over")
    suggestions = lin.http.get(f"/conversations/{citizen.id}/suggestions").json()
    first = suggestions[0]
    assert CITATION.quote in first["text"]
    assert first["citations"][0]["url"] == CITATION.url
    said = lin.say(citizen.id, "第1胎3萬元。", citations=first["citations"])
    assert said.status_code == 201
    last = citizen.hear(1, after=said.json()["seq"] - 1)[0]
    assert last.data["citations"][0]["quote"] == CITATION.quote


def test_a_source_is_found_by_search_with_its_most_fitting_words(lin: Console) -> None:
    (found,) = lin.http.get("/sources", params={"words": "第1胎發給多少"}).json()
    assert found["url"] == PAGE.url
    assert found["quote"] in PAGE.text
    assert "3萬元" in found["quote"]
    assert lin.http.get("/sources", params={"words": "捷運"}).json() == []


def test_a_source_can_only_be_a_page_of_the_web(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    source = {"url": "javascript:alert(1)", **dict.fromkeys(("title", "site", "agency", "quote"), "x")}
    refused = lin.say(citizen.id, "x", citations=[{**source, "page_digest": "", "fetched_at": ""}])
    assert refused.status_code == 422


def test_canned_replies_are_ones_own_or_everybodys(lin: Console, wang: Console, chief: Console) -> None:
    own = {"shortcut": "hi", "title": "問候", "text": "您好，我是{客服}。", "shared": False}
    shared = {"shortcut": "bye", "title": "結束", "text": "謝謝您的來訊。", "shared": True}
    id_ = lin.http.post("/canned", json=own).json()["id"]
    assert lin.http.post("/canned", json=shared).status_code == 403
    assert chief.http.post("/canned", json=shared).status_code == 201
    assert [one["shortcut"] for one in lin.http.get("/canned").json()] == ["bye", "hi"]
    assert [one["shortcut"] for one in wang.http.get("/canned").json()] == ["bye"]
    assert wang.http.delete(f"/canned/{id_}").status_code == 403
    assert lin.http.put(f"/canned/{id_}", json={**own, "title": "打招呼"}).status_code == 200
    assert lin.http.delete(f"/canned/{id_}").status_code == 204


def test_cases_are_worked_off_like_conversations(lin: Console, wang: Console, citizen: Citizen) -> None:
    form = {"client_id": "1", "text": "請回電", "name": "王小明", "contact": "0912-345-678"}
    number = citizen.post("case", form).json()["number"]
    (line,) = lin.http.get("/cases").json()
    assert line["number"] == number
    assert "0912" not in str(line)
    assert lin.http.post(f"/cases/{number}/claim").status_code == 204
    assert wang.http.post(f"/cases/{number}/claim").status_code == 409
    assert lin.http.post(f"/cases/{number}/notes", json={"text": "已去電"}).status_code == 204
    case = lin.http.get(f"/cases/{number}").json()
    assert case["contact"] == "0912-345-678"
    assert [note["text"] for note in case["notes"]] == ["已去電"]
    answer = {"outcome": "solved", "answer": "已經電話說明。"}
    assert lin.http.post(f"/cases/{number}/resolve", json=answer).status_code == 204
    assert "已經電話說明。" in texts(lin.read(citizen.id))[-1]


def test_a_conversation_is_found_by_its_tag(lin: Console, citizen: Citizen) -> None:
    citizen.send("你好")
    lin.act(citizen.id, "take-over")
    lin.http.put(f"/conversations/{citizen.id}/tags", json={"tags": ["路燈"]})
    assert [row["id"] for row in lin.http.get("/conversations?words=路燈").json()] == [citizen.id]
    assert lin.http.get("/conversations?words=路").json() == []


def test_cases_are_taken_along_with_contact_details_by_those_who_watch_and_that_is_written_down(
    lin: Console, chief: Console, citizen: Citizen
) -> None:
    citizen.post(
        "case", {"client_id": "1", "text": "=1+1 請回電", "name": "王小明", "contact": "0912-345-678"}
    )
    report = {"what": "路燈不亮", "where": "中山路口", "since": "昨天", "danger": True, "kind": "light"}
    citizen.post("case", {"client_id": "2", "report": report})
    table = chief.http.get("/cases/export?format=csv")
    assert table.headers["content-disposition"] == 'attachment; filename="askcity-cases.csv"'
    assert "0912-345-678" in table.text
    assert "'=1+1 請回電" in table.text
    listed = chief.http.get("/cases/export?format=json&state=open").json()
    assert {case["kind"] for case in listed} == {"message", "light"}
    assert chief.http.get("/cases/export?format=json&state=done").json() == []
    assert chief.http.get("/audit").json()[0]["details"] == {"format": "json", "count": 0}
    assert lin.http.get("/cases/export").status_code == 403
