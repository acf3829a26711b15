"""All tests. A busy machine is no failure: hypothesis sets no time for an example."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
