"""A Telegram on this machine: one bot, made-up people and chats, all in memory.

Rooms: chats (the things), world (their state), people (what people do), methods/ (the Bot API),
checks, html, entities, limits, privacy (its rules), faults (bad days), updates and webhooks (how the
bot hears), wire (JSON shapes), request and http (the two mounts), people_api, state and bodies (the
people's side over HTTP), page (the chat page), office (a made-up office), server (all on one port).

Not modelled: other bots, media beyond documents, inline mode, payments, MarkdownV2, expiry of
updates after 24 hours, several webhook connections at a time.
"""
