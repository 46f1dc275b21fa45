"""Only pages in the configured namespaces are fixed; the bot's report page and talk pages are not affected."""

from __future__ import annotations

from linterbot.guards.base import ON_ARTICLES, GuardInputs, GuardName, Hold, Intent


def check(intent: Intent, inputs: GuardInputs) -> Hold | None:
    """Hold a fix or a tag outside the configured namespaces."""
    if intent.kind not in ON_ARTICLES or intent.page is None:
        return None
    namespace = intent.page.namespace or "main"
    if namespace in inputs.settings.namespaces:
        return None
    return Hold(GuardName.NAMESPACE, inputs.say("held-namespace", namespace=namespace))
