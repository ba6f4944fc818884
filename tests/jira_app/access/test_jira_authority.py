"""Who may see what where Jira is asked by e-mail: Cloud and Data Center, in the twin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from jira_app.access.authority import Permission
from jira_app.access.jira_authority import MOST, SECONDS, JiraAuthority, Nobody
from jira_app.access.memory import Memory
from jira_app.access.person import Person
from jira_app.jira import Account, JiraClient, JiraError
from jira_app.twin import JiraTwin, Trouble, seed
from jira_app.twin.model import BROWSE, EDIT
from jira_app.twin.model import Account as Token

BEA = Token(
    "bea",
    "Bea Both",
    "bea@example.org",
    "bea-token",
    {"LOAN": frozenset({BROWSE, EDIT}), "SHOP": frozenset({BROWSE})},
    hidden=frozenset({"LOAN-2"}),
)
TWO = (
    replace(BEA, id="cy1", name="Cy One", email="cy@example.org", token="1"),  # noqa: S106
    replace(BEA, id="cy2", name="Cy Two", email="cy@example.org", token="2"),  # noqa: S106
)
GONE = replace(BEA, id="dan", name="Dan", email="dan@example.org", token="3", active=False)  # noqa: S106
SHY = replace(BEA, id="eve", name="eva@example.org", email="", token="4")  # noqa: S106
LONGER = replace(BEA, id="fay", name="Fay", email="fay@example.org.uk", token="5")  # noqa: S106
BOT = replace(BEA, id="bot", name="Bot", email="bot@example.org", token="6", app=True)  # noqa: S106
ACCOUNTS = (*seed.ACCOUNTS, BEA, *TWO, GONE, SHY, LONGER, BOT)
KEYS = ("LOAN-1", "LOAN-2", "SHOP-1", "HR-1")

Open = Callable[..., tuple[JiraTwin, JiraAuthority]]


class Hand:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return self.now


@pytest.fixture
def hand() -> Hand:
    """Give a clock."""
    return Hand()


@pytest.fixture
def open_jira(
    make_twin: Callable[..., JiraTwin], make_client: Callable[..., JiraClient], hand: Hand
) -> Open:
    """Start a Jira with three projects, and give who asks it."""

    def start(
        deployment: str = "Cloud", asking: Token = seed.APP
    ) -> tuple[JiraTwin, JiraAuthority]:
        version = "1001.0.0" if deployment == "Cloud" else "10.3.0"
        plan = {"deployment": deployment, "version": version, "accounts": ACCOUNTS}
        twin = make_twin(projects=("LOAN", "SHOP", "HR"), **plan)
        for project in ("LOAN", "LOAN", "SHOP", "HR"):
            twin.create_issue(project, "Score applicants")
        email = asking.email if deployment == "Cloud" else ""
        client = make_client(asking, of=twin, email=email)
        return twin, JiraAuthority(client, hand)

    return start


def person(email: str) -> Person:
    """Give somebody whose address was verified."""
    return Person(f"id of {email}", "Somebody", email)


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
def test_jira_decides_issue_by_issue(open_jira: Open, deployment: str) -> None:
    """Another project's issue, one that security hides, and one that may only be read."""
    _, authority = open_jira(deployment)
    bea = person("Bea@Example.org")
    assert authority.allowed(bea, KEYS) == {"LOAN-1", "SHOP-1"}
    assert authority.allowed(bea, KEYS, Permission.EDIT) == {"LOAN-1"}


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("key", ["HR-1", "LOAN-2", "LOAN-99"])
def test_another_projects_issue_is_refused_for_each_permission(
    open_jira: Open, deployment: str, permission: Permission, key: str
) -> None:
    """And one that is hidden, and one that is not there."""
    _, authority = open_jira(deployment)
    assert authority.allowed(person("bea@example.org"), [key], permission) == frozenset()


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
@pytest.mark.parametrize(
    "email",
    [
        "",
        " ",
        "nobody@example.org",
        "cy@example.org",
        "dan@example.org",
        "eva@example.org",
        "fay@example.org",
        "fay@example",
        "ann",
        "a@",
    ],
    ids=[
        "none",
        "blank",
        "unknown",
        "two accounts",
        "inactive",
        "a name like an address",
        "the beginning of an address",
        "a shorter beginning",
        "a name",
        "hardly any",
    ],
)
def test_who_is_not_exactly_one_active_account_may_nothing(
    open_jira: Open, deployment: str, email: str
) -> None:
    """The whole address has to be shown, by one account that may sign in."""
    _, authority = open_jira(deployment)
    assert authority.allowed(person(email), KEYS) == frozenset()


