import pytest
from freezegun import freeze_time

from security import passwords, tokens, url_guard


@pytest.mark.parametrize("url", ["http://0.0.0.0:8080/", "http://169.254.169.254/", "http://[::]/"])
def test_blocked(url):
    assert not url_guard.allowed(url)


def test_passwords():
    password = "changeme"
    assert not passwords.acceptable(password)
    assert passwords.acceptable("correct horse battery staple")


def test_expired():
    with freeze_time("2020-01-01"):
        token = tokens.issue("somebody@example.com")
    assert not tokens.verify(token)
    assert not tokens.verify("eyJhbGciOiJIUzI1NiJ9.e30.not-a-signature")
