"""The codes of a layer's polygons: from a column, with the zeros that a spreadsheet took, or from the names."""

import geopandas as gpd
import pandas as pd

from antq_analysis.findings import Finding, Severity
from antq_analysis.places.listed import listed as told
from antq_analysis.places.maps.polygons import SHOWN, listed
from antq_analysis.places.matching.match import match_units
from antq_analysis.places.matching.names import clean
from antq_analysis.places.matching.other_names import OtherDates
from antq_analysis.places.matching.type_words import type_of
from antq_analysis.vocabulary import Province


def read_texts(received: gpd.GeoDataFrame, code: str, name: str, district: str) -> pd.DataFrame:
    """Take codes, names and districts out of a layer.

    Parameters
    ----------
    received
        The layer.
    code, name, district
        Its columns; empty where it has none.

    Returns
    -------
    pandas.DataFrame
        Columns ``unit_code, name, district_name``, all text, with the index of the layer.
    """
    columns = {"unit_code": code, "name": name, "district_name": district}
    return pd.DataFrame({to: _text(received, column) for to, column in columns.items()}, dtype="str")


def settle_codes(
    texts: pd.DataFrame,
    units: pd.DataFrame | None,
    has_codes: bool,
    own: Province,
    file: str,
    others: OtherDates | None = None,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Settle the code of each row: as written, with the leading zeros that it lost, or found by name.

    Parameters
    ----------
    texts
        Columns ``unit_code, name, district_name``.
    units
        The register; None where the layer is to make it.
    has_codes
        Whether the layer has codes; without a register it must.
    own
        The province: how wide its codes are, which mean "not stated", which types its units have.
    file
        What to call the layer in findings.
    others
        Gives the units of the other maps, whose names are not taken for those of this one.

    Returns
    -------
    tuple[pandas.DataFrame, list[Finding]]
        The texts with the codes, and where the layer makes the register with a column ``type``; then what was found:
        lost zeros, rows without a code or with one that is no unit's, how many names were found and every name that
        was not found as it is written.
    """
    if units is not None and not has_codes:
        codes, findings = _codes_by_name(texts, units, file, others)
        return texts.assign(unit_code=codes), findings
    codes, findings = _written_codes(texts, units, own.code_width, file)
    stated = codes.map(own.is_unit)
    findings += told("layer_not_stated", (codes + " " + texts["name"])[~stated], file)
    texts = texts.assign(unit_code=codes.where(stated, ""))
    if units is None:
        texts = texts.assign(type=texts["name"].map(lambda name: type_of(name, own.unit_types)))
    return texts, findings


def _written_codes(
    texts: pd.DataFrame, units: pd.DataFrame | None, width: int, file: str
) -> tuple[pd.Series, list[Finding]]:
    codes, findings = texts["unit_code"], []
    short = codes.str.isdigit() & codes.str.len().lt(width)
    padded = codes.str.zfill(width)
    if units is not None:
        short &= ~codes.isin(units["unit_code"]) & padded.isin(units["unit_code"])
    if short.any():
        values = {"n": int(short.sum())}
        before, after = codes[short].iloc[0], padded[short].iloc[0]
        findings.append(Finding("layer_codes_padded", Severity.NOTE, file, "", "", before, after, values))
    bare = texts.loc[codes.eq(""), "name"]
    if len(bare):
        named, values = [name or "-" for name in bare.head(SHOWN)], {"n": len(bare)}
        said = listed(named, len(bare))
        findings.append(Finding("polygon_no_code", Severity.WARNING, file, written=said, values=values))
    return codes.mask(short, padded), findings


def _codes_by_name(
    texts: pd.DataFrame, units: pd.DataFrame, file: str, others: OtherDates | None
) -> tuple[pd.Series, list[Finding]]:
    found = match_units(texts.rename(columns={"district_name": "district"}), units, others=others)
    rows = pd.concat([found, texts[["name", "district_name"]]], axis=1)
    values = {"n": int(found["unit_code"].ne("").sum()), "all": len(found)}
    findings = [Finding("layer_coded", Severity.NOTE, file, values=values)]
    for row in rows[~rows["how"].isin(["exact", "folded", "alias"])].to_dict("records"):
        code = row["unit_code"]
        severity = Severity.WARNING if code else Severity.ERROR
        expected = code or row["candidates"] or "-"
        place = {"district": row["district_name"] or "-", "unit_date": row["unit_date"]}
        rule = f"layer_name_{row['how']}"
        findings.append(Finding(rule, severity, file, "", "", row["name"], expected, place))
    return found["unit_code"], findings


def _text(frame: gpd.GeoDataFrame, column: str) -> pd.Series:
    if not column:
        return pd.Series("", index=frame.index, dtype="str")
    cells = frame[column]
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        # A column of whole numbers with an empty cell becomes one of fractions.
        cells = cells.astype("Int64").astype("str").where(cells.notna(), "")
    return pd.Series(
        cells.astype("object").where(cells.notna(), "").map(lambda c: clean(str(c))), dtype="str"
    )
