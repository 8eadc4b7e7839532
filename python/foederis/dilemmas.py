"""The alliance dilemmas that ship with the library, each a `Model`.

Most turn one argument about the Collective Security Treaty Organization into a game with named parameters; the others
are versions of standard models of deterrence, crises and signals. The inequalities carry the claims; the base numbers
are illustrative.

References
----------
"Russia's aggression drives its allies away", Australian Institute of International Affairs, 10 October 2022.

Fearon, J. D. (1994). Domestic political audiences and the escalation of international disputes. American Political
Science Review 88. doi:10.2307/2944796

Fearon, J. D. (1997). Signaling foreign policy interests: Tying hands versus sinking costs. Journal of Conflict
Resolution 41.

Kreps, D. M., and R. Wilson (1982). Reputation and imperfect information. Journal of Economic Theory 27.

Snyder, G. H. (1984). The security dilemma in alliance politics. World Politics 36. doi:10.2307/2010183

Zagare, F. C., and D. M. Kilgour (2000). Perfect Deterrence. Cambridge University Press.

Zagare, F. C., and D. M. Kilgour (2003). Alignment patterns, crisis bargaining, and extended deterrence: A
game-theoretic analysis. International Studies Quarterly 47.
"""

from __future__ import annotations

from ._core import Model, _dilemma

__all__ = [
    "alliance_security_dilemma",
    "article_four",
    "audience_costs",
    "border",
    "caucasus",
    "caucasus_private_loyalty",
    "caucasus_two_sided",
    "central_asia",
    "credibility",
    "csto_reputation",
    "extended_deterrence",
    "mutual_deterrence",
    "tripartite_crisis",
    "tying_hands_sinking_costs",
    "unilateral_deterrence",
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


def caucasus_two_sided(variant: str | None = None) -> Model:
    """Two secrets: Armenia's loyalty, and whether Russia is staunch.

    A staunch Russia, of prior probability ``sigma``, supports in any case. A loyal Armenia bluffs, at some points of
    the parameters, if ``sigma < zL/(g + zL)``; above that it hopes.

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
    >>> [e] = fd.nash(fd.dilemmas.caucasus_two_sided().at())
    >>> e.behavior["Russia"]["wavering"]["Support"]
    Fraction(1, 6)
    """
    return _chosen("caucasus_two_sided", variant)


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


def csto_reputation(variant: str | None = None) -> Model:
    """Kyrgyzstan watches what Russia does for Armenia, and learns whether to rely on it.

    Only Russia knows whether it is resolute. One that is not supports Armenia, at times or always, if
    ``kI - r < m - r``, so as to be taken for resolute.

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
    >>> [e] = fd.nash(fd.dilemmas.csto_reputation().at())
    >>> e.payoffs["Armenia"]
    Fraction(1, 2)
    """
    return _chosen("csto_reputation", variant)


def tripartite_crisis(variant: str | None = None) -> Model:
    """Challenger, Defender and Protege: deterrence against restraint.

    Support deters the Challenger and makes the Protege hold firm; withholding it restrains the Protege and may lose it.
    In between, the Defender does best to be unpredictable.

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
    >>> fd.dilemmas.tripartite_crisis().players
    ['Challenger', 'Defender', 'Protege']
    """
    return _chosen("tripartite_crisis", variant)


def unilateral_deterrence(variant: str | None = None) -> Model:
    """A Challenger demands, a Defender resists; each is hard or soft.

    Five equilibria share the plane of ``pC`` and ``pD``, the probabilities that they are hard: certain and steadfast
    deterrence, separation, bluff, and attack.

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
    >>> fd.dilemmas.unilateral_deterrence().at().has_perfect_information
    False
    """
    return _chosen("unilateral_deterrence", variant)


def mutual_deterrence(variant: str | None = None) -> Model:
    """Two states demand or wait at the same time; each is hard or soft.

    There is peace in equilibrium if both are hard with probability ``a/(a + h)`` at least.

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
    >>> fd.dilemmas.mutual_deterrence().players
    ['West', 'East']
    """
    return _chosen("mutual_deterrence", variant)


def extended_deterrence(variant: str | None = None) -> Model:
    """A Challenger attacks a third state; its Defender is hard or soft.

    The Challenger is deterred if the Defender is hard with probability ``a/(a + w)`` at least.

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
    >>> fd.dilemmas.extended_deterrence().parameters["p"].base
    Fraction(1, 4)
    """
    return _chosen("extended_deterrence", variant)


def audience_costs(variant: str | None = None) -> Model:
    """A public crisis in rounds, in which giving way costs more each time.

    The variant "three rounds" has one round more before war.

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
    >>> list(fd.dilemmas.audience_costs().variants)
    ['three rounds']
    """
    return _chosen("audience_costs", variant)


def tying_hands_sinking_costs(variant: str | None = None) -> Model:
    """A signal of resolve that costs if it proves empty, or at once.

    Variants: "sinking costs", where the signal has its price when it is sent, and "both".

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
    >>> fd.dilemmas.tying_hands_sinking_costs("sinking costs").parameters["c"].base
    Fraction(3, 1)
    """
    return _chosen("tying_hands_sinking_costs", variant)
