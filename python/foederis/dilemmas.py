"""The alliance dilemmas that ship with the library, each a `Model`.

Each turns one argument about the Collective Security Treaty Organization into a game with named parameters. The
inequalities carry the claims; the base numbers are illustrative.

References
----------
"Russia's aggression drives its allies away", Australian Institute of International Affairs, 10 October 2022.

Snyder, G. H. (1984). The security dilemma in alliance politics. World Politics 36. doi:10.2307/2010183
"""

from __future__ import annotations

from ._core import Model, _dilemma

__all__ = [
    "alliance_security_dilemma",
    "article_four",
    "border",
    "caucasus",
    "caucasus_private_loyalty",
    "central_asia",
    "credibility",
]


def _chosen(name: str, variant: str | None) -> Model:
    model = _dilemma(name)
    return model if variant is None else model.variant(variant)


def caucasus(variant: str | None = None) -> Model:
    """Azerbaijan may attack Armenia, Armenia may call, and Russia supports or abstains.

    Moves are in order and seen by all. Russia supports if the costs of support, ``k + w``, are below those of
    abstaining: ``r``, and ``e`` too where Armenia would leave.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> fd.subgame_perfect(fd.dilemmas.caucasus().at())[0].path
    ('Attack', 'Invoke', 'Abstain', 'Stay')
    """
    return _chosen("caucasus", variant)


def caucasus_private_loyalty(variant: str | None = None) -> Model:
    """The same after the attack, when only Armenia knows whether it would leave if refused.

    Nature draws Armenia's loyalty; Russia moves without knowing it.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> fd.dilemmas.caucasus_private_loyalty().at().has_perfect_information
    False
    """
    return _chosen("caucasus_private_loyalty", variant)


def central_asia(variant: str | None = None) -> Model:
    """Kyrgyzstan may propose an expulsion clause, Russia backs it or not, Tajikistan may veto it and attack.

    The variant "consensus minus one" gives the member against which the clause is aimed no vote.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> fd.subgame_perfect(fd.dilemmas.central_asia().at(u="-1/2"))[0].path
    ('Propose', 'Back', 'Veto', 'Attack', 'Stay')
    """
    return _chosen("central_asia", variant)


def border(variant: str | None = None) -> Model:
    """The border conflict behind it: two members, each may attack the other.

    A prisoner's dilemma where expulsion is unlikely, a stag hunt where it is likely.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> [e.path for e in fd.pure_nash(fd.dilemmas.border().at(pi=0))]
    [('Attack', 'Attack')]
    """
    return _chosen("border", variant)


def article_four(variant: str | None = None) -> Model:
    """Russia calls on its allies over annexed land; five of them answer at the same time.

    Variants: "independent" (costs are each ally's own), "shared punishment" (a budget is split among those that
    abstain), and "threshold" (the call succeeds only with enough supporters).

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> fd.dilemmas.article_four().players[0]
    'Russia'
    """
    return _chosen("article_four", variant)


def credibility(variant: str | None = None) -> Model:
    """The Caucasus dilemma and the call over annexed land, linked by Russia's reliability.

    What Russia does for Armenia decides how much its allies later have to lose by abandoning it.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> fd.dilemmas.credibility().at().has_perfect_information
    False
    """
    return _chosen("credibility", variant)


def alliance_security_dilemma(variant: str | None = None) -> Model:
    """The security dilemma in alliance politics: support the ally or not, stand firm or conciliate.

    Abandonment and entrapment, weighed against each other, with an adversary who may be emboldened or provoked.

    Parameters
    ----------
    variant : str, optional
        One of the model's `variants`.

    Returns
    -------
    Model

    Examples
    --------
    >>> import foederis as fd
    >>> len(fd.dilemmas.alliance_security_dilemma().players) >= 2
    True
    """
    return _chosen("alliance_security_dilemma", variant)
