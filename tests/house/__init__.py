"""Rules of the house that a machine keeps: layers, edges, the clock, sentences, migrations, documents."""
