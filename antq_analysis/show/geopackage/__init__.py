"""A GeoPackage for a geographic information system, with the styles of its layer."""
