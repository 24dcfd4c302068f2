"""A small knowledge base in files, as an editor would write it."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from faq.knowledge_base import KnowledgeBase
from faq.loading import load

FAMILY = '''
title = "Семья и дети"
order = 1
en.title = "Family and children"

[[entry]]
id = "fam.edinoe_how"
question = "Как оформить единое пособие на ребёнка?"
also = ["хочу детские на сына куда идти", "единое на ребёнка до 17 лет"]
answer = """
Решение принимает **Социальный фонд**. Заявление подают на Госуслугах или в МФЦ.

Отвечают за 10 рабочих дней.
"""
authority = "sfr"
channels = ["gosuslugi"]
documents = ["паспорт"]
term = "10 рабочих дней"
source = "https://sfr.gov.ru/posobie"
verified = 2026-11-01

[[entry]]
id = "fam.alimony"
question = "Не платят алименты. Куда обратиться?"
answer = "Обратитесь к судебным приставам. Они взыщут долг с родителя."

[[entry]]
id = "fam.camp"
question = "Как получить путёвку ребёнку в летний лагерь?"
answer = "Путёвки в лагерь выдаёт соцзащита. Запишитесь в очередь весной."
[entry.en]
question = "How do I get a summer camp place?"
answer = "Apply to the social protection office."
'''

PENSIONS = """
title = "Пенсии"
order = 2

[[entry]]
id = "pens.apply"
question = "Как подать заявление на пенсию по старости?"
answer = "Заявление на пенсию подают в Социальный фонд за месяц до права на неё."

[[entry]]
id = "pens.stage"
question = "Как узнать свой стаж и пенсионные баллы?"
answer = "Закажите выписку о стаже на Госуслугах."

[[entry]]
id = "pens.winter"
question = "Когда будет зимняя доплата к пенсии?"
answer = "Зимнюю доплату перечисляют вместе с пенсией."
valid_from = 2026-12-01
valid_until = 2027-02-28

[[entry]]
id = "pens.bus"
question = "Где получить пенсионный проездной на автобус?"
answer = "Проездной выдают в кассе автовокзала."
municipality = "Икрянинский район"
"""

AUTHORITIES = """
[[authority]]
id = "sfr"
name = "Социальный фонд"
decides = "Пенсии и пособия"
en.name = "Social Fund"
"""
CHANNELS = """
[[channel]]
id = "gosuslugi"
name = "Госуслуги"
url = "https://www.gosuslugi.ru"
en.name = "Gosuslugi"
"""

Files = Callable[..., Path]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write files into a new base and return its folder of entries."""

    def write(**texts: str) -> Path:
        entries = tmp_path / "entries"
        entries.mkdir(exist_ok=True)
        for name, text in texts.items():
            (entries / f"{name}.toml").write_text(dedent(text), "utf-8")
        (tmp_path / "authorities.toml").write_text(AUTHORITIES, "utf-8")
        (tmp_path / "channels.toml").write_text(CHANNELS, "utf-8")
        return entries

    return write


@pytest.fixture
def folder(files: Files) -> Path:
    return files(family=FAMILY, pensions=PENSIONS)


@pytest.fixture
def base(folder: Path) -> KnowledgeBase:
    return KnowledgeBase.build(load(folder))
