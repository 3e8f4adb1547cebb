"""What a store tells over time, for people: a page with charts, tables for spreadsheets, figures for monitoring."""
