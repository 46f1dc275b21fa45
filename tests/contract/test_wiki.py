"""What every wiki must do for us, the sandbox and a real MediaWiki alike."""

from __future__ import annotations

import hashlib

import pytest

from linterbot.ledger.timestamps import before
from linterbot.wiki.protocol import Conflict, Later, Refused, Save, Saved, Unchanged
from tests.contract.conftest import Lab


def saved(lab: Lab, title: str, text: str, base: int | None) -> int:
    outcome = lab.wiki.save(Save(title, text, "a summary", base))
    assert isinstance(outcome, Saved), outcome
    return outcome.revision


def test_a_site_has_its_namespaces_and_our_rights(lab: Lab) -> None:
    site = lab.wiki.site()
    assert site.user == "LinterBot"
    assert site.namespace_of("Trope Workshop:Draft") == "Trope Workshop"
    assert site.namespace_of("trope_workshop:Draft") == "Trope Workshop"
    assert site.namespace_of("Image:Lamp.jpg") == "File"
    assert site.namespace_of("Star Wars: A New Hope") == ""
    assert site.batch == 500
    assert "autoconfirmed" in site.levels


def test_pages_are_read_in_one_batch_and_missing_ones_left_out(lab: Lab) -> None:
    titles = [lab.title() for _ in range(3)]
    revisions = {title: lab.actors.edit(title, f"text of {title}") for title in titles[:2]}
    pages = {page.title: page for page in lab.wiki.pages(titles)}
    assert set(pages) == set(titles[:2])
    for title, revision in revisions.items():
        assert (pages[title].text, pages[title].revision) == (f"text of {title}", revision)
        assert pages[title].timestamp.endswith("Z")
        assert pages[title].edit_level == ""


def test_a_hostile_title_does_not_spoil_the_batch(lab: Lab) -> None:
    title = lab.title()
    lab.actors.edit(title, "here")
    hostile = ["", " ", "a|b", "{{x}}", "[[y]]", "x" * 300, "a\nb", "a#b", "<nowiki>"]
    assert [page.title for page in lab.wiki.pages([title, *hostile])] == [title]


def test_a_page_has_its_namespace_and_protection(lab: Lab) -> None:
    title = lab.title("Draft", "Trope Workshop")
    lab.actors.edit(title, "a draft")
    lab.actors.protect(title, "sysop")
    (page,) = lab.wiki.pages([title])
    assert (page.namespace, page.edit_level) == ("Trope Workshop", "sysop")


def test_a_redirect_is_marked(lab: Lab) -> None:
    title = lab.title()
    lab.actors.edit(title, "#REDIRECT [[Somewhere]]")
    (page,) = lab.wiki.pages([title])
    assert page.redirect


