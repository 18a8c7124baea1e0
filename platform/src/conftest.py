"""What all tests beside the code share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A busy machine makes an example slow; that is no fault of the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
