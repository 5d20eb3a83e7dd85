"""A document becomes a draft: files, outline, who, what, with whom, by when, doubts.

Pure: no database, no network, no hidden clock. `python -m plans FILE` runs it alone;
`services/` runs it as a child process. It must not know Telegram, a language or storage.

The rooms in the order of the work, each asked only by the next:

    files/        a file of any kind becomes a Source: lines with their place (`source`)
    repair/       a text damaged by a machine's reading is mended, the raw text kept
    paragraphs    lines become paragraphs (`labels` knows I., 1., a), -)
    outline       paragraphs become a tree, its head and its foot
    sections      what a section is for; keys: what an attribute line says
    shapes        what a node is: heading, lead-in, duty, description
    who           whom a heading or a sentence charges (agencies/ knows names)
    tasks         the walk over the tree; filling: a task in the making (deadlines/ knows dates);
                  pieces: one paragraph, several duties; tables: rows
    head, issuer, metadata, citations, hotlines
    read          the whole: Source in, Draft out
"""
