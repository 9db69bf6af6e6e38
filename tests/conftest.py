"""Fixtures of every test: they live in `tests/outillage/`, one file a subject."""

from hypothesis import HealthCheck, settings

# A property that fails because the machine was busy proves nothing: times belong to `make bench`.
settings.register_profile("maison", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("maison")

pytest_plugins = [
    "tests.outillage.horodatage",
    "tests.outillage.garde",
    "tests.outillage.vitesse",
    "tests.outillage.bases",
    "tests.outillage.application",
    "tests.outillage.monde",
    "tests.outillage.navigateur",
    "tests.outillage.smtp",
    "tests.outillage.partage",
    "tests.outillage.processeurs",
]
