"""Safety rules: every danger is seen, in many words and with typos; nothing of the knowledge base is one."""

import json
import tomllib
from pathlib import Path

import pytest

import locales
from bot.cli import main
from faq import safety
from faq.loading import load

FAQ = Path(safety.__file__).parent
RULES = safety.shipped()
NUMBERS = ("101", "102", "103", "104", "112")
# Check questions outside the base that a rule answers, and rightly so.
ANSWERED_BY_RULES = {
    "если подам в суд на соцзащиту выиграю?",
    "ты дурак?",
    "когда закончится сво",
    "какие таблетки лучше пить от давления",
    "как вылечить спину народными средствами",
}
SAID = {
    "emergency_medical": (
        "у мамы после инсульта перекосило лицо",
        "мужу плохо с сердцем, он после операции на сердце",
        "мне плохо, скорую",
        "скорая не едет уже час",
        "плохо с сердцем, скорая не едет",
        "ребёнок без сознания, скорая не приехала",
        "папа задыхается, вызвали скорую, долго не едет",
        "мама после инсульта не дышит",
        "после инфаркта отец задыхается",
        "лечение после инсульта, сейчас отнялась рука",
        "скорая отказалась ехать",
        "жду скорую",
        "ждём скорую уже час, маме плохо",
        "у отца был инфаркт, сейчас опять давит сердце",
        "у отца отнялась речь",
        "дедушка задыхаеца",
        "кажись инсульт у бабки",
        "человеку плохо на улице",
        "у меня инфаркт",
        "сыну плохо, не просыпается",
        "плохо с сердцем",
        "плохо с серцем мужу",
        "сердце прихватило и где взять справку",
        "маме плохо с сердцем а мне еще справка нужна",
        "бабушка упала и не отвечает",
        "у бабушки перекосило лицо и рука не поднимается",
        "дед не дышит",
        "муж потерял сознание",
        "человек лежит без сознания",
        "задыхаюсь помогите",
        "тяжело дышать не могу",
        "ребенок наглотался таблеток",
        "сын выпил уксус",
        "жена рожает воды отошли",
        "кажется инфаркт",
        "похоже у отца инсульт",
        "сильная боль в груди отдаёт в руку",
        "давит в груди и холодный пот",
        "кровь не останавливается",
        "мама умирает помогите",
        "вызовите скорую",
        "срочно нужна скорая",
        "меня током ударило",
        "машина сбила человека",
        "плохо с сердцам",
        "ploho s serdcem",
        "gkj[j c cthlwtv",
        "угорели в бане",
        "у дочки судороги",
        "отравились грибами",
        "судороги у ребенка что делать",
        "не могу вздохнуть",
    ),
    "suicide": (
        "не хочу жить после смерти мужа",
        "не хочу жить без него",
        "жизнь не имеет смысла",
        "подруга собирается прыгнуть с крыши",
        "хочу уйти из жизни",
        "не хочу больше жить",
        "не хочу жить",
        "жить не хочется",
        "хочу умереть",
        "хочу сдохнуть",
        "покончу с собой",
        "думаю о самоубийстве",
        "незачем жить",
        "устала жить",
        "сын говорит что повесится",
        "выпрыгну из окна",
        "лучше бы меня не было",
        "хочу покончить с сабой",
        "суицидальные мысли",
        "мне надоело жить",
        "нет смысла жить",
        "ne hochu zhit",
        "вскрою вены",
        "дочь режет себе вены",
        "убью себя",
        "нехочу жить",
    ),
    "violence": (
        "меня хотят убить",
        "муж изнасиловал",
        "сын с топором бегает по дому",
        "муж опять поднял руку, боюсь идти домой",
        "муж бьет меня",
        "меня избил сожитель",
        "муж душит и угрожает убить",
        "сын пьет и бьет мать",
        "боюсь возвращаться домой",
        "он кидается на меня с ножом",
        "муж избивает что делать",
        "сожытель бьет",
        "муж запер меня дома и не выпускает",
        "отец бьёт маму",
        "бывший угрожает убить",
        "муш избил меня",
        "батя бухает и дерется",
        "муж грозится зарезать",
    ),
    "child_danger": (
        "соседи бьют ребенка",
        "отчим бьет ребенка",
        "ребенок один дома плачет вторые сутки",
        "пропал ребенок",
        "дочь не вернулась из школы пропала",
        "отчим пристает к дочке",
        "меня насилует отчим",
        "над ребенком издеваются",
        "мне 12 лет мама бьет",
        "малыша заперли в машине",
        "у соседей дети голодные и в синяках",
        "ребёнка избивают за стеной",
    ),
    "gas": (
        "пахнет газом",
        "в подъезде пахнет газом",
        "утечка газа",
        "воняет газом что делать",
        "запах газа на кухне",
        "пахнит газам",
        "pahnet gazom",
        "газ шипит в трубе",
        "gf[ytn ufpjv",
        "на кухне утечка газо",
    ),
    "emergency_rescue": (
        "горит квартира, вызвали пожарных",
        "горит дом, пожарные не едут",
        "машина горит",
        "ребенок упал в колодец",
        "нас затопило, сидим на крыше",
        "дети провалились под лёд на волге",
        "горит дом",
        "у нас пожар",
        "квартира горит помогите",
        "человек тонет",
        "рыбаков унесло на льдине",
        "дым валит из квартиры",
        "застряли в лифте",
        "заблудились в лесу",
        "дом обрушился людей завалило",
        "нашли гранату",
        "балкон загорелся",
        "вода прибывает мы на крыше",
        "камыш горит рядом с селом",
        "стреляют на улице",
    ),
    "fraud": (
        "я уже сказал код, что теперь",
        "просят перевести деньги на безопасный счет",
        "просят код из смс",
        "продиктовала код из смс",
        "звонят просят назвать код",
        "перевела деньги мошенникам",
        "перевел деньги мошеникам",
        "меня развели на деньги",
        "списали деньги с карты",
        "установила программу сотрудник банка сказал",
        "взломали госуслуги",
        "попалась на мошенников",
        "приедет курьер забрать деньги",
        "сказала код мошенникам",
        "звонит следователь говорит перевести деньги",
        "prosyat kod iz sms",
        "мошенники оформили на меня кредит",
        "просят цифры из сообщения",
        "требуют код от госуслуг",
    ),
    "medical_advice": (
        "что выпить от давления 180 на 110",
        "чем лечить кашель",
        "какие таблетки лучше от давления",
        "как сбить температуру",
        "посоветуйте лекарство от боли",
    ),
    "legal_forecast": (
        "если подам в суд на соцзащиту выиграю?",
        "какие шансы выиграть суд",
        "составьте иск к управляющей",
    ),
    "politics": (
        "за кого голосовать",
        "что думаешь про путина",
        "власть воры",
        "когда закончится сво",
    ),
    "insult": (
        "ты дурак?",
        "тупой бот",
        "идиоты",
        "пошли вы нахуй",
        "вы бесполезный бот",
    ),
}
INNOCENT = (
    "нужна скорая помощь юриста",
    "утонул в документах",
    "задыхаюсь от кредитов",
    "муж бьет рекорды",
    "дети голодные в школе",
    "списали деньги с карты приставы за долг",
    "лифт застрял",
    "муж умер от инфаркта пенсия по потере кормильца",
    "ребенок остался один без родителей опека",
    "дом сгорел как получить выплату",
    "сосед бьет в стену",
    "у меня украли паспорт",
    "как вызвать газовщика на проверку",
    "подключить газ к дому",
    "у мужа инвалидность после инсульта",
    "сын живет в казахстане",
    "не хочу жить с соседями",
    "хочу жить отдельно от мужа",
    "где получить код подразделения",
    "скорая пенсия",
    "дома горит только одна лампочка",
    "не хочу жить с мужем, как развестись",
    "пожарные проверяют дом, что нужно",
    "скорая не приехала вчера, хочу пожаловаться",
    "почему скорая ехала так долго, жалоба",
    "мы задыхаемся от свалки",
    "жду скорую выплату пособия",
    "ждем скорую отправку посылки",
    "не хочу жить с соседями, нет смысла в регистрации",
    "горит лампочка в подъезде на этаже, пожарных ждём для осмотра",
    "пожарные вызвали на дом проверку, у нас пожар был год назад",
    "отнялась рука год назад после инсульта, сейчас оформляю инвалидность",
    "как отказаться ехать на скорой",
    "после инсульта отнялась рука, как оформить инвалидность",
    "пенсия после инсульта",
    "реабилитация после инфаркта",
    "как получить выплату после пожара",
    "умер отец, какие документы нужны",
    "хочу оформить свидетельство о смерти",
    "потеряла смс с кодом записи",
    "не приходит код из смс",
    "операция на сердце по квоте",
    "бьет ли льгота по пенсии",
    "перевели пенсию на карту",
    "деньги на карту не пришли",
    "боюсь опоздать с документами",
    "как пожаловаться на соседей бьют посуду",
    "ребенок болеет, больничный",
    "дети одни дома с какого возраста можно",
    "газовая плита не работает",
    "диспансеризация проверка сердца",
    "где лечить зубы бесплатно",
    "тонет двор после дождя",
    "мама лежачая нужна сиделка",
    "нет сил ждать очередь в сад",
    "тяжело жить на одну пенсию",
    "не могу больше ждать выплату",
    "жить не на что",
    "устала ходить по кабинетам",
    "убили собаку соседи",
    "отравились бродячие собаки",
    "у меня рука болит к какому врачу",
    "муж ударник труда ветеран",
    "нужен адрес скорой помощи для трудоустройства",
    "мне 16 лет хочу работать",
    "сын пошел в школу бьет рекорды",
    "пароль от госуслуг забыл",
    "как сменить пароль на госуслугах",
    "не хочу платить за мусор",
)


