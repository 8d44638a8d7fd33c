"""What the reforms do to the map: communes joined, cut, renamed, moved; then districts end and codes are dealt anew."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from antq_analysis.demo.geography import UNIT_COLUMNS, Terrain, Vintage, bare_name, type_of, unit_pairs
from antq_analysis.demo.story import Story, VintageStory

OTHER_DISTRICT = 1.35
"""How much less a commune likes to join one of another district: this many times its people."""


@dataclass
class _Draft:
    """A map while it is being changed."""

    units: pd.DataFrame
    unit_of: NDArray[np.object_]
    touched: set[str]
    new_names: Iterator[str]

    def bare(self, code: str) -> str:
        return bare_name(self.units, code)

    def district(self, code: str) -> str:
        return str(self.units.at[code, "district_code"])

    def rename(self, code: str, name: str) -> None:
        self.units.loc[code, ["name", "type"]] = [name, type_of(name)]
        self.touched.add(code)

    def move(self, part: int, code: str) -> None:
        left = self.unit_of[part]
        self.unit_of[part] = code
        self.touched |= {str(left), code}
        if left not in self.unit_of:
            self.units = self.units.drop(index=left)


def second_vintage(story: Story, terrain: Terrain, before: Vintage, rng: np.random.Generator) -> Vintage:
    """Join, cut, rename and move some communes.

    Parameters
    ----------
    story
        The story; its second vintage says how many of each.
    terrain
        The parts.
    before
        The first map.
    rng
        Source of chance.

    Returns
    -------
    Vintage
        The second map.
    """
    plan = story.vintage[1]
    draft = _Draft(before.units.copy(), before.unit_of.copy(), _kept(story, before), iter(story.new_names))
    away = terrain.divided[: plan.given_away + plan.cut]
    draft.touched |= {str(code) for code in before.unit_of[terrain.divided.ravel()]}
    for number, pair in enumerate(away):
        moved = pair if number < plan.given_away else pair[:1]
        _give_away(terrain, draft, moved)
    for size, many in ((3, plan.threes_joined), (2, plan.pairs_joined)):
        for number in range(many):
            _join(terrain, draft, size, fresh=bool(number % 2), rng=rng)
    _small_changes(story, terrain, draft, plan, rng)
    return Vintage(plan.date.isoformat(), draft.units.sort_index(), draft.unit_of)


def _kept(story: Story, before: Vintage) -> set[str]:
    fixed = {name for item in story.district for name in (item.seat, *item.names)}
    return set(before.units.index[before.units["name"].isin(fixed)])


def _people(terrain: Terrain, unit_of: NDArray[np.object_]) -> pd.Series:
    people: pd.Series = terrain.parts["people"].groupby(unit_of).sum()
    return people


def _near(terrain: Terrain, draft: _Draft, code: str) -> list[str]:
    """Untouched neighbours in the same district."""
    near = {str(b) for a, b in unit_pairs(terrain, draft.unit_of) if a == code}
    home = draft.district(code)
    return [unit for unit in sorted(near - draft.touched) if draft.district(unit) == home]


def _give_away(terrain: Terrain, draft: _Draft, parts: NDArray[np.int64]) -> None:
    for part in parts:
        pairs = terrain.neighbours[(terrain.neighbours == part).any(axis=1)].ravel()
        home = draft.unit_of[part]
        district = draft.district(home)
        around = [
            str(code)
            for code in dict.fromkeys(draft.unit_of[other] for other in pairs if other != part)
            if code != home and draft.district(code) == district
        ]
        fresh = [code for code in around if code not in draft.touched] or around
        draft.move(int(part), fresh[0])


def _join(terrain: Terrain, draft: _Draft, size: int, *, fresh: bool, rng: np.random.Generator) -> None:
    counted = _people(terrain, draft.unit_of).sort_values(kind="stable")
    small, people = [code for code in counted.index[:80] if code not in draft.touched], counted.to_dict()
    for code in rng.permutation(small):
        group = [str(code)]
        while len(group) < size:
            near = [unit for member in group for unit in _near(terrain, draft, member) if unit not in group]
            if not near:
                break
            group.append(min(near, key=lambda unit: (people[unit], unit)))
        if len(group) == size:
            break
    keep = max(group, key=lambda unit: (people[unit], unit))
    for part in np.flatnonzero(np.isin(draft.unit_of, [code for code in group if code != keep])):
        draft.move(int(part), keep)
    draft.touched |= set(group)
    if fresh:
        draft.rename(keep, f"Xã {next(draft.new_names)}")


def _small_changes(
    story: Story, terrain: Terrain, draft: _Draft, plan: VintageStory, rng: np.random.Generator
) -> None:
    town = story.district[0]
    near_town = {
        str(b)
        for a, b in unit_pairs(terrain, draft.unit_of)
        if draft.district(a) == town.code and draft.district(b) != town.code
    }
    free = [code for code in sorted(near_town - draft.touched) if _can_leave(terrain, draft, code)]
    for code in free[: plan.moved_to_town]:
        draft.units.loc[code, ["district_code", "district_name"]] = [town.code, town.name]
        draft.touched.add(code)
    in_town = draft.units.index[draft.units["district_code"].eq(town.code) & draft.units["type"].eq("Xã")]
    for code in sorted(set(in_town) - draft.touched or set(in_town))[: plan.made_ward]:
        draft.rename(code, f"Phường {draft.bare(code)}")
    villages = sorted(set(draft.units.index[draft.units["type"].eq("Xã")]) - draft.touched)
    for code in rng.choice(villages, size=plan.renamed, replace=False):
        draft.rename(str(code), f"Xã {next(draft.new_names)}")


def _can_leave(terrain: Terrain, draft: _Draft, code: str) -> bool:
    """Tell whether a district stays of one piece without one of its communes."""
    home = draft.district(code)
    rest = {unit for unit in draft.units.index.astype(str) if unit != code and draft.district(unit) == home}
    pairs = [(a, b) for a, b in unit_pairs(terrain, draft.unit_of) if a in rest and b in rest]
    reached = {min(rest)}
    while more := {b for a, b in pairs if a in reached} - reached:
        reached |= more
    return reached == rest


def third_vintage(story: Story, terrain: Terrain, before: Vintage, rng: np.random.Generator) -> Vintage:
    """End the districts, make larger communes and deal names and codes out anew.

    Parameters
    ----------
    story
        The story; its third vintage says how many communes remain.
    terrain
        The parts.
    before
        The second map.
    rng
        Source of chance.

    Returns
    -------
    Vintage
        The third map.
    """
    plan = story.vintage[2]
    group = _gather(terrain, before, plan.units)
    codes = _deal_codes(terrain, before, group)
    known = {name.split(" ", 1)[1] for name in before.units["name"].astype(str)}
    fresh = iter([name for name in story.new_names if name not in known])
    names: dict[int, str] = {}
    for number in sorted(codes):
        own = before.units.loc[sorted(set(before.unit_of[group == number]))]
        names[number] = _deal_name(own, codes[number], set(names.values()), fresh, rng)
    rows = [(codes[g], names[g], type_of(names[g]), "", "") for g in sorted(codes)]
    units = pd.DataFrame(rows, columns=["unit_code", *UNIT_COLUMNS]).set_index("unit_code").sort_index()
    unit_of = np.array([codes[g] for g in group], dtype=object)
    return Vintage(plan.date.isoformat(), units, unit_of)


def _gather(terrain: Terrain, before: Vintage, target: int) -> NDArray[np.int64]:
    """Join the smallest group with its best neighbour until the target is reached; parted communes stay parted."""
    block = np.unique(before.unit_of.astype(str), return_inverse=True)[1].astype(np.int64)
    parted = [pair for pair in terrain.divided if before.unit_of[pair[0]] == before.unit_of[pair[1]]]
    for pair in parted:
        block[pair[1]] = block.max() + 1
    district = np.array([before.units.at[code, "district_code"] for code in before.unit_of])
    people = terrain.parts["people"].to_numpy()
    while len(np.unique(block)) > target:
        size = np.bincount(block, weights=people, minlength=block.max() + 1)
        pairs = unit_pairs(terrain, block)
        allowed: list[int] = []
        for small in sorted(np.unique(block).tolist(), key=size.__getitem__):
            near = sorted(b for a, b in pairs if a == small)
            allowed = [b for b in near if not any({small, b} == set(block[pair].tolist()) for pair in parted)]
            if allowed:
                break
        home = set(district[block == small])
        cost = {b: size[b] * (1 if home & set(district[block == b]) else OTHER_DISTRICT) for b in allowed}
        block[block == min(allowed, key=cost.__getitem__)] = small
    return block


def _deal_codes(terrain: Terrain, before: Vintage, group: NDArray[np.int64]) -> dict[int, str]:
    people = terrain.parts["people"].groupby([group, before.unit_of]).sum()
    used: set[str] = set()
    codes: dict[int, str] = {}
    for number in sorted(set(group.tolist()), key=lambda g: len(people.loc[g])):
        ranked = people.loc[number].sort_values(ascending=False, kind="stable").index
        codes[number] = next(code for code in ranked if code not in used)
        used.add(codes[number])
    return codes


def _deal_name(
    own: pd.DataFrame, code: str, taken: set[str], fresh: Iterator[str], rng: np.random.Generator
) -> str:
    town = own["type"].eq("Phường").any()
    kind = "Phường" if town else "Xã"
    bare = {unit: bare_name(own, unit) for unit in own.index.astype(str)}
    seat = own.index[own["type"].eq("Thị trấn")]
    options = [bare[code]]
    if len(own) > 1:
        others = [bare[unit] for unit in own.index if unit != code]
        options = [str(rng.choice(others)), bare[code]] if rng.random() < 0.6 else options
        if rng.random() < 0.2:
            options = []
    if len(seat):
        options = [str(own.at[seat[0], "district_name"]).removeprefix("Huyện "), *options]
    known = {name.split(" ", 1)[1] for name in taken}
    return f"{kind} {next((name for name in options if name not in known), None) or next(fresh)}"
