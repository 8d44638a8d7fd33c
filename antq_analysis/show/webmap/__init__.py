"""The interactive map: one file of HTML that works without network and server."""