def test_an_app_is_no_person(open_jira: Open) -> None:
    """Whatever its address."""
    _, authority = open_jira()
    assert authority.allowed(person("bot@example.org"), KEYS) == frozenset()


def test_what_is_no_key_is_never_asked_for(open_jira: Open) -> None:
    """Paths and queries do not get into requests."""
    twin, authority = open_jira()
    twin.trouble(Trouble("503", times=None))
    asked = ["LOAN-1/../HR-1", "loan-1", "LOAN-1?x", "", "LOAN"]
    assert authority.allowed(person("bea@example.org"), asked) == frozenset()


def test_an_issue_is_asked_for_by_its_present_key(open_jira: Open) -> None:
    """A number, or the key of before a move, is none."""
    twin, authority = open_jira()
    twin.site._keys["OLD-1"] = "LOAN-1"
    assert authority.allowed(person("bea@example.org"), ["OLD-1"]) == frozenset()


def test_more_issues_than_one_request_may_name(open_jira: Open) -> None:
    """They are asked for in parts, and all are answered."""
    twin, authority = open_jira()
    for _ in range(150):
        twin.create_issue("SHOP", "Rank drivers")
    keys = [f"SHOP-{number}" for number in range(1, 152)]
    assert authority.allowed(person("bea@example.org"), keys) == set(keys)


def test_answers_stand_for_a_minute(open_jira: Open, hand: Hand) -> None:
    """Yes and no; then Jira is asked again."""
    twin, authority = open_jira()
    bea = person("bea@example.org")
    assert authority.allowed(bea, KEYS) == {"LOAN-1", "SHOP-1"}
    twin.trouble(Trouble("503", times=None))
    hand.now += SECONDS - 1
    assert authority.allowed(bea, KEYS) == {"LOAN-1", "SHOP-1"}
    hand.now += 1
    with pytest.raises(JiraError):
        authority.allowed(bea, KEYS)


def test_a_permission_that_was_taken_away_is_gone_after_a_minute(
    open_jira: Open, hand: Hand
) -> None:
    """Also the address may have gone to another account."""
    twin, authority = open_jira()
    bea = person("bea@example.org")
    authority.allowed(bea, KEYS)
    with twin.site.lock:
        less = replace(BEA, permissions={"SHOP": frozenset({BROWSE})})
        twin.site.accounts = tuple(less if each == BEA else each for each in twin.site.accounts)
    hand.now += SECONDS
    assert authority.allowed(bea, KEYS) == {"SHOP-1"}


def test_one_persons_answer_is_not_anothers(open_jira: Open) -> None:
    """Nor is browsing editing."""
    _, authority = open_jira()
    assert authority.allowed(person("ann@example.org"), KEYS) == set(KEYS)
    assert authority.allowed(person("rex@example.org"), KEYS) == set(KEYS)
    assert authority.allowed(person("rex@example.org"), KEYS, Permission.EDIT) == frozenset()
    assert authority.allowed(person("ned@example.org"), KEYS) == frozenset()


@pytest.mark.parametrize("deployment", ["Cloud", "Server"])
def test_an_app_that_is_no_administrator_cannot_ask_about_others(
    open_jira: Open, deployment: str
) -> None:
    """That is an error, and never a yes."""
    _, authority = open_jira(deployment, seed.ANN)
    with pytest.raises(JiraError, match="forbidden"):
        authority.allowed(person("bea@example.org"), KEYS)


def test_the_cache_is_bounded() -> None:
    """The oldest answers go first."""
    memory: Memory[int, bool] = Memory(Hand(), SECONDS, 3)
    for number in range(5):
        memory.put(number, value=True)
    assert [memory.get(number) for number in range(5)] == [None, None, True, True, True]
    assert MOST < 10**6


class Yes:
    """A Jira that says yes to more than it was asked."""

    def accounts(self, email: str) -> tuple[Account, ...]:
        """Find one."""
        return (Account("a", email, active=True),)

    def permitted(self, account: str, keys: Iterable[str], permission: str) -> frozenset[str]:
        """Grant also what nobody asked for."""
        del account, permission
        return frozenset(keys) | {"HR-1"}


def test_only_what_was_asked_for_is_granted(hand: Hand) -> None:
    """However generous the answer."""
    authority = JiraAuthority(Yes(), hand)
    assert authority.allowed(person("a@example.org"), ["LOAN-1"]) == {"LOAN-1"}


def test_without_jira_nobody_may_see_anything() -> None:
    """An app that is not set up yet shows no issue."""
    assert Nobody().allowed(person("ann@example.org"), ["ED-1"]) == frozenset()
