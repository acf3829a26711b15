"""Judge a comment by the rules of the site and by what is known of its writer, its network and its text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from app.actions.comment_place import own_hosts
from app.actions.moderation_policy import read_policy, read_site
from app.actions.new_comment import Form, Sender
from app.actions.read_comment import ReadComment, draft_of
from app.actions.services import Services
from app.actions.start_run import find_article
from app.core.comment_fields import Fields
from app.core.errors import LimitReached
from app.core.likeness import Alike
from app.core.moderation import Decision, History, Policy, Rule, decide, refused
from app.storage import comments
from app.storage.comment_history import Background, background
from app.storage.comment_rows import Comment, Reader

Judged = tuple[str, tuple[str, ...]]  # the state, and why


@dataclass(frozen=True, slots=True)
class SiteRules:
    """How strict the site is at this moment. `confirms` is whether writers confirm their address by mail."""

    policy: Policy
    confirms: bool
    rules: tuple[Rule, ...]

    @classmethod
    def read(cls, services: Services, reader: Reader) -> SiteRules:
        policy, confirms = read_site(reader, services.settings)
        return cls(policy, confirms, comments.rules(reader))


def judge(site: SiteRules, read: ReadComment, known: Background, alike: Alike | None, *, confirmed: bool) -> Judged:
    """The state a new comment comes to. Raises LimitReached where too much comes from its network.

    What may be published or held waits for the writer's address where the site asks for it. Whose it is was asked
    before where the same browser wrote something that was confirmed; an address alone says nothing, since anybody can
    type it. Nobody is written to for the sake of spam.
    """
    history = _history(known, alike, read.hosts)
    if refused(history, site.policy):
        raise LimitReached("Too many comments come from your network. Wait a little.", retry_after=600)
    decision = decide(read.draft, site.rules, history, site.policy)
    if site.confirms and not confirmed and decision.state in ("published", "held"):
        return "unconfirmed", decision.reasons
    return decision.state, decision.reasons


def judge_again(services: Services, session: Session, comment: Comment, fields: Fields) -> Judged:
    """The state a comment comes to by an edit, and why: what is published stays so where no rule objects.

    Whether a writer is new was answered when it was posted, and how much comes from a network too; but where every text
    is read before it stands there, a new one is as well.
    """
    decision = _decide_again(services, session, comment, fields)
    harder = decision.state != "published" and comment.state in ("published", "held", "unconfirmed")
    if not harder or (decision.state == "held" and comment.state != "published"):
        return comment.state, decision.reasons or comment.reasons
    return decision.state, decision.reasons


def _decide_again(services: Services, session: Session, comment: Comment, fields: Fields) -> Decision:
    sender, now = Sender(comment.address or ""), services.clock()
    draft = replace(draft_of(fields, sender, Form(), comment.writer, now), seconds=600)
    entry = find_article(services, comment.article_id)
    known = background(
        session, fingerprint="", writer=comment.writer, network="", article_id=comment.article_id, since=now
    )
    vouched = max(known.published - (comment.state == "published"), 0)
    alike = services.recent_comments.nearest(session, draft.text, comment.id)
    hosts = own_hosts(services, entry) if draft.hosts else frozenset()
    history = _history(known._replace(published=vouched), alike, hosts)
    policy = read_policy(session, services.settings)
    if policy.moderation == "first-time":
        policy = replace(policy, moderation="none")
    return decide(draft, comments.rules(session), history, policy)


def _history(known: Background, alike: Alike | None, hosts: frozenset[str]) -> History:
    return History(
        published=known.published,
        network_recent=known.network_recent,
        network_judged=known.network_judged,
        thread_recent=known.thread_recent,
        alike=alike,
        hosts=hosts,
    )
