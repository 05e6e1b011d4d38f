#!/usr/bin/env python3
"""
Print a bearer token for a name and a role, for local use and for tests.

    SECURITY_TOKEN_SECRET=... PYTHONPATH=. python3 scripts/issue_token.py demo --role operator

@.architecture
Incoming: Operator (command line), security/permissions.py, security/tokens.py, utils/errors.py --- {argv, str, role names, AuthenticationFailed}
Processing: main() --- {3 jobs: argument_parsing, authentication, token_issuing}
Outgoing: Operator (standard output), security/tokens.py --- {bearer token, name and role}
"""

import argparse

from security.permissions import ROLES
from security.tokens import issue
from utils.errors import AuthenticationFailed


def main() -> int:
    """Issue one token."""
    parser = argparse.ArgumentParser(description="Print a bearer token.")
    parser.add_argument("name", help="name of the principal")
    parser.add_argument("--role", choices=sorted(ROLES), default="member")
    arguments = parser.parse_args()
    try:
        print(issue(arguments.name, arguments.role))
    except AuthenticationFailed as failure:
        parser.error(str(failure))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
