"""The story of the fictional province, as ``data/reference/demo.toml`` tells it."""

from dataclasses import dataclass
from datetime import date

from antq_analysis.project import Project, read_toml


@dataclass(frozen=True)
class Ground:
    """Where the province lies and how it is peopled.

    Parameters
    ----------
    longitude, latitude
        Middle of the province [degrees].
    radius_km
        Mean radius [km].
    units
        Communes on the first map.
    divided_units
        Communes made of two parts that later go two ways.
    first_code, code_step
        Commune codes: the first, and the step to the next.
    centre_units
        Communes of the town.
    centre_spread_km
        How far the dense communes scatter around the town [km].
    people_per_unit, people_sd
        Log-normal population: median, and standard deviation of the logarithm.
    mountain_factor
        Population of a commune high up, as a share of one in the plain.
    """

    longitude: float
    latitude: float
    radius_km: float
    units: int
    divided_units: int
    first_code: int
    code_step: int
    centre_units: int
    centre_spread_km: float
    people_per_unit: int
    people_sd: float
    mountain_factor: float


@dataclass(frozen=True)
class District:
    """A district with the names that must stand in it.

    Parameters
    ----------
    code
        Three digits.
    name
        Name with its type.
    seat
        Commune in which the district sits.
    names
        Further communes that it must have.
    """

    code: str
    name: str
    seat: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class VintageStory:
    """One map in law, and what it does to the one before.

    Parameters
    ----------
    date
        Day from which it is in force.
    name_vi, name_en
        What it is called.
    legal_basis
        The fictional resolution.
    pairs_joined, threes_joined
        How many groups of two and of three communes become one.
    renamed
        Communes that only change their name.
    given_away
        Communes cut in two whose parts both join neighbours.
    cut
        Communes cut in two of which one part stays.
    moved_to_town
        Communes that change their district to the town's.
    made_ward
        Communes that change their type to ``Phường``.
    units
        Target number of communes where all are dealt out anew; 0 otherwise.
    districts_end
        Whether districts exist no longer.
    """

    date: date
    name_vi: str
    name_en: str
    legal_basis: str
    pairs_joined: int = 0
    threes_joined: int = 0
    renamed: int = 0
    given_away: int = 0
    cut: int = 0
    moved_to_town: int = 0
    made_ward: int = 0
    units: int = 0
    districts_end: bool = False


@dataclass(frozen=True)
class PeriodStory:
    """What arrives for one period.

    Parameters
    ----------
    period
        The period.
    form
        Layout of the workbook.
    map
        Map on which the communes are reported.
    file
        Name of the workbook.
    sender
        Who sends it.
    received
        When it arrived; also the date over the signature.
    title_period
        The period as the subtitle writes it.
    """

    period: str
    form: str
    map: date
    file: str
    sender: str
    received: date
    title_period: str


@dataclass(frozen=True)
class SheetStory:
    """How one sheet of a form looks.

    Parameters
    ----------
    form
        Layout of the workbook.
    sheet
        Name of the sheet; the layout's pattern must fit it.
    title
        Its title.
    totals
        Where totals stand: ``top``, ``bottom`` or ``none``.
    sums
        Whether district headings carry subtotals.
    tick, untick
        How a standard that is met, or not met, is marked.
    excluded
        What is written where an indicator does not apply.
    """

    form: str
    sheet: str
    title: str
    totals: str
    sums: bool
    tick: str = "x"
    untick: str = ""
    excluded: str = "//"


@dataclass(frozen=True)
class Paper:
    """What stands around every table.

    Parameters
    ----------
    office, motto
        Lines at the head, left and right.
    subtitle
        Line under the title, with ``{number}`` and ``{period}``.
    unit_note
        What the figures are counted in.
    footnotes
        Lines under the table.
    dated
        Line over the signatures, with ``{place}``, ``{day}``, ``{month}``, ``{year}``.
    signers
        Who signs.
    signed
        Line under each signer.
    not_yet, in_part
        Remarks on a commune that did not report, and on one that reported twice.
    part
        Word before the number of a part.
    total
        Name of the total row.
    """

    office: tuple[str, ...]
    motto: tuple[str, ...]
    subtitle: str
    unit_note: str
    footnotes: tuple[str, ...]
    dated: str
    signers: tuple[str, ...]
    signed: str
    not_yet: str
    in_part: str
    part: str
    total: str


