"""Points that decide a table of lines (invoices, requests), imported and totalled, with exceptions per line."""
