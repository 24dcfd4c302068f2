"""What administrators choose about a broadcast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, unique
from typing import Literal


@unique
class Turn(IntEnum):
    """A number keeps its meaning for ever: buttons carry it."""

    SHOW = 1
    REWRITE = 2
    TO_NEWS = 3
    TIMES = 4
    AT_ONCE = 5
    TOMORROW = 6
    OTHER_TIME = 7
    TRY = 8
    ASK_TO_SEND = 9
    SEND = 10
    PAUSE = 11
    GO_ON = 12
    ASK_TO_CANCEL = 13
    CANCEL = 14
    DROP = 15


@dataclass(frozen=True, slots=True)
class ShowCampaigns:
    """The latest ones."""

    choice: Literal["campaigns"] = "campaigns"


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """One more."""

    choice: Literal["new-campaign"] = "new-campaign"


@dataclass(frozen=True, slots=True)
class SteerCampaign:
    """A step with one of them."""

    campaign_id: str
    turn: Turn
    choice: Literal["steer-campaign"] = "steer-campaign"


@dataclass(frozen=True, slots=True)
class ChooseAudience:
    """Who is to get it, from a page of subjects on."""

    campaign_id: str
    page: int = 0
    choice: Literal["choose-audience"] = "choose-audience"


@dataclass(frozen=True, slots=True)
class AddressSubject:
    """Those who subscribe to that subject."""

    campaign_id: str
    subject: str
    choice: Literal["address-subject"] = "address-subject"


@dataclass(frozen=True, slots=True)
class ChoosePlace:
    """Those of them who live where? From a page of municipalities on."""

    campaign_id: str
    page: int = 0
    choice: Literal["choose-place"] = "choose-place"


@dataclass(frozen=True, slots=True)
class AddressPlace:
    """Those who live there. `place`: a municipality's key, which fits a button; "": anywhere."""

    campaign_id: str
    place: str
    choice: Literal["address-place"] = "address-place"


CampaignChoice = (
    ShowCampaigns | NewCampaign | SteerCampaign | ChooseAudience | AddressSubject | ChoosePlace | AddressPlace
)