@dataclass(frozen=True)
class Fault:
    """Something awkward that is planted on purpose.

    Parameters
    ----------
    kind
        What is done (see ``docs/demo.md``).
    period
        Where: the period.
    sheet
        Where: the sheet.
    indicator
        Which column; empty for names and rows.
    count
        How often.
    """

    kind: str
    period: str
    sheet: str
    indicator: str = ""
    count: int = 1


@dataclass(frozen=True)
class Dynamics:
    """How the truth moves (METHODS, simulation).

    Parameters
    ----------
    incidents_per_unit
        Mean incidents of a commune and year at the start.
    yearly_fall
        Secular fall a year, as a share.
    shock_sd, shock_memory, shock_range_km
        Standard deviation, yearly autocorrelation and range of the spatially correlated log rates.
    early_adopters
        Communes that had a model before the first year.
    early_years
        First and last year in which those began.
    adoption_years
        Years in which more communes begin.
    adopters_per_year
        How many each time.
    effect
        True effect of a model on the log incident rate.
    growth
        Yearly growth of the population, as a share.
    types
        Model types in use.
    points_per_unit_counted
        How many points the new way of counting leaves of one unit of the old.
    points_since
        First year in which points are counted.
    """

    incidents_per_unit: float
    yearly_fall: float
    shock_sd: float
    shock_memory: float
    shock_range_km: float
    early_adopters: int
    early_years: tuple[int, ...]
    adoption_years: tuple[int, ...]
    adopters_per_year: int
    effect: float
    growth: float
    types: tuple[str, ...]
    points_per_unit_counted: float
    points_since: int


@dataclass(frozen=True)
class PublishedStory:
    """One figure that the fictional province published.

    Parameters
    ----------
    indicator, period
        What and when.
    quote
        The sentence it stands in; ``{value}`` is the figure with its comparator.
    comparator
        exact, over or under.
    rounded
        Down to a multiple of this.
    off
        By how much it is wrong on purpose.
    note
        What to mind.
    """

    indicator: str
    period: str
    quote: str
    comparator: str = "exact"
    rounded: int = 1
    off: int = 0
    note: str = ""


@dataclass(frozen=True)
class Story:
    """Everything that the demo province is made from.

    Parameters
    ----------
    province, province_code, province_name
        Identifier, two-digit code, name.
    banner
        What stands in red in every sheet.
    place
        Where the sheets are signed.
    spare_names, new_names
        Names for communes that need none in particular, and for communes that a reform makes.
    ground
        Where the province lies.
    dynamics
        How the truth moves.
    district
        The districts.
    vintage
        The maps, oldest first.
    paper
        What stands around every table.
    period
        What arrives.
    sheet
        How the sheets look.
    fault
        What is planted.
    published
        What the province published.
    """

    province: str
    province_code: str
    province_name: str
    banner: str
    place: str
    spare_names: tuple[str, ...]
    new_names: tuple[str, ...]
    ground: Ground
    dynamics: Dynamics
    district: tuple[District, ...]
    vintage: tuple[VintageStory, ...]
    paper: Paper
    period: tuple[PeriodStory, ...]
    sheet: tuple[SheetStory, ...]
    fault: tuple[Fault, ...] = ()
    published: tuple[PublishedStory, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Years from the first period to the last."""
        found = sorted(int(item.period[:4]) for item in self.period)
        return tuple(range(found[0], found[-1] + 1))


def load_story(project: Project) -> Story:
    """Read the story.

    Parameters
    ----------
    project
        The project.

    Returns
    -------
    Story
        The story.

    Raises
    ------
    MissingError, SettingError
        If the file is not there or not as it must be.
    """
    return read_toml(project.reference / "demo.toml", Story)
