"""What a random process must do, played on its tree of blocks: no tokens, no joins, nothing shared with the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.support.random_processes import Block, Fork, Loop, Many, Scope, Sequence, Task


@dataclass
class Play:
    """A block being played. `open` lists the tasks that wait, `fires` the boundary events that may happen."""

    block: Block
    house: House
    inner: list[Play] = field(default_factory=list)
    left: int = 0
    over: bool = False
    round: int = 0
    asking: bool = False
    handling: bool = False

    def begin(self) -> Play:
        """Enter the block."""
        match self.block:
            case Many(count=count):
                self.left = count
                self.over = count == 0
            case Sequence(parts):
                self._enter(parts[0])
            case Fork(branches=branches, taken=taken):
                self.inner = [Play(branches[number], self.house).begin() for number in taken]
            case Loop(body=body):
                self._enter(body)
            case Scope(body=body):
                self.house = House(self.house)
                self._enter(body)
            case Task():
                pass
        self._settle()
        return self

    def _enter(self, block: Block) -> None:
        self.inner = [Play(block, self.house).begin()]

    def _settle(self) -> None:
        """Move on where everything inside is over."""
        if self.over or not self.inner or not all(play.over for play in self.inner):
            return
        match self.block:
            case Sequence(parts) if self.round + 1 < len(parts):
                self.round += 1
                self._enter(parts[self.round])
                self._settle()
            case Loop() if not self.asking:
                self.asking, self.inner = True, []
            case Scope() if not self.handling and not self.house.is_quiet:
                pass
            case _:
                self.over = True

    def open(self) -> list[str]:
        """The ids of the tasks that wait, once per waiting instance."""
        if self.over:
            return []
        found = [name for play in self.inner for name in play.open()]
        match self.block:
            case Task(id):
                found.append(id)
            case Many(id=id, sequential=sequential):
                found.extend([id] * (min(self.left, 1) if sequential else self.left))
            case Loop(id=id) if self.asking:
                found.append(f"{id}_ask")
            case Scope() if not self.handling:
                found.extend(self.house.open())
        return found

    def fires(self) -> list[str]:
        """The boundary events that may happen."""
        if self.over:
            return []
        found = [name for play in self.inner for name in play.fires()]
        if isinstance(self.block, Scope) and not self.handling:
            found.extend(name for play in self.house.extra for name in play.fires())
            if self.block.handler is not None:
                found.append(f"{self.block.id}_event")
        return found

    def complete(self, name: str) -> dict[str, Any] | None:
        """Complete one task called `name` here; the variables to set with it, or None when it is not here."""
        if self.over:
            return None
        answer = self._complete_own(name)
        plays = list(self.inner)
        if isinstance(self.block, Scope) and not self.handling:
            plays.extend(self.house.extra)
        for play in plays:
            if answer is None:
                answer = play.complete(name)
        self._settle()
        return answer

    def _complete_own(self, name: str) -> dict[str, Any] | None:
        match self.block:
            case Task(id) if id == name:
                self.over = True
                return {}
            case Many(id=id) if id == name and self.left:
                self.left -= 1
                self.over = self.left == 0
                return {}
            case Loop(id=id, body=body, times=times) if self.asking and f"{id}_ask" == name:
                self.round, self.asking = self.round + 1, False
                if self.round % times == 0:
                    self.over = True
                else:
                    self._enter(body)
                return {id: self.round}
        return None

    def fire(self, name: str) -> bool:
        """Let a boundary event happen; False when it is not here."""
        if self.over:
            return False
        block = self.block
        if isinstance(block, Scope) and not self.handling and block.handler and name == f"{block.id}_event":
            self._handle(block, block.handler)
            self._settle()
            return True
        extra = self.house.extra if isinstance(block, Scope) and not self.handling else []
        fired = any(play.fire(name) for play in [*self.inner, *extra])
        self._settle()
        return fired

    def _handle(self, block: Scope, handler: Block) -> None:
        around = self.house.around
        assert around is not None
        if block.interrupting:
            self.handling = True
            self.house = around
            self._enter(handler)
        else:
            around.extra.append(Play(handler, around).begin())


@dataclass
class House:
    """A scope's own side paths: handlers of boundary events that did not interrupt."""

    around: House | None = None
    extra: list[Play] = field(default_factory=list)

    @property
    def is_quiet(self) -> bool:
        """Whether every side path is over."""
        return all(play.over for play in self.extra)

    def open(self) -> list[str]:
        """The tasks that wait on side paths."""
        return [name for play in self.extra for name in play.open()]


@dataclass
class Reference:
    """A whole process being played."""

    house: House
    play: Play

    @classmethod
    def of(cls, tree: Block) -> Reference:
        """Begin."""
        house = House()
        return cls(house, Play(tree, house).begin())

    def open(self) -> list[str]:
        """The tasks that wait, sorted."""
        return sorted([*self.play.open(), *self.house.open()])

    def fires(self) -> list[str]:
        """The boundary events that may happen, sorted."""
        return sorted([*self.play.fires(), *(name for play in self.house.extra for name in play.fires())])

    def complete(self, name: str) -> dict[str, Any]:
        """Complete one task; the variables to set with it."""
        for play in [self.play, *self.house.extra]:
            answer = play.complete(name)
            if answer is not None:
                return answer
        raise AssertionError(f"{name} does not wait in the reference")

    def fire(self, name: str) -> None:
        """Let a boundary event happen."""
        assert any(play.fire(name) for play in [self.play, *self.house.extra]), name

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.play.over and self.house.is_quiet
