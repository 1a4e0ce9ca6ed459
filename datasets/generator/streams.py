"""Random numbers: every table draws from a stream of its own, so a new table changes no other."""

from zlib import crc32

from numpy.random import PCG64, Generator, SeedSequence

SEED = 20240101


def stream(table):
    """Return the random generator that belongs to `table` alone."""
    return Generator(PCG64(SeedSequence(SEED, spawn_key=(crc32(table.encode()),))))
