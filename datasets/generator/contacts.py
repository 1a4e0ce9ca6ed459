"""The raw notes of December 2025: about 560 contacts of about 420 people, as dirty as such notes are.

Nobody in it exists: the names are the surnames Jia, Zhen and so on before the name of a herb, and no
telephone number in China begins with 100. The dirt:

- about 100 people stand twice and 15 three times: with the number written differently, or without a
  number but with the same name and city; the name is spelt differently too;
- some names belong to two different people, so the name alone must not merge;
- some people gave no number, some numbers have a wrong length;
- some refused consent, some were never asked, some said yes at first and no later;
- a few judgements are missing; where the person stands twice, the other note has them.
"""

import numpy as np
import pandas as pd

from .customers import choose
from .prospects import CITIES, CITY_SHARES
from .streams import stream

PEOPLE, TWICE, THRICE = 420, 105, 15
NAMESAKES, NO_PHONE, SHORT_PHONE = 14, 26, 12
REFUSED, NOT_ASKED, WITHDRAWN = 40, 38, 16
FIRST = pd.Timestamp("2025-12-01")
SURNAMES = ["Jia", "Zhen", "Wu", "Xu", "Mo", "Qiao", "Bai"]
HERBS = (
    "Bohe Moli Doukou Luhui Shanzha Gouqi Juhua Ganlan Hehuan Zisu Gancao Chenpi Shijunzi Baihe Jinyinhua Lianzi "
    "Dingxiang Guihua Meigui Huixiang Bajiao Rougui Shengjiang Huajiao Pugongying Cangzhu Fuling Danggui Dazao "
    "Shaoyao Xunyicao Aicao Luole Baili Niuzhi Honghua Zicao Wumei Yiren Shanyao Taohua Sangye Heye Zhuru Lingzhi "
    "Ejiao Huoxiang Longyan Binglang Nvzhen Xiangru Banxia Chuanxiong Duzhong Guiban Haizao Juemingzi Kushen "
    "Lugen Muxiang"
).split()
METHODS = ["canvassing", "advertising", "referral", "desk_research", "paid_assistants", "own_records", "trade_fair"]
METHOD_SHARES = [0.22, 0.28, 0.12, 0.12, 0.12, 0.11, 0.03]
PHONES = ["{}{}{}", "{} {} {}", "{}-{}-{}", "+86 {} {} {}", "full width"]
NAMES = ["{0} {1}", "{0} {1}", "{0}  {1}", "{2} {1}", "{0} {3}", " {0} {1}"]
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def make_contacts():
    """Return the tables contacts and contact_truth."""
    random = stream("contacts")
    people = _people(random)
    notes = _notes(random, people)
    notes["contact_id"] = [f"N{number:04d}" for number in range(1, len(notes) + 1)]
    return notes, notes


def _people(random):
    names = random.permutation(len(SURNAMES) * len(HERBS))[: PEOPLE - NAMESAKES]
    names = np.concatenate([names, names[:NAMESAKES]])
    people = pd.DataFrame({"surname": [SURNAMES[name // len(HERBS)] for name in names], "herb": [HERBS[name % len(HERBS)] for name in names]})
    people["digits"] = [f"{100}{number:08d}" for number in 10_000_000 + random.permutation(PEOPLE) * 21 + 7_013]
    people["city"] = choose(random, CITIES, CITY_SHARES, PEOPLE)
    namesakes = people.index[-NAMESAKES:]
    people.loc[namesakes, "city"] = people.loc[: NAMESAKES - 1, "city"].map({"hangzhou": "ningbo", "ningbo": "shaoxing", "shaoxing": "hangzhou"}).to_numpy()
    people["kind"] = np.where(random.random(PEOPLE) < 0.12, "firm", "person")
    people["notes"] = 1
    again = random.permutation(PEOPLE)
    people.loc[again[:TWICE], "notes"], people.loc[again[TWICE : TWICE + THRICE], "notes"] = 2, 3
    single, several = again[TWICE + THRICE :], again[: TWICE + THRICE]
    people["phone"] = "given"
    people.loc[single[:NO_PHONE], "phone"] = "none"
    people.loc[single[NO_PHONE : NO_PHONE + SHORT_PHONE], "phone"] = "short"
    people["consent"] = "yes"
    people.loc[several[:WITHDRAWN], "consent"] = "withdrawn"
    said = random.permutation(np.setdiff1d(people.index, several[:WITHDRAWN]))
    people.loc[said[:REFUSED], "consent"] = "no"
    people.loc[said[REFUSED : REFUSED + NOT_ASKED], "consent"] = ""
    people["person_id"] = [f"H{number:03d}" for number in range(1, PEOPLE + 1)]
    return people


def _notes(random, people):
    """Write every person's notes, each in its own way, in the order of their dates."""
    notes = people.loc[people.index.repeat(people["notes"])].reset_index(drop=True)
    place = notes.groupby("person_id").cumcount()
    count = len(notes)
    first_day = pd.Series(np.floor(12 * random.random(len(people))).astype(int), people["person_id"])
    notes["day"] = first_day.reindex(notes["person_id"]).to_numpy() + 7 * place
    notes["method"] = choose(random, METHODS, METHOD_SHARES, count)
    notes["name"] = [
        NAMES[form].format(surname, herb, surname.upper(), herb.lower())
        for form, surname, herb in zip(random.integers(0, len(NAMES), count), notes["surname"], notes["herb"], strict=True)
    ]
    later_without = (place > 0) & (random.random(count) < 0.35)
    notes["phone"] = [
        "" if state == "none" or without else _phone(form, digits[:10] if state == "short" else digits)
        for form, digits, state, without in zip(random.integers(0, len(PHONES), count), notes["digits"], notes["phone"], later_without, strict=True)
    ]
    last = place.eq(notes["notes"] - 1)
    notes["consent"] = notes["consent"].mask(notes["consent"].eq("withdrawn"), np.where(last, "no", "yes"))
    for name, mean in (("need", 2.9), ("means", 3.1), ("access", 2.9)):
        judged = np.clip(np.rint(mean + 1.3 * random.standard_normal(len(people))), 1, 5)
        known = pd.Series(judged, people["person_id"]).reindex(notes["person_id"]).to_numpy()
        notes[name] = pd.array(np.where(random.random(count) < 0.035, np.nan, known), dtype="Int64")
    notes["noted_on"] = FIRST + pd.to_timedelta(notes["day"], unit="D")
    return notes.iloc[random.permutation(count)].sort_values("day", kind="stable", ignore_index=True)


def _phone(form, digits):
    if PHONES[form] == "full width":
        return digits.translate(FULL_WIDTH)
    return PHONES[form].format(digits[:3], digits[3:7], digits[7:])
