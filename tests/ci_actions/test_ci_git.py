"""The repository: other commits, hostile names, shallow clones, and nothing that runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from checkouts import Checkout

from ci_actions.git import Repository
from fairgate.errors import UserError


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """An empty repository."""
    return Checkout.new(tmp_path / "work")


@pytest.mark.parametrize(
    "name", ["a b.csv", "--output=x", "-", "*.csv", ":(top)x", "é\u202e.csv", 'a"b', "a\nb", "a\tb"]
)
def test_files_are_found_by_their_literal_name(checkout: Checkout, name: str) -> None:
    """However much it looks like an option or a pattern."""
    (checkout.root / name).write_text("here")
    (checkout.root / "x.csv").write_text("other")
    commit = checkout.commit("one")
    assert checkout.repository.show(commit, name) == b"here"
    checkout.repository.export(commit, [name], checkout.root / "out")
    assert (checkout.root / "out" / name).read_text() == "here"


def test_what_is_not_there_is_none(checkout: Checkout) -> None:
    """A path, a ref, a commit."""
    commit = checkout.commit("one")
    repository = checkout.repository
    assert repository.show(commit, "nowhere") is None
    assert repository.resolve("nowhere") is None
    assert not repository.has("0" * 40)
    assert not repository.fetch("0" * 40)
    assert repository.tip("main") is None


@pytest.mark.parametrize(
    "name", ["--all", "-h", "main..main", "", "main\nx", "--upload-pack=touch pwned", "@{u}"]
)
def test_no_name_of_a_commit_becomes_an_option(checkout: Checkout, name: str) -> None:
    """Refs come from whoever made the change."""
    checkout.commit("one")
    assert checkout.repository.resolve(name) is None
    assert checkout.repository.tip(name) is None
    assert not checkout.repository.fetch(name)
    assert not list(checkout.root.glob("pwned"))


def test_links_directories_and_submodules_are_no_files(checkout: Checkout) -> None:
    """Neither shown nor exported."""
    (checkout.root / "secret").symlink_to("/etc/passwd")
    (checkout.root / "folder").mkdir()
    (checkout.root / "folder" / "x").write_text("x")
    commit = checkout.commit("one")
    tree = f"160000,{commit},module"
    checkout.git("update-index", "--add", "--cacheinfo", tree)
    checkout.git("commit", "--quiet", "--message", "a submodule")
    commit = checkout.git("rev-parse", "HEAD")
    for name, kind in (("secret", "a link"), ("folder", "a directory"), ("module", "a submodule")):
        with pytest.raises(UserError, match=kind):
            checkout.repository.show(commit, name)
    for name in ("secret", "module"):
        with pytest.raises(UserError, match="expected a file"):
            checkout.repository.export(commit, [name], checkout.root / "out")


def test_a_tree_made_by_hand_can_not_lead_elsewhere(checkout: Checkout) -> None:
    """Git itself refuses to check such a tree out; plumbing would read it."""
    blob = checkout.root / "blob"
    blob.write_text("pwned")
    digest = checkout.git("hash-object", "-w", str(blob))
    inner = checkout.root / "inner"
    inner.write_bytes(b"100644 pwned\0" + bytes.fromhex(digest))
    tree = checkout.git("hash-object", "-w", "-t", "tree", "--literally", str(inner))
    outer = checkout.root / "outer"
    outer.write_bytes(b"40000 ..\0" + bytes.fromhex(tree))
    model = checkout.git("hash-object", "-w", "-t", "tree", "--literally", str(outer))
    outer.write_bytes(b"40000 model\0" + bytes.fromhex(model))
    top = checkout.git("hash-object", "-w", "-t", "tree", "--literally", str(outer))
    commit = checkout.git("commit-tree", top, "-m", "escape")
    with pytest.raises(UserError, match="leads elsewhere"):
        checkout.repository.export(commit, ["model"], checkout.root / "out")
    assert not (checkout.root / "pwned").exists()


def test_large_files_and_pointers_are_said(checkout: Checkout) -> None:
    """A limit, and Git LFS."""
    (checkout.root / "big").write_text("x" * 100)
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
    (checkout.root / "model.onnx").write_text(pointer)
    commit = checkout.commit("one")
    with pytest.raises(UserError, match="has 100 bytes, expected at most 99"):
        checkout.repository.show(commit, "big", 99)
    with pytest.raises(UserError, match="is kept in Git LFS"):
        checkout.repository.show(commit, "model.onnx")


def test_what_changed_and_what_was_said(checkout: Checkout) -> None:
    """Between a base and a head; deletions too, whatever the names are."""
    for name in ("kept", "altered", "deleted", "a\nb"):
        (checkout.root / name).write_text(name)
    base = checkout.commit("one")
    (checkout.root / "altered").write_text("otherwise")
    (checkout.root / "deleted").unlink()
    (checkout.root / "a\nb").unlink()
    checkout.commit("LOAN-1: two\n\nwhy")
    head = checkout.commit("three")
    repository = checkout.repository
    assert repository.changed(base, head) == ("a\nb", "altered", "deleted")
    assert [text.strip() for text in repository.messages(base, head)] == [
        "three",
        "LOAN-1: two\n\nwhy",
    ]
    assert repository.same_as_here(base, "kept")
    assert not repository.same_as_here(base, "altered")
    assert not repository.same_as_here(base, "deleted")
    assert repository.is_ancestor(base, head)
    assert not repository.is_ancestor(head, base)


def test_nothing_of_the_repository_runs(checkout: Checkout, tmp_path: Path) -> None:
    """Hooks, filters, text conversion, external diff, file-system monitor, pager."""
    ran = tmp_path / "ran"
    touch = f"touch {ran}"
    for key in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "diff.evil.command",
        "diff.external",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.askPass",
    ):
        checkout.git("config", key, touch)
    hook = checkout.root / ".git" / "hooks" / "reference-transaction"
    hook.write_text(f"#!/bin/sh\n{touch}\n")
    hook.chmod(0o755)
    checkout.git("config", "core.hooksPath", "/dev/null")
    (checkout.root / "x").write_text("x")
    base = checkout.commit("one")
    (checkout.root / "x").write_text("y")
    (checkout.root / ".gitattributes").write_text("* filter=evil diff=evil\n")
    checkout.git("-c", "filter.evil.clean=cat", "-c", "core.fsmonitor=false", "add", "--all")
    checkout.git("-c", "core.fsmonitor=false", "commit", "--quiet", "--message", "two")
    checkout.git("config", "--unset", "core.hooksPath")
    ran.unlink(missing_ok=True)
    repository = checkout.repository
    head = repository.resolve("HEAD")
    assert head is not None
    repository.show(head, "x")
    repository.export(head, ["x"], tmp_path / "out")
    repository.changed(base, head)
    repository.messages(base, head)
    repository.same_as_here(head, "x")
    repository.fetch("0" * 40)
    assert not ran.exists()


def test_an_address_that_runs_a_program_is_not_fetched_from(
    checkout: Checkout, tmp_path: Path
) -> None:
    """``ext::`` is off, whatever the checkout's settings say."""
    checkout.commit("one")
    checkout.git("config", "protocol.ext.allow", "always")
    checkout.git("remote", "add", "origin", f"ext::touch {tmp_path / 'ran'}")
    assert not checkout.repository.fetch("0" * 40)
    assert checkout.repository.tip("main") is None
    assert not (tmp_path / "ran").exists()


