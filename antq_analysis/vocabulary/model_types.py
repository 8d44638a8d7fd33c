"""Types of model and their working groups."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelGroup:
    """One working group of model types.

    Parameters
    ----------
    id
        Identifier.
    name_vi, name_en
        What people read.
    basis
        Why types are grouped so.
    """

    id: str
    name_vi: str
    name_en: str
    basis: str


@dataclass(frozen=True)
class ModelType:
    """One type of model.

    Parameters
    ----------
    id
        English identifier.
    name_vi, name_en
        What people read.
    group
        The working group it belongs to.
    variants
        Other wordings of its name.
    replication_unit
        Where one point of it stands: a hamlet, a school, a clan.
    seeds
        Reports that mention it.
    note
        What to mind.
    """

    id: str
    name_vi: str
    name_en: str
    group: str
    variants: tuple[str, ...]
    replication_unit: str
    seeds: tuple[str, ...]
    note: str
