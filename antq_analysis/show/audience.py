"""For whom something is drawn, and what may not be drawn for them."""

from antq_analysis.errors import MissingError, RefusedError, UnknownNameError, UsageError
from antq_analysis.measures.frame import SUPPRESSED, Measure, Series, UnitResult
from antq_analysis.measures.since_start.result import SinceStart
from antq_analysis.measures.suppression.entry import Entry
from antq_analysis.measures.verdict.result import Verdict
from antq_analysis.project import Project, find_project
from antq_analysis.vocabulary import load_vocabulary

INTERNAL, RELEASE = "internal", "release"


def check_audience(
    what: Measure | Series,
    audience: str,
    *,
    sensitive: bool,
    lang: str = "vi",
    project: Project | None = None,
) -> None:
    """Refuse to show for release what was not made ready for it.

    Parameters
    ----------
    what
        What is shown.
    audience
        ``"internal"`` or ``"release"``.
    sensitive
        Whether small counts must be hidden.
    lang
        Language of its label.
    project
        Holds the threshold; by default the project of the current folder.

    Raises
    ------
    UsageError
        If there is no such audience.
    RefusedError
        If it is of a sensitive indicator and was not made ready for a release, or a small count or a rate whose count
        is unknown would be visible all the same.
    """
    if audience not in (INTERNAL, RELEASE):
        raise UsageError("show.bad_audience", audience=audience)
    if audience == INTERNAL or not sensitive:
        return
    threshold = (project or find_project()).settings.suppression_threshold
    frame = what.frame
    shown = frame[frame["value"].notna() & (frame["status"] != SUPPRESSED)]
    # An apportioned count of 0.4 still tells that there was something; only a true zero or a large count may stand.
    small = shown[~((shown["events"] == 0) | (shown["events"] > threshold))]
    n = len(small)
    if isinstance(what, Measure):
        n += sum(0 < one.events <= threshold for one in what.others.values())
    # Large counts alone may give others away, beside what was published before or will be.
    if n or what.entry is None:
        raise RefusedError("show.not_suppressed", label=what.label(lang), n=n, threshold=threshold)


def entries_of(audience: str, *shown: Measure | Series) -> tuple[Entry, ...]:
    """List what the ledger of releases takes up before something is published.

    Parameters
    ----------
    audience
        ``"internal"`` or ``"release"``.
    *shown
        What is drawn.

    Returns
    -------
    tuple of Entry
        Each once; none for internal use.
    """
    if audience != RELEASE:
        return ()
    return tuple(dict.fromkeys(one.entry for one in shown if one.entry is not None))


def refuse_result(what: object, audience: str) -> None:
    """Refuse a table or a chart of what was found of every unit: a cluster, a change, a trend.

    Parameters
    ----------
    what
        What is to be drawn.
    audience
        ``"internal"`` or ``"release"``.

    Raises
    ------
    RefusedError
        If it is a result of every unit; clusters by commune are never released, whoever draws them.
    """
    if not isinstance(what, UnitResult):
        return
    if audience == RELEASE:
        _refuse_clusters(what)
    raise RefusedError("show.result_not_drawn", label=what.label_vi, label_en=what.label_en)


def check_result(result: UnitResult, audience: str, project: Project | None = None) -> None:
    """Refuse to release a map of results that clusters or small counts could be read from.

    A category is computed from all counts, also from those that a release hides, and no way of hiding some categories
    is known that keeps the hidden counts hidden.

    Parameters
    ----------
    result
        What is shown.
    audience
        ``"internal"`` or ``"release"``.
    project
        Holds the vocabulary; by default the project of the current folder.

    Raises
    ------
    UsageError
        If there is no such audience.
    RefusedError
        If it is for release and holds clusters, or rests on an indicator whose small counts must be hidden.
    """
    if audience not in (INTERNAL, RELEASE):
        raise UsageError("show.bad_audience", audience=audience)
    if audience == INTERNAL:
        return
    _refuse_clusters(result)
    if is_sensitive(result, project) or _sensitive_base(result, project):
        raise RefusedError("show.result_not_released", label=result.label_vi, label_en=result.label_en)


def _refuse_clusters(result: UnitResult) -> None:
    if result.kind == "clusters":
        raise RefusedError("show.clusters_not_released", label=result.label_vi, label_en=result.label_en)


def _sensitive_base(result: UnitResult, project: Project | None) -> bool:
    if result.base is None:
        return False
    known = load_vocabulary(project).indicators.values()
    # A result knows its base by name only; one that the vocabulary does not know counts as sensitive.
    bases = [what.sensitive for what in known if what.label_vi == result.base.label_vi]
    return any(bases) or not bases


def refuse_frame(audience: str) -> None:
    """Refuse to release a plain frame: nobody can know which of its figures are small counts.

    Parameters
    ----------
    audience
        ``"internal"`` or ``"release"``.

    Raises
    ------
    UsageError
        If there is no such audience.
    RefusedError
        If it is ``"release"``.
    """
    if audience not in (INTERNAL, RELEASE):
        raise UsageError("show.bad_audience", audience=audience)
    if audience == RELEASE:
        raise RefusedError("show.frame_not_released")


def banner_for(banner: str | None, audience: str, lang: str, project: Project | None = None) -> str:
    """Choose the user's banner; the tool has none of its own.

    Parameters
    ----------
    banner
        Given by the caller; None takes that of the project for internal outputs.
    audience
        ``"internal"`` or ``"release"``.
    lang
        ``"vi"`` or ``"en"``.
    project
        By default the project of the current folder.

    Returns
    -------
    str
        The banner, perhaps empty.
    """
    if banner is not None or audience != INTERNAL:
        return banner or ""
    settings = (project or find_project()).settings
    return settings.banner_en if lang == "en" else settings.banner_vi


def is_sensitive(
    result: Measure | Series | UnitResult | SinceStart | Verdict, project: Project | None = None
) -> bool:
    """Tell whether small counts of a result must be hidden in a release.

    Parameters
    ----------
    result
        What is shown.
    project
        Holds the vocabulary; by default the project of the current folder.

    Returns
    -------
    bool
        What the result says of itself, else the vocabulary; an indicator that nobody defined counts as sensitive.
    """
    stated = getattr(result, "sensitive", None)
    if stated is not None:
        return bool(stated)
    try:
        return bool(load_vocabulary(project).indicator(result.indicator).sensitive)
    except UnknownNameError:
        return True


def is_summed(measure: Measure, project: Project | None = None) -> bool:
    """Tell whether the figures of a measure may be added up over units.

    Parameters
    ----------
    measure
        What is shown.
    project
        Holds the vocabulary; by default the project of the current folder.

    Returns
    -------
    bool
        What the vocabulary says; False where it does not know the indicator. Distinct counts, ratios and classes have
        no sum.
    """
    try:
        how = load_vocabulary(project).indicator(measure.indicator).adds_up
    except (UnknownNameError, MissingError):
        return False
    return how in ("sum", "flags") and not measure.frame["method"].eq("reported_rate").any()