def test_git_gets_no_secrets_and_no_orders(checkout: Checkout, tmp_path: Path) -> None:
    """``GIT_DIR`` and the like would lead it elsewhere."""
    checkout.commit("one")
    elsewhere = Checkout.new(tmp_path / "elsewhere")
    environment = {
        "PATH": os.environ["PATH"],
        "GIT_DIR": str(elsewhere.root / ".git"),
        "GIT_TRACE": str(tmp_path / "trace"),
        "FAIRGATE_SIGN_KEY": "pem:hidden",
    }
    repository = Repository.around(checkout.root, environment)
    assert repository.root == checkout.root
    assert not (tmp_path / "trace").exists()
    assert "pem:hidden" not in repr(repository)


def test_a_shallow_clone_fetches_what_it_lacks(checkout: Checkout, tmp_path: Path) -> None:
    """One commit and not the history; messages of others are not taken for the change's."""
    (checkout.root / "fairgate.yaml").write_text("old")
    base = checkout.commit("RISK-9: of somebody else")
    checkout.git("switch", "--quiet", "--create", "topic")
    (checkout.root / "fairgate.yaml").write_text("new")
    head = checkout.commit("LOAN-1: mine")
    checkout.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone = Checkout(tmp_path / "clone")
    source = f"file://{checkout.root}"
    checkout.git("clone", "--quiet", "--depth=1", "--branch=topic", source, str(clone.root))
    repository = clone.repository
    assert not repository.has(base)
    assert repository.fetch(base)
    assert repository.show(base, "fairgate.yaml") == b"old"
    assert clone.git("rev-parse", "--is-shallow-repository") == "true"
    assert [text.strip() for text in repository.messages(base, head)] == ["LOAN-1: mine"]
    assert repository.parents(head) == (base,)
    assert repository.tip("main") == base
    assert repository.tip("nowhere") is None


def test_a_whole_clone_stays_whole(checkout: Checkout, tmp_path: Path) -> None:
    """A depth would cut its history off."""
    checkout.commit("one")
    clone = Checkout(tmp_path / "clone")
    checkout.git("clone", "--quiet", f"file://{checkout.root}", str(clone.root))
    later = checkout.commit("two")
    assert clone.repository.tip("main") == later
    assert clone.git("rev-parse", "--is-shallow-repository") == "false"


def test_paths_are_written_from_the_root_and_never_lead_out(checkout: Checkout) -> None:
    """Through dots or links, of files that are there or not."""
    root, repository = checkout.root, checkout.repository
    (root / "link").symlink_to(root.parent)
    (root / "near").symlink_to("folder")
    (root / "folder").mkdir()
    assert repository.relative(root / "folder" / ".." / "x.csv") == "x.csv"
    assert repository.relative(root / "near" / "x.csv") == "near/x.csv"
    for path in (root / ".." / "x", root / "link" / "x", root / "link", "/etc/passwd"):
        with pytest.raises(UserError, match="leads out of the repository"):
            repository.relative(path)


def test_a_directory_without_git_is_said(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(UserError, match="git finds no repository here"):
        Repository.around(tmp_path, {"PATH": os.environ["PATH"]})
    with pytest.raises(UserError, match="there is no git"):
        Repository.around(tmp_path, {"PATH": str(tmp_path)})
