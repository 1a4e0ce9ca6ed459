import json

import pytest

import crmlib as crm
from crmlib import language, texts

SORTING = {
    "question": {"en": "Who is it?", "zh": "是谁？"},
    "boxes": {"inside": {"en": "Inside", "zh": "内部"}, "outside": {"en": "Outside", "zh": "外部"}, "nobody": {"en": "Nobody", "zh": "都不是"}},
    "cards": [
        {"code": "cashier", "text": {"en": "A cashier <asks> the warehouse", "zh": "收银员<问>仓库"}, "box": "inside",
         "right": {"en": "Both work here.", "zh": "都在本公司。"},
         "wrong": {"outside": {"en": "She is paid by the firm.", "zh": "她领公司的工资。"}, "other": {"en": "She receives something.", "zh": "她接受了东西。"}}},
        {"code": "hotel", "text": {"en": "A hotel orders soap", "zh": "酒店订香皂"}, "box": "outside",
         "right": {"en": "It is another firm.", "zh": "是另一家企业。"}, "wrong": {"other": {"en": "It does not belong to us.", "zh": "不属于本公司。"}}},
    ],
}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "chapter", lambda number: {"sortings": {"who": SORTING}})
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


@pytest.fixture(params=["en", "zh"])
def reader(request, monkeypatch):
    monkeypatch.setattr(language, "_current", request.param)
    return request.param


def choose(sorting, **boxes):
    for code, box in boxes.items():
        sorting.choices[code].value = box
    sorting.button.click()


def recorded(file):
    return json.loads(file.read_text(encoding="utf-8"))["quizzes"]


def test_nothing_is_chosen_explained_or_recorded_at_first(reader, file):
    sorting = crm.sort_cards("99.who")
    assert sorting.chosen == {} and not any(remark.value for remark in sorting.remarks.values())
    sorting.button.click()
    assert "2" in sorting.reply.value and "✓" not in sorting.reply.value and not file.exists()


def test_each_choice_is_explained_under_its_card(reader):
    sorting = crm.sort_cards("99.who")
    choose(sorting, cashier="outside", hotel="outside")
    cashier, hotel = SORTING["cards"]
    assert "✗" in sorting.remarks["cashier"].value and cashier["wrong"]["outside"][reader] in sorting.remarks["cashier"].value
    assert "✓" in sorting.remarks["hotel"].value and hotel["right"][reader] in sorting.remarks["hotel"].value
    assert "1" in sorting.reply.value and 'role="alert"' in sorting.reply.value


def test_a_wrong_box_without_a_reason_of_its_own_gets_that_of_the_others():
    sorting = crm.sort_cards("99.who")
    choose(sorting, cashier="nobody")
    assert "She receives something." in sorting.remarks["cashier"].value and sorting.remarks["hotel"].value == ""


def test_a_reason_does_not_stay_beside_another_choice():
    sorting = crm.sort_cards("99.who")
    choose(sorting, cashier="nobody", hotel="outside")
    sorting.choices["cashier"].value = "inside"
    assert sorting.remarks["cashier"].value == sorting.reply.value == ""
    assert "✓" in sorting.remarks["hotel"].value


def test_the_first_choice_for_each_card_is_the_one_recorded(file):
    sorting = crm.sort_cards("99.who")
    choose(sorting, cashier="nobody")
    choose(sorting, cashier="inside", hotel="outside")
    assert {name: (entry["chosen"], entry["right"]) for name, entry in recorded(file).items()} == {
        "99.who.cashier": (["nobody"], False), "99.who.hotel": (["outside"], True)}
    assert "(33%)" not in str(crm.progress()) and "1 of 2" in str(crm.progress())


def test_an_answer_to_be_marked_is_written_as_a_line_of_code_and_not_judged(file, reader):
    sorting = crm.sort_cards("99.who", into="places")
    choose(sorting, cashier="outside")
    assert "places" not in sorting.reply.value
    choose(sorting, hotel="outside")
    line = sorting.reply.value.split("<code>")[1].split("</code>")[0].replace("&quot;", '"')
    names = {}
    exec(line, names)
    assert names["places"] == {"cashier": "outside", "hotel": "outside"} == sorting.chosen
    assert not any(remark.value for remark in sorting.remarks.values()) and not file.exists()


def test_cards_to_be_marked_need_no_right_box(monkeypatch):
    bare = {**SORTING, "cards": [{"code": card["code"], "text": card["text"]} for card in SORTING["cards"]]}
    monkeypatch.setattr(texts, "chapter", lambda number: {"sortings": {"who": bare}})
    sorting = crm.sort_cards("99.who", into="places")
    choose(sorting, cashier="inside", hotel="nobody")
    assert "places = " in sorting.reply.value


@pytest.mark.parametrize("into", [None, "places"])
def test_on_paper_there_are_cards_and_boxes_and_no_answers(reader, into):
    sorting = crm.sort_cards("99.who", into=into)
    before = sorting._repr_mimebundle_()["text/markdown"]
    choose(sorting, cashier="nobody", hotel="outside")
    bundle = sorting._repr_mimebundle_()
    assert bundle["text/markdown"] == before and "application/vnd.jupyter.widget-view+json" in bundle
    for text in (*(card["text"][reader] for card in SORTING["cards"]), *(box[reader] for box in SORTING["boxes"].values())):
        assert text in bundle["text/plain"]
    assert all(card["right"][reader] not in bundle["text/plain"] for card in SORTING["cards"])


def test_every_list_is_labelled_with_its_card_for_screen_readers():
    sorting = crm.sort_cards("99.who")
    assert all(card["text"]["en"] in sorting.choices[card["code"]].description for card in SORTING["cards"])


def test_a_result_that_cannot_be_kept_does_not_hide_the_reasons(tmp_path, monkeypatch):
    monkeypatch.setenv("CRM_PROGRESS", str(tmp_path / "no folder" / "progress.json"))
    sorting = crm.sort_cards("99.who")
    choose(sorting, hotel="outside")
    assert "It is another firm." in sorting.remarks["hotel"].value and "CRM_PROGRESS" in sorting.reply.value


def test_an_unknown_sorting_is_named():
    with pytest.raises(KeyError, match="no sortings named 'nothing'"):
        crm.sort_cards("99.nothing")