def test_save_makes_a_revision_with_our_name_and_summary(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    revision = saved(lab, title, "two", base)
    history = lab.wiki.history(title, base)
    assert [one.revision for one in history] == [base, revision]
    assert (history[1].user, history[1].comment, history[1].parent) == ("LinterBot", "a summary", base)
    assert history[1].sha1 == hashlib.sha1(b"two").hexdigest()


def test_save_never_overwrites_a_newer_edit_of_the_same_second(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    lab.actors.edit(title, "a person was here")
    assert isinstance(lab.wiki.save(Save(title, "bot", "s", base)), Conflict)
    (page,) = lab.wiki.pages([title])
    assert page.text == "a person was here"


def test_save_conflicts_with_our_own_newer_edit(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    saved(lab, title, "two", base)
    assert isinstance(lab.wiki.save(Save(title, "three", "s", base)), Conflict)


def test_save_does_not_bring_back_a_deleted_page(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    lab.actors.delete(title)
    assert isinstance(lab.wiki.save(Save(title, "two", "s", base)), Conflict)
    assert lab.wiki.pages([title]) == []


def test_save_creates_a_page_only_where_there_is_none(lab: Lab) -> None:
    title = lab.title()
    saved(lab, title, "new", None)
    assert isinstance(lab.wiki.save(Save(title, "again", "s", None)), Conflict)


def test_saving_the_same_text_writes_nothing(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "same")
    assert isinstance(lab.wiki.save(Save(title, "same\n", "s", base)), Unchanged)
    assert len(lab.wiki.history(title, base)) == 1


def test_a_protected_page_is_refused(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    lab.actors.protect(title, "sysop")
    outcome = lab.wiki.save(Save(title, "two", "s", base))
    # A bot with the right to edit protected pages is not refused; then `levels` holds the protection.
    if "sysop" in lab.wiki.site().levels:
        assert isinstance(outcome, Saved)
    else:
        assert isinstance(outcome, Refused)


def test_a_blocked_bot_is_refused(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one")
    lab.actors.block("LinterBot")
    try:
        outcome = lab.wiki.save(Save(title, "two", "s", base))
    finally:
        lab.actors.block("LinterBot", False)
    assert isinstance(outcome, Later)
    assert outcome.needs_person


def test_changes_hold_every_edit_since_a_time(lab: Lab) -> None:
    since = lab.wiki.now()
    titles = [lab.title() for _ in range(4)]
    revisions = {lab.actors.edit(title, "x") for title in titles}
    answer = lab.wiki.changes(since)
    assert revisions <= {change.revision for change in answer.changes}
    assert set(titles) <= {change.title for change in answer.changes}
    assert answer.now >= since


def test_changes_hold_deletions_and_both_ends_of_a_move(lab: Lab) -> None:
    since = lab.wiki.now()
    gone, old, new = lab.title(), lab.title("Old"), lab.title("New")
    for title in (gone, old):
        lab.actors.edit(title, "x")
    lab.actors.delete(gone)
    lab.actors.move(old, new)
    logged = {change.title for change in lab.wiki.changes(since).changes if change.kind == "log"}
    assert {gone, old, new} <= logged


def test_a_move_keeps_the_history_and_leaves_a_redirect(lab: Lab) -> None:
    old, new = lab.title("Old"), lab.title("New")
    base = lab.actors.edit(old, "x")
    lab.actors.move(old, new)
    pages = {page.title: page for page in lab.wiki.pages([old, new])}
    assert pages[old].redirect
    assert pages[new].text == "x"
    assert base in [one.revision for one in lab.wiki.history(new, base)]


def test_undo_brings_back_exactly_the_old_text(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "one\ntwo\nthree")
    ours = saved(lab, title, "one\nthree", base)
    lab.actors.undo(title, ours)
    history = lab.wiki.history(title, base)
    assert history[0].sha1 == history[-1].sha1 != history[1].sha1


def test_history_of_a_missing_page_is_empty(lab: Lab) -> None:
    assert lab.wiki.history(lab.title(), 0) == []


def test_file_pages_have_their_templates_even_through_redirects(lab: Lab) -> None:
    licence, alias = lab.title("Licence"), lab.title("Alias")
    lab.actors.edit(f"Template:{licence}", "a licence")
    lab.actors.edit(f"Template:{alias}", f"#REDIRECT [[Template:{licence}]]")
    plain, bare, moved, missing = (f"{lab.title(name)}.png" for name in ("Plain", "Bare", "Moved", "Missing"))
    lab.actors.edit(f"File:{plain}", f"words {{{{{alias}}}}}")
    lab.actors.edit(f"File:{bare}", "words only")
    lab.actors.edit(f"File:{moved}", f"#REDIRECT [[File:{plain}]]")
    found = lab.wiki.files([plain, bare, moved, missing])
    assert licence in found[plain].templates
    assert licence in found[moved].templates
    assert found[bare].exists
    assert not found[bare].templates
    assert not found[missing].exists


def test_template_redirects_lead_to_their_targets(lab: Lab) -> None:
    target, alias = lab.title("Target"), lab.title("Alias")
    lab.actors.edit(f"Template:{target}", "x")
    lab.actors.edit(f"Template:{alias}", f"#REDIRECT [[Template:{target}]]")
    assert lab.wiki.template_redirects([target, alias, "no such template", "bad|name"]) == {alias: target}


def test_odd_text_survives_the_way_there_and_back(lab: Lab) -> None:
    title = lab.title()
    base = lab.actors.edit(title, "x")
    text = "* ''Ünïcödé'' \U0001f409 \u202etricks\u202c\n** «marks» & <b>tags</b>\n{{unclosed\n\n\n* end"
    saved(lab, title, text, base)
    (page,) = lab.wiki.pages([title])
    assert page.text == text


def test_a_file_that_is_not_there_is_not_stored(lab: Lab) -> None:
    missing = f"{lab.title('Missing')}.png"
    (found,) = lab.wiki.files([missing]).values()
    assert (found.exists, found.stored, found.uploaded) == (False, False, "")


def test_templates_in_a_category_and_those_below_it_are_found(lab: Lab) -> None:
    above, below, other = (lab.title(name) for name in ("Licences", "House licences", "Other"))
    lab.actors.edit(f"Category:{below}", f"[[Category:{above}]]")
    lab.actors.edit(f"Category:{above}", f"[[Category:{below}]]")  # a cycle, as on real wikis
    direct, deep, stranger = (lab.title(name) for name in ("Direct", "Deep", "Stranger"))
    for template, category in ((direct, above), (deep, below), (stranger, other)):
        lab.actors.edit(f"Template:{template}", f"a licence <noinclude>[[Category:{category}]]</noinclude>")
    assert lab.wiki.templates_in(frozenset({above, "no such|category"})) == {direct, deep}


def test_the_pages_of_a_category_are_found_without_files_and_categories_below(lab: Lab) -> None:
    category, other = lab.title("Plays"), lab.title("Operas")
    first, second, third = sorted(lab.title() for _ in range(3))
    for title in (first, second):
        lab.actors.edit(title, f"text [[Category:{category}]]")
    lab.actors.edit(third, f"text [[Category:{other}]] [[:Category:{category}]]")
    lab.actors.edit(f"Category:{lab.title('Below')}", f"[[Category:{category}]]")
    assert lab.wiki.in_category(category) == [first, second]
    assert lab.wiki.in_category(lab.title("Nothing")) == []
    assert lab.wiki.in_category("no such|category") == []


def test_a_page_was_created_under_its_title_unless_it_was_moved_there(lab: Lab) -> None:
    made, draft, launched = lab.title(), lab.title("Draft", "Trope Workshop"), lab.title()
    before = lab.wiki.now()
    lab.actors.edit(made, "straight")
    lab.actors.edit(draft, "a draft")
    lab.actors.move(draft, launched)
    created = lab.wiki.created([made, launched, lab.title(), "bad|title"])
    assert created.keys() == {made}
    assert before <= created[made] <= lab.wiki.now()


def test_old_revisions_have_the_current_title(lab: Lab) -> None:
    old, new = lab.title("Old"), lab.title("New")
    first = lab.actors.edit(old, "one")
    second = lab.actors.edit(old, "two")
    lab.actors.move(old, new)
    texts = {page.revision: (page.title, page.text) for page in lab.wiki.texts([first, second, 10**9])}
    assert texts == {first: (new, "one"), second: (new, "two")}


def test_changes_name_the_revision_before_and_who_made_them(lab: Lab) -> None:
    since, title = lab.wiki.now(), lab.title()
    first = lab.actors.edit(title, "one")
    second = lab.actors.edit(title, "two")
    changes = {one.revision: one for one in lab.wiki.changes(since).changes if one.title == title}
    assert (changes[first].parent, changes[second].parent) == (0, first)
    assert changes[second].user == "LabAdmin"
    assert lab.wiki.pages([title])[0].user == "LabAdmin"


def test_a_page_has_a_time_of_creation(lab: Lab) -> None:
    title, before = lab.title(), lab.wiki.now()
    lab.actors.edit(title, "one")
    lab.actors.edit(title, "two")
    assert before <= lab.wiki.created_at(title) <= lab.wiki.now()
    assert lab.wiki.created_at(lab.title()) == ""


def test_our_own_edits_are_found_wherever_the_page_is_now(lab: Lab) -> None:
    since, old, new = lab.wiki.now(), lab.title("Old"), lab.title("New")
    base = lab.actors.edit(old, "one")
    ours = saved(lab, old, "two", base)
    lab.actors.move(old, new)
    found = {one.revision: (one.title, one.comment) for one in lab.wiki.contributions(since)}
    assert found[ours] == (new, "a summary")
    assert base not in found


def test_users_have_their_edit_counts_and_groups(lab: Lab) -> None:
    lab.actors.edit(lab.title(), "one")
    found = lab.wiki.users(["LabAdmin", "LinterBot", "Nobody Of That Name", "192.0.2.1", "bad|name"])
    assert found.keys() == {"LabAdmin", "LinterBot"}
    assert found["LabAdmin"].edits > 0
    assert "bot" in found["LinterBot"].groups


def test_a_blocked_person_is_marked_and_their_edits_are_listed(lab: Lab) -> None:
    title = lab.title()
    lab.actors.edit(title, "one", "with ABCDEFGH in its summary")
    found = lab.wiki.edits_by("LabAdmin", before(lab.wiki.now(), hours=1))
    assert [one.comment for one in found if one.title == title] == ["with ABCDEFGH in its summary"]
    assert lab.wiki.edits_by("bad|name", "2026-01-01T00:00:00Z") == []
    lab.actors.block("LinterBot")
    try:
        blocked = {name: one.blocked for name, one in lab.wiki.users(["LabAdmin", "LinterBot"]).items()}
    finally:
        lab.actors.block("LinterBot", False)
    assert blocked == {"LabAdmin": False, "LinterBot": True}
    assert not lab.wiki.users(["LinterBot"])["LinterBot"].blocked


def test_redirects_to_templates_are_found(lab: Lab) -> None:
    target, alias = lab.title("Target"), lab.title("Alias")
    lab.actors.edit(f"Template:{target}", "x")
    lab.actors.edit(f"Template:{alias}", f"#REDIRECT [[Template:{target}]]")
    assert lab.wiki.redirects_to(frozenset({target, lab.title("None")})) == {alias: target}


def test_the_account_status_says_whether_we_are_blocked(lab: Lab) -> None:
    assert lab.wiki.account_status().blocked == ""
    lab.actors.block("LinterBot")
    try:
        assert lab.wiki.account_status().blocked != ""
    finally:
        lab.actors.block("LinterBot", False)


def test_the_last_edit_by_somebody_else_is_found(lab: Lab) -> None:
    title, before = lab.title(), lab.wiki.now()
    base = lab.actors.edit(title, "one")
    assert before <= lab.wiki.edited_by_others(title) <= lab.wiki.now()
    theirs = lab.wiki.pages([title])[0].timestamp
    saved(lab, title, "two", base)
    assert lab.wiki.edited_by_others(title) == theirs
    own = lab.title("Own")
    saved(lab, own, "ours", None)
    assert lab.wiki.edited_by_others(own) == ""


@pytest.mark.parametrize(
    ("title", "talk"),
    [("Lamps", "Talk:Lamps"), ("User:Quill", "User talk:Quill"), ("Lamps: a play", "Talk:Lamps: a play")],
)
def test_every_page_has_its_talk_page(lab: Lab, title: str, talk: str) -> None:
    assert lab.wiki.site().talk_page(title) == talk
    assert lab.wiki.site().talk_page("trope workshop:Lamps") == "Trope Workshop talk:Lamps"


def test_the_wiki_says_when_a_person_last_edited(lab: Lab) -> None:
    title = lab.title()
    lab.actors.edit(title, "Hello.")
    (page,) = lab.wiki.pages([title])
    assert lab.wiki.last_edit_by("LabAdmin") == page.timestamp
    assert lab.wiki.last_edit_by("Nobody At All") == ""