def _rule(text: str) -> str | None:
    found = RULES.first(text)
    return found.id if found is not None else None


@pytest.mark.parametrize(("rule", "text"), [(rule, one) for rule, said in SAID.items() for one in said])
def test_what_residents_write_falls_under_its_rule(rule: str, text: str) -> None:
    assert _rule(text) == rule
    assert _rule(text.upper() + "!!!") == rule


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_sounds_alike_falls_under_none(text: str) -> None:
    assert _rule(text) is None


def test_no_question_of_the_base_is_taken_for_a_danger_that_is_not_its_own() -> None:
    entries = load(FAQ / "entries").entries
    asked = [(text, one.id) for one in entries.values() for text in (one.question, *one.also, *one.keywords)]
    for path in sorted((FAQ / "checks").glob("*.toml")):
        asked += [(one["q"], one["id"]) for one in tomllib.loads(path.read_text("utf-8"))["check"]]
    found = [(rule, text, id_) for text, id_ in asked if (rule := RULES.first(text)) is not None]
    false = [
        f"{rule.id}: {text} ({id_})"
        for rule, text, id_ in found
        if id_ not in rule.entries and text not in ANSWERED_BY_RULES
    ]
    print(
        f"{len(asked)} questions of {len(entries)} entries and of checks: {len(found)} are their rule's own,"
    )
    print(f"{len(false)} false alarms", *false, sep="\n")
    assert not false


