"""Refusals about the knowledge base: its files, its drafts, what it has and what it lacks."""

from __future__ import annotations

from desk.errors import DeskError


class ReadyReplyGone(DeskError):
    """The knowledge base no longer has that template or entry."""

    phrase = "refused-ready-reply-gone"


class TemplateTooLong(DeskError):
    """Filled in, it does not fit one message."""

    phrase = "refused-template-too-long"


class TemplateWrong(DeskError):
    """It cannot be a template: `reason` says why."""

    phrase = "refused-template-wrong"


class NothingPublished(DeskError):
    """There is no knowledge base yet that something could be added to."""

    phrase = "refused-nothing-published"


class BaseUnpublished(DeskError):
    """There is no knowledge base yet that could be sent."""

    phrase = "refused-base-unpublished"


class EntryGone(DeskError):
    """The knowledge base no longer has that entry."""

    phrase = "refused-entry-gone"


class FileMisnamed(DeskError):
    """No file of the knowledge base may be called that."""

    phrase = "refused-file-misnamed"


class FileTooBig(DeskError):
    """A file of the knowledge base has 256 KiB at most."""

    phrase = "refused-file-too-big"


class FileNotReceived(DeskError):
    """Telegram did not hand the file over."""

    phrase = "refused-file-not-received"


class DraftGone(DeskError):
    """The preview belongs to a change that is published, dropped, replaced or too old."""

    phrase = "refused-draft-gone"


class NoSuchRevision(DeskError):
    """There is no such revision of the knowledge base."""

    phrase = "refused-no-such-revision"


class GapGone(DeskError):
    """What the button names is no longer kept, or was settled."""

    phrase = "refused-gap-gone"


class NothingAsked(DeskError):
    """The ticket has no question in words."""

    phrase = "refused-nothing-asked"


class NothingAnswered(DeskError):
    """Nobody has answered the ticket in words yet."""

    phrase = "refused-nothing-answered"


class NoEditor(DeskError):
    """The settings name no administrator who could edit the knowledge base."""

    phrase = "refused-no-editor"


class SubjectGone(DeskError):
    """The knowledge base has no such subject any more."""

    phrase = "refused-subject-gone"
