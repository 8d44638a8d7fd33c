"""Names in a layer that nobody asked to read, held against the codes: they tell of codes of other units."""

import geopandas as gpd
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.letters.folding import bare_key
from antq_analysis.places.maps.layer_text import make_readable
from antq_analysis.places.maps.polygons import listed
from antq_analysis.places.matching.names import read_name

NAMES, DIFFERENT = 1 / 3, 0.8
"""A column is one of names where so many of its texts are names of units of the map, and so many differ."""


def check_unread_names(
    received: gpd.GeoDataFrame, codes: pd.Series, units: pd.DataFrame, file: str = ""
) -> list[Finding]:
    """Report codes under which some column of a layer names another unit than the register does.

    Of several columns of names that counts which agrees best: the others may be former names, or seats of offices.

    Parameters
    ----------
    received
        The layer with all its columns of texts.
    codes
        The unit code of each row, with the index of the layer.
    units
        The register.
    file
        What to call the layer in findings.

    Returns
    -------
    list[Finding]
        A warning with the codes and both names; none where there is no such column, or it agrees.
    """
    own = units.drop_duplicates("unit_code").set_index("unit_code")["name"].astype(str)
    rows = codes[codes.isin(own.index)]
    names = rows.map(own)
    known, due = set(own.map(_key)), names.map(_key)
    best: tuple[float, str, pd.Series, pd.Series] | None = None
    for column in received.columns.drop(received.geometry.name):
        if not pd.api.types.is_string_dtype(received[column]):
            continue
        texts, _ = make_readable(pd.DataFrame({"text": received.loc[rows.index, column]}), list(own), file)
        said = texts["text"].dropna().astype(str)
        keys = said.map(_key)
        keys = keys[keys.ne("")]
        if keys.isin(known).sum() < max(NAMES * len(rows), 1) or keys.nunique() < DIFFERENT * len(keys):
            continue
        agrees = keys.eq(due.loc[keys.index])
        if best is None or agrees.mean() > best[0]:
            best = (float(agrees.mean()), str(column), said.loc[keys.index], agrees)
    if best is None or best[3].all():
        return []
    _, column, said, agrees = best
    other = agrees.index[~agrees]
    told = [f"{rows[at]} {names[at]} / {said[at]}" for at in other]
    values = {"n": len(told), "column": column}
    said_all = listed(told, len(told))
    return [Finding("layer_names_unread", Severity.WARNING, file, written=said_all, values=values)]


def _key(text: str) -> str:
    return bare_key(read_name(text).name)
