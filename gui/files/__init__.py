"""Opening, saving, exporting and sharing; the settings."""
