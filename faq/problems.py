"""What is wrong with a knowledge base, told so that an editor can mend it."""

from dataclasses import dataclass

NOWHERE = "—"
TOLD = 5  # problems in a message; a person mends them one by one


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is and what to do. `entry` and `field` are a dash where they make no sense."""

    file: str
    line: int
    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry or NOWHERE}: {self.field or NOWHERE}: {self.message}"

    @property
    def told(self) -> str:
        """The same for a chat: what makes no sense is left out."""
        parts = (f"{self.file}:{self.line}", self.entry, self.field, self.message)
        return ": ".join(one for one in parts if one and one != NOWHERE)


class BadBase(Exception):
    """The knowledge base cannot be used; `problems` lists everything found, in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @property
    def told(self) -> str:
        """The first problems, a line each, and how many more there are."""
        rest = len(self.problems) - TOLD
        lines = (one.told for one in self.problems[:TOLD])
        return "\n".join([*lines, *([f"… и ещё {rest}"] if rest > 0 else [])])
