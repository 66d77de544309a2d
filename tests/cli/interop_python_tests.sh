#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The second verifier's own tests, but for those of random damage, which take as long again; run them with
# /usr/bin/python3 tests/interop/test_verify_ledger.py.
set -euo pipefail
cd "$SOURCE_DIR/tests/interop"
exec /usr/bin/python3 -B - <<'END'
import sys
import unittest

sys.path.insert(0, ".")
import test_format_example
import test_verify_exercise
import test_verify_import
import test_verify_keeping
import test_verify_ledger
import test_verify_legal
import test_verify_logs


def tests(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from tests(part)
        elif "random_damage" not in part.id():
            yield part


chosen = [test for module in (test_format_example, test_verify_ledger, test_verify_keeping, test_verify_legal,
                                test_verify_exercise, test_verify_import, test_verify_logs)
          for test in tests(unittest.defaultTestLoader.loadTestsFromModule(module))]
result = unittest.TextTestRunner(verbosity=1).run(unittest.TestSuite(chosen))
sys.exit(not result.wasSuccessful() or result.testsRun < 90)
END
