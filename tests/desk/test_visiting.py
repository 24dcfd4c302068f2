"""What is kept and what is not while a resident looks for an office."""

from dataclasses import replace

from desk import visiting
from desk.addressee import ToResident
from desk.form import Form, Purpose
from desk.letters import Offices
from desk.people import Resident
from faq.office import Office, OfficeKind
from tests.desk.fakes import FakeRecords
from tests.desk.samples import ANNA, AT, FakeKnowledge, centre

OFFICES = {
    id_: Office(id_, id_[:3], id_, "Советская, 1", "Астрахань", lat=lat, lon=48)
    for id_, lat in (("mfc.1", 46.1), ("mfc.2", 46.2), ("job.1", 46.3))
}


def knowing() -> FakeKnowledge:
    knowledge = FakeKnowledge()
    kinds = {one: OfficeKind(one, one) for one in ("mfc", "job")}
    knowledge.shelf = replace(knowledge.shelf, kinds=kinds, offices=OFFICES)
    return knowledge


def told(records: FakeRecords) -> Offices:
    content = records.outbox.to(ToResident(ANNA.id))[-1]
    assert isinstance(content, Offices)
    return content


def test_no_place_is_waited_for_once_one_is_known() -> None:
    for way in ("municipality", "map"):
        records, desk = FakeRecords(), replace(centre(), knowledge=knowing())
        visiting.ask_where("mfc", ANNA, records, desk, AT)
        anna: Resident = records.residents.all[ANNA.id]
        assert anna.is_filling(Purpose.OFFICE, AT)
        if way == "map":
            visiting.show_near(46.29, 48, anna, records, desk)
            assert told(records).offices == ("mfc.2", "mfc.1")
        else:
            visiting.show_in("mfc.1", 0, anna, records, desk)
            assert told(records).offices == ("mfc.1", "mfc.2")
        assert records.residents.all[ANNA.id].form is None


def test_an_appeal_that_is_half_written_waits_until_the_office_is_found() -> None:
    records, desk = FakeRecords(), replace(centre(), knowledge=knowing())
    appeal = Form(Purpose.APPEAL).filled(what="Нет воды")
    visiting.ask_where("mfc", replace(ANNA, form=appeal), records, desk, AT)
    anna = records.residents.all[ANNA.id]
    visiting.show_near(46.29, 48, anna, records, desk)
    assert told(records).offices == ("mfc.2", "mfc.1")
    assert records.residents.all[ANNA.id].form == appeal