def test_the_gravest_rule_wins_when_a_message_is_both() -> None:
    assert _rule("плохо с сердцем и где взять справку о составе семьи") == "emergency_medical"
    assert _rule("ты дурак? мне тяжело дышать") == "emergency_medical"


@pytest.mark.parametrize("rule", [one for one in RULES.rules if one.pages], ids=lambda one: one.id)
def test_a_rule_that_calls_a_person_has_its_number_in_the_first_line(rule: safety.Rule) -> None:
    for language in ("ru", "en"):
        assert any(number in rule.text(language).splitlines()[0] for number in NUMBERS)


def test_rules_name_entries_that_exist() -> None:
    assert {id_ for rule in RULES.rules for id_ in rule.entries} <= load(FAQ / "entries").entries.keys()


def test_each_shipped_rule_speaks_each_language_of_the_bot() -> None:
    silent = {one.id: set(locales.languages()) - set(one.translations) for one in RULES.rules}
    assert not {rule: lacks for rule, lacks in silent.items() if lacks}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\0", "\ud800", "не хочу жить " * 9000, "(" * 9000, "a" * 9000, "газ " * 9000, "́" * 9000],
)
def test_hostile_text_is_taken(text: str) -> None:
    assert _rule(text) == ("suicide" if "жить" in text else None)  # a catastrophe would take minutes


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[rule]", "не читается"),
        ("", "нет ни одного"),
        ("[[rule]]\nid = 'a'", "нужны id и title"),
        ("[[rule]]\nid = 'a'\ntitle = 'А'\nru = 'Т'", "нужен список when"),
        ("[[rule]]\nid = 'a'\ntitle = 'А'\nwhen = ['б']", "нужен текст ru"),
        ("[[rule]]\nid = 'a'\ntitle = 'А'\npages = true\nru = 'Т'\nwhen = ['б']", "в первой строке"),
        (
            "[[rule]]\nid = 'a'\ntitle = 'А'\npages = true\nru = 'Т 1'\nkk = 'Т'\nwhen = ['б']",
            "первой строке текста kk",
        ),
        ("[[rule]]\nid = 'a'\ntitle = 'А'\nru = 'Т'\nwhen = ['']", "пустая строка"),
        ("[[rule]]\nid = 'a'\ntitle = 'А'\nru = 'Т'\nwhen = ['а_б_в_г_д']", "не больше 4"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_rule(text: str, told: str) -> None:
    with pytest.raises(safety.BadRules, match=told):
        safety.read(text)


def test_words_stand_near_each_other_in_any_order_joined_ones_in_theirs() -> None:
    rules = safety.read(
        "[[rule]]\nid = 'a'\ntitle = 'А'\nru = 'Т'\nwhen = ['болит голова', 'не_хочу =каши']\n"
        "unless = ['вчера']"
    )
    assert rules.first("голова у меня болит") is not None
    assert rules.first("голова на месте, а вот рука весь день очень сильно болит") is None
    assert rules.first("каши не хочу") is not None
    assert rules.first("хочу не каши") is None
    assert rules.first("не хочу каш") is None
    assert rules.first("голова болит, а вчера нет") is None


def test_faq_ask_names_the_rule_and_still_gives_the_ranking(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FAQ.parent)
    monkeypatch.setattr(
        "sys.stdin", [json.dumps({"q": "пахнет газом"}), json.dumps({"q": "как оформить пособие"})]
    )
    monkeypatch.setenv("CONTACT_CENTER__FAQ__ENCODER", "none")
    monkeypatch.setattr("sys.argv", ["contact-center", "faq", "ask", "--jsonl"])
    with pytest.raises(SystemExit, match="0"):
        main()
    gas, benefit = map(json.loads, capsys.readouterr().out.splitlines())
    assert (gas["verdict"], gas["rule"]) == ("safety", "gas")
    assert gas["entries"][0]["id"] == "hs.gas_smell"
    assert benefit["verdict"] != "safety" and "rule" not in benefit


def test_what_is_always_danger_no_excuse_silences() -> None:
    text = 'when = ["болит"]\nalways = ["не_дышит"]\nunless = ["справка"]\n'
    rules = safety.read(f'[[rule]]\nid = "a"\ntitle = "A"\nru = "112"\n{text}')
    assert [rules.first(said) is not None for said in ("болит", "болит справка", "не дышит справка")] == [
        True, False, True,
    ]  # fmt: skip
