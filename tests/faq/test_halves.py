"""Half precision made single: as numpy does it."""

import numpy as np

from faq.halves import single


def test_every_finite_number_stays_the_same() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)].reshape(2, -1)
    found = single(finite)
    assert found.dtype == np.float32
    assert np.array_equal(found, finite.astype(np.float32))
    assert np.array_equal(np.signbit(found), np.signbit(finite))
