"""Opens the wiki that a configuration names."""

from __future__ import annotations

from linterbot.config.sections import Config, WikiConfig
from linterbot.credentials import password
from linterbot.errors import ConfigError, WikiDown
from linterbot.wiki.known_sites import KnownSites
from linterbot.wiki.only_reading import only_reading
from linterbot.wiki.pace import ALONE, Pace
from linterbot.wiki.protocol import Wiki


def connect_to_read(config: Config, name: str, settings: WikiConfig) -> Wiki:
    """Return a wiki that is read without an account and can never be written to; no password is looked for."""
    if settings.kind == "sandbox":
        return only_reading(connect(config, name, settings, only_to_read=True))
    from linterbot.wiki.mediawiki.wiki import MediaWiki

    assert settings.api is not None
    state = config.path(config.state) / name
    return only_reading(MediaWiki(name, settings.api, settings.user, None, settings.operator, state))


def connect(
    config: Config,
    name: str,
    settings: WikiConfig,
    only_to_read: bool = False,
    pace: Pace = ALONE,
    sites: KnownSites | None = None,
) -> Wiki:
    """Return the wiki, ready for use; raises ConfigError if its password is missing or not safe.

    With `only_to_read`, a MediaWiki needs no password, and a sandbox that does not exist raises WikiDown instead of
    being created.
    """
    # The adapters are imported here because most commands need only one.
    if settings.kind == "sandbox":
        from linterbot.wiki.sandbox.wiki import Sandbox

        assert settings.path is not None
        path = config.path(settings.path)
        if only_to_read and not path.exists():
            raise WikiDown(str(path), "there is no sandbox wiki yet", "create it: linterbot sandbox load EXPORT")
        return Sandbox(path, name, settings.user)
    from linterbot.wiki.mediawiki.wiki import MediaWiki

    assert settings.api is not None
    try:
        file = config.path(settings.password_file) if settings.password_file else None
        secret = password(name, settings.user, file)
    except ConfigError:
        if not only_to_read or settings.password_file is not None:
            raise
        secret = None
    state = config.path(config.state) / name
    return MediaWiki(name, settings.api, settings.user, secret, settings.operator, state, pace, sites)
