"""Choices: what a button press can mean, a file for each subject."""

from __future__ import annotations

from desk.choices.aid import AidChoice
from desk.choices.appeal import AppealChoice
from desk.choices.aside import AsideChoice
from desk.choices.ban import BanChoice
from desk.choices.campaign import CampaignChoice
from desk.choices.catalogue import CatalogueChoice
from desk.choices.consent import ConsentChoice
from desk.choices.deadline import DeadlineChoice
from desk.choices.draft import DraftChoice
from desk.choices.duty import DutyChoice
from desk.choices.figures import FiguresChoice
from desk.choices.finding import FindingChoice
from desk.choices.gap import GapChoice
from desk.choices.handoff import HandoffChoice
from desk.choices.hidden import HiddenChoice
from desk.choices.incident import IncidentChoice
from desk.choices.ledger import LedgerChoice
from desk.choices.link import Link
from desk.choices.office import OfficeChoice
from desk.choices.own_ticket import OwnTicketChoice
from desk.choices.place import PlaceChoice
from desk.choices.poll import PollChoice
from desk.choices.poll_making import PollMakingChoice
from desk.choices.poster import PosterChoice
from desk.choices.privacy import PrivacyChoice
from desk.choices.proposal import ProposalChoice
from desk.choices.register import RegisterChoice
from desk.choices.revision import RevisionChoice
from desk.choices.route import RouteChoice
from desk.choices.sorting import SortingChoice
from desk.choices.spam import SpamChoice
from desk.choices.subscription import SubscriptionChoice

Choice = (
    CatalogueChoice
    | ConsentChoice
    | OwnTicketChoice
    | HandoffChoice
    | AsideChoice
    | BanChoice
    | SpamChoice
    | HiddenChoice
    | DraftChoice
    | DutyChoice
    | FindingChoice
    | SortingChoice
    | PlaceChoice
    | IncidentChoice
    | OfficeChoice
    | RevisionChoice
    | GapChoice
    | LedgerChoice
    | PosterChoice
    | PollChoice
    | PollMakingChoice
    | ProposalChoice
    | PrivacyChoice
    | RegisterChoice
    | FiguresChoice
    | AidChoice
    | AppealChoice
    | DeadlineChoice
    | RouteChoice
    | SubscriptionChoice
    | CampaignChoice
    | Link
)
