"""Words with which an English sentence begins that are no names, so that a capital letter there tells nothing."""

from __future__ import annotations

import re

_ADVERB = re.compile(r"[a-z]{3,}ly")
_WORDS = """
a about above actually after again against ahem ain't all allegedly almost along already also alternately
alternatively although always among amongst an and another any anybody anyone anything anyway apparently are aren't
arguably around as aside at averted back basically be because been before being below beneath beside besides better
between beyond bonus both but by came can can't cannot certainly clearly come compare considering conversed could
couldn't counts currently deconstructed defied depending despite did didn't discussed ditto do does doesn't don't
done double doubly down downplayed due during each earlier early either else elsewhere enforced enough especially
essentially even eventually ever every everybody everyone everything exactly exaggerated except fairly far few
finally first following for former formerly fortunately from full fully funnily further given goes got granted guess
had half has hasn't have haven't having he he'd he'll he's heck hence her here here's hers herself hey hilariously
him himself his how how's however i i'd i'll i'm i've if ignoring immediately implied in indeed initially inside
inspired instead interestingly into inverted invoked ironically is isn't it it'd it'll it's its itself just
justified keep lampshaded last lastly late later latter least less let's like likely likewise long made makes making
many maybe me meanwhile might mind mine more moreover most mostly much must my naturally near nearly neither never
nevertheless new next no nobody none nonetheless nor not notable notably note nothing now nowhere obviously of off
often oh ok okay on once one ones only onto or originally other others otherwise our out outside over overall
parodied particularly past per perhaps played plus possibly presumably pretty probably put quite rather real really
recently reconstructed regardless remember right sadly said same saying second see seems seen several shall she
she'd she'll she's short should shouldn't shows similarly simply since so some somebody someone something sometimes
somewhat soon sorry speaking special still subverted such supposedly sure taken technically than thankfully that
that'd that'll that's the their theirs them themselves then there there'd there's therefore these they they'd
they'll they're they've things third this those though through throughout thus to together too toward towards tropes
truly turns twice two ultimately under unfortunately unless unlike until up upon us used usually verges very via was
wasn't watch way we we'd we'll we're we've well went were weren't what what's whatever when when's whenever where
where's whereas wherever whether which while who who's whoever whom whose why why's will with within without won't
word worse would wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself zigzagged
"""
STARTERS = frozenset(_WORDS.split())


def is_name(word: str) -> bool:
    """Whether the first word of a sentence looks like a name: a capital letter, and no word to begin with."""
    small = word.lower().replace("’", "'")
    return word[:1].isupper() and small not in STARTERS and not _ADVERB.fullmatch(small)
