"""Tests that hold a time against a limit, or fill the machine, run by themselves; the others of the
same program, which wait more than they compute, run beside those of other programs.

    @alone
    def test_...

    main()     unittest.main of all, or with --alone or --together as first argument of one part
"""

import sys
import unittest


def alone(test):
    test.is_alone = True
    return test


def is_alone(test):
    return getattr(getattr(test, test.id().rpartition(".")[2], None), "is_alone", False)


def tests_of(suite):
    for one in suite:
        if isinstance(one, unittest.TestSuite):
            yield from tests_of(one)
        else:
            yield one


class Part(unittest.TestLoader):
    def __init__(self, wanted):
        super().__init__()
        self.wanted = wanted

    def loadTestsFromTestCase(self, case):  # noqa: N802
        found = tests_of(super().loadTestsFromTestCase(case))
        return self.suiteClass([one for one in found if is_alone(one) == self.wanted])


def main(part, **more):
    """`part`: "--alone", "--together", or anything else for both."""
    parts = {"--alone": True, "--together": False}
    if part in parts:
        unittest.main("__main__", argv=sys.argv, testLoader=Part(parts[part]), **more)
    else:
        unittest.main("__main__", argv=sys.argv, **more)


def take_part():
    """Takes the name of the part off the command line."""
    return sys.argv.pop(1) if len(sys.argv) > 1 and sys.argv[1] in ("--alone", "--together") else ""
