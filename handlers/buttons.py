"""Choice ↔ callback_data, both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from hashlib import blake2b
from types import UnionType
from typing import Any, get_args, get_type_hints

from desk.choices import (
    Choice,
    aid,
    appeal,
    aside,
    ban,
    campaign,
    catalogue,
    consent,
    deadline,
    draft,
    duty,
    figures,
    finding,
    gap,
    handoff,
    hidden,
    incident,
    ledger,
    office,
    own_ticket,
    place,
    poll,
    poll_making,
    poster,
    privacy,
    proposal,
    register,
    revision,
    route,
    sorting,
    spam,
    subscription,
)
from desk.choices.link import Link
from faq.entry import Shelf

# What stands in front of a press on the wire. A code never changes its meaning: old messages keep
# their buttons for years.
CODES: dict[str, type[Any]] = {
    "m": catalogue.ShowMenu,
    "s": catalogue.ShowSubject,
    "e": catalogue.ShowEntry,
    "er": catalogue.ShowRelated,
    "h": catalogue.Helped,
    "p": catalogue.AskPerson,
    "c": consent.GiveConsent,
    "n": consent.DeclineConsent,
    "l": consent.Speak,
    "my": own_ticket.ShowTickets,
    "t": own_ticket.ShowTicket,
    "tc": own_ticket.CloseOwn,
    "tr": own_ticket.ReopenOwn,
    "tk": own_ticket.KeepOpen,
    "ts": own_ticket.Settled,
    "r": own_ticket.Rate,
    "rc": own_ticket.Comment,
    "tw": own_ticket.Redirect,
    "ta": own_ticket.AddWords,
    "tu": own_ticket.Unanswered,
    "tf": own_ticket.TakeTranscript,
    "ot": handoff.Take,
    "od": handoff.ChooseDepartment,
    "ox": handoff.Transfer,
    "oh": handoff.Entrust,
    "on": handoff.GiveBack,
    "ow": handoff.Wait,
    "oc": handoff.Close,
    "sp": handoff.Split,
    "or": handoff.Reopen,
    "oz": handoff.Insist,
    "w": hidden.WipeOwn,
    "bw": ban.ChooseBanWhy,
    "bb": ban.BanResident,
    "bu": ban.UnbanResident,
    "bk": ban.ShowKept,
    "bs": spam.MarkSpam,
    "oa": aside.DecideAside,
    "os": draft.ShowTemplates,
    "oi": draft.ShowTemplate,
    "og": draft.SendTemplate,
    "oe": draft.EditTemplate,
    "hl": draft.ShowHints,
    "hi": draft.ShowHint,
    "hg": draft.SendHint,
    "he": draft.EditHint,
    "dn": duty.GoOnDuty,
    "df": duty.GoOffDuty,
    "dr": duty.ReturnTickets,
    "q": duty.ShowQueue,
    "qd": duty.ShowDepartmentQueue,
    "op": sorting.ChoosePriority,
    "opr": sorting.SetPriority,
    "ou": sorting.ChooseSubject,
    "ous": sorting.SetSubject,
    "f": finding.ShowFound,
    "oy": finding.ShowHistory,
    "pl": place.ShowPlaces,
    "ph": place.LiveIn,
    "yd": privacy.TakeData,
    "yr": privacy.ReadConsent,
    "yw": privacy.WithdrawConsent,
    "ya": privacy.AskForget,
    "yf": privacy.Forget,
    "yk": privacy.KeepData,
    "ls": ledger.SendAgain,
    "ld": ledger.CountAsDelivered,
    "kp": revision.PublishDraft,
    "kd": revision.DropDraft,
    "kn": revision.ReviewDraft,
    "kr": revision.ReturnTo,
    "ke": revision.ExportBase,
    "ps": poster.LinkSubject,
    "pe": poster.LinkEntry,
    "g": gap.ShowGaps,
    "gc": gap.ShowGap,
    "gd": gap.DraftEntry,
    "gw": gap.WriteAnswer,
    "ge": gap.ChooseEntry,
    "ga": gap.AddPhrasings,
    "gx": gap.DismissGap,
    "ob": gap.ToBase,
    "au": register.ShowActs,
    "fg": figures.ShowFigures,
    "ai": aid.ShowAids,
    "ax": aid.DropForm,
    "ab": appeal.BeginAppeal,
    "ak": appeal.ChooseAppeal,
    "at": appeal.ShowAppealSubjects,
    "as": appeal.SetAppealSubject,
    "ac": appeal.ContinueAppeal,
    "ar": appeal.RewritePart,
    "af": appeal.FillPart,
    "aw": appeal.DecideWords,
    "ay": appeal.ShowBodies,
    "ap": appeal.SetBody,
    "ws": route.ShowRoutes,
    "wo": route.ShowRoute,
    "wb": route.StartRoute,
    "wa": route.AskRouteDay,
    "wt": route.TickStep,
    "wr": route.RemindSteps,
    "wd": route.DropRoute,
    "ds": deadline.ShowDeadlines,
    "dc": deadline.CountDeadline,
    "da": deadline.AskDay,
    "nk": office.ShowOfficeKinds,
    "nf": office.FindOffices,
    "ni": office.OfficesIn,
    "nv": office.ShowPin,
    "cl": campaign.ShowCampaigns,
    "cn": campaign.NewCampaign,
    "cs": campaign.SteerCampaign,
    "ca": campaign.ChooseAudience,
    "cj": campaign.AddressSubject,
    "cp": campaign.ChoosePlace,
    "ch": campaign.AddressPlace,
    "sb": subscription.ShowSubscriptions,
    "sn": subscription.FollowNews,
    "su": subscription.FollowSubject,
    "so": subscription.FollowNothing,
    "sx": subscription.Unsubscribe,
    "vl": poll.ShowPolls,
    "vs": poll.ShowPoll,
    "vc": poll.CastVote,
    "vw": poll.WithdrawVote,
    "vr": poll.TakeResults,
    "vi": proposal.Propose,
    "vq": proposal.WasQuestion,
    "vp": proposal.ShowProposals,
    "zr": proposal.ReviewProposals,
    "za": proposal.AcceptProposal,
    "zn": proposal.ChooseWhyNot,
    "zx": proposal.RejectProposal,
    "xl": poll_making.ManagePolls,
    "xm": poll_making.ManagePoll,
    "xn": poll_making.NewPoll,
    "xe": poll_making.WritePoll,
    "xs": poll_making.SetPoll,
    "xg": poll_making.ChoosePollPlace,
    "xa": poll_making.SetPollPlace,
    "xp": poll_making.PublishPoll,
    "xd": poll_making.DropPoll,
    "xc": poll_making.ClosePoll,
    "xk": poll_making.LinkPoll,
    "xr": poll_making.TakePollFile,
    "xw": poll_making.WriteDecision,
    "xt": poll_making.TellDecision,
    "in": incident.NewIncident,
    "ii": incident.ShowIncident,
    "id": incident.DraftIncident,
    "is": incident.ChooseIncidentSubject,
    "iu": incident.SetIncidentSubject,
    "iw": incident.ChooseIncidentPlace,
    "ip": incident.SetIncidentPlace,
    "ia": incident.AnnounceIncident,
    "ix": incident.DropIncident,
    "ie": incident.EndIncident,
    "il": incident.ProlongIncident,
    "ir": incident.RewordIncident,
    "ik": incident.KeepWording,
    "im": incident.SameHere,
    "it": incident.TellWhenOver,
    "lw": ledger.ShowLetters,
    "lx": ledger.SettleListed,
}
BY_TYPE = {kind: code for code, kind in CODES.items()}
LIMIT = 55  # Bot API: 64 bytes of callback_data, of which nine are the seal (bot/sealing.py)
KEY_BYTES = 8
NUMBER = re.compile(r"\d{1,19}", re.ASCII)
FLAG = (0, 1)
BOUNDS = {
    "stars": (1, 5),
    "version": (1, 2**31 - 1),
    "days_ago": (0, 10_000),
    "hours": (0, 48),
    "days": (1, 366),
} | dict.fromkeys(
    (
        "helped",
        "anyway",
        "again",
        "settled",
        "into_appeal",
        "every",
        "anew",
        "done",
        "wanted",
        "sure",
        "as_table",
    ),
    FLAG,
)
ANY_ID = (0, 2**63 - 1)  # what a database's column takes
# Ids of the knowledge base may be longer than a button can hold.
NAMED = (
    "entry",
    "subject",
    "template",
    "deadline",
    "appeal",
    "authority",
    "route",
    "step",
    "office_kind",
    "office",
)


class NotAButton(ValueError):
    """The press is not one of ours."""


def packed(choice: Choice) -> str:
    """callback_data before it is sealed, 1–55 bytes. ids of the knowledge base go as their keys."""
    if isinstance(choice, Link):
        raise TypeError("a link is not pressed")
    parts = [BY_TYPE[type(choice)]]
    for name, _ in PLACES[type(choice)]:
        value = getattr(choice, name)
        if name in NAMED:
            value = key(value)
        parts.append("" if value is None else str(int(value) if isinstance(value, bool) else value))
    data = ":".join(parts)
    if len(data.encode()) > LIMIT:
        raise ValueError(f"{data!r} does not fit a button")
    return data


def unpacked(data: str, shelf: Shelf) -> Choice:
    """The choice behind a press. Raises NotAButton, also for an entry that is gone."""
    code, *values = data.split(":")
    kind = CODES.get(code)
    places = PLACES[kind] if kind is not None else ()
    if kind is None or len(values) != len(places):
        raise NotAButton(data)
    try:
        given = {
            name: _read(name, hint, value, shelf) for (name, hint), value in zip(places, values, strict=True)
        }
    except (ValueError, KeyError) as error:
        raise NotAButton(data) from error
    choice: Choice = kind(**given)
    return choice


def key(id_: str) -> str:
    """A short name for an id of any length."""
    return blake2b(id_.encode(), digest_size=KEY_BYTES).hexdigest()


def _read(name: str, hint: Any, value: str, shelf: Shelf) -> Any:
    if name in NAMED:
        return _ids(id(shelf), *map(tuple, _named(shelf)))[name, value]
    if isinstance(hint, UnionType):
        if not value:
            return None
        hint = next(one for one in get_args(hint) if one is not type(None))
    return value if hint is str else hint(_number(value, *BOUNDS.get(name, ANY_ID)))


def _named(shelf: Shelf) -> tuple[Mapping[str, object], ...]:
    """What NAMED stands for, in its order."""
    aids = (
        shelf.deadlines,
        shelf.appeals,
        shelf.authorities,
        shelf.routes,
        shelf.steps,
        shelf.kinds,
        shelf.offices,
    )
    return shelf.entries, shelf.subjects, shelf.templates, *aids


def _number(value: str, least: int, most: int) -> int:
    if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
        raise ValueError(value)
    return int(value)


@lru_cache(maxsize=4)
def _ids(_: int, *ids: tuple[str, ...]) -> dict[tuple[str, str], str]:
    return {(name, key(one)): one for name, some in zip(NAMED, ids, strict=True) for one in some}


def _of(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name]) for one in fields(kind) if one.name != "choice")


PLACES = {kind: _of(kind) for kind in CODES.values()}  # what follows a code, in order
