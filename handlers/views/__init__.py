"""Pure rendering: catalogs, a language and data become a `View`. No session, no bot, no clock."""
