//! Backward induction with functions in place of numbers.
//!
//! A subgame's pieces are its pure equilibria, each with the comparisons that it rests on; a piece of the game around it
//! is a piece of each subgame inside, and a choice that is best given their payoffs. A piece that holds on no open set is
//! dropped, with proof.

use std::sync::Arc;

use super::candidate::{Comparison, Judged};
use super::form::SymbolicGame;
use super::{Found, ParametricEquilibrium, Requirement};
use crate::error::Error;
use crate::game::{ExtensiveForm, InfosetId, NodeId, Subgames};
use crate::number::{Rational, RationalFunction};
use crate::solve::{Watch, free_aside};
use crate::study::region::{Answer, Constraint, Domain, Sense};

/// So many times the limit on equilibria pieces are put together in one subgame before the search there is cut short.
const EFFORT: usize = 20;

/// The most ways to play a stage with simultaneous or hidden moves.
const MAX_STAGE: usize = 100_000;

pub(super) fn subgame_perfect(
    tree: &ExtensiveForm,
    game: &SymbolicGame,
    domain: &Domain,
    watch: &mut Watch,
) -> Result<Found, Error> {
    let subgames = tree.subgames();
    let mut found = Found::default();
    let mut settled: Vec<Vec<Piece>> = vec![Vec::new(); subgames.len()];
    for subgame in (0..subgames.len()).rev() {
        let stage = Stage::new(tree, game, domain, &subgames, subgame)?;
        settled[subgame] = stage.pieces(&settled, &mut found, watch);
    }
    found.claim = "every subgame-perfect equilibrium in pure strategies that holds on an open set".into();
    found.apart = tree.has_perfect_information() && !found.tied;
    let rows: Vec<usize> = tree.infosets().iter().map(|infoset| infoset.actions.len()).collect();
    if watch.is_stopped(0) {
        settled[0].sort_by_key(|piece| !piece.at_base);
    }
    for piece in &mut settled[0] {
        if watch.out_of_patience() {
            break;
        }
        found.equilibria.push(piece.equilibrium(&rows));
        found.samples.push(piece.sample.take());
    }
    free(settled, watch);
    Ok(found)
}

/// An equilibrium of a subgame.
#[derive(Debug, Clone, Default)]
struct Piece {
    /// What is done, by information set.
    choices: Vec<(usize, usize)>,
    values: Vec<RationalFunction>,
    requirements: Vec<Arc<Requirement>>,
    /// Whether every requirement holds at the base.
    at_base: bool,
    /// A point at which every requirement holds strictly.
    sample: Option<Vec<Rational>>,
}

impl Piece {
    fn equilibrium(&self, rows: &[usize]) -> ParametricEquilibrium {
        let mut profile: Vec<Vec<RationalFunction>> =
            rows.iter().map(|&count| vec![RationalFunction::zero(); count]).collect();
        self.choices.iter().for_each(|&(infoset, action)| profile[infoset][action] = RationalFunction::one());
        let requirements = self.requirements.iter().map(|requirement| Requirement::clone(requirement)).collect();
        let payoffs = self.values.clone();
        ParametricEquilibrium { profile, beliefs: Vec::new(), payoffs, requirements }
    }

    fn strict(&self) -> Vec<Constraint> {
        self.requirements.iter().map(|requirement| requirement.constraint.with_sense(Sense::Positive)).collect()
    }
}

/// The moves of a subgame that lie in no smaller one.
struct Stage<'a> {
    tree: &'a ExtensiveForm,
    game: &'a SymbolicGame,
    domain: &'a Domain,
    subgames: &'a Subgames,
    root: NodeId,
    inner: Vec<usize>,
    infosets: Vec<usize>,
}

impl<'a> Stage<'a> {
    fn new(
        tree: &'a ExtensiveForm,
        game: &'a SymbolicGame,
        domain: &'a Domain,
        subgames: &'a Subgames,
        subgame: usize,
    ) -> Result<Self, Error> {
        let inner = (0..subgames.len()).filter(|&inner| subgames.parent(inner) == Some(subgame)).collect();
        let own = |id: &InfosetId| subgames.innermost_of_infoset(tree, *id) == subgame;
        let infosets: Vec<usize> = tree.infoset_ids().filter(own).map(|id| id.index()).collect();
        let ways = infosets.iter().map(|&id| tree.infosets()[id].actions.len());
        let size = ways.fold(1usize, usize::saturating_mul);
        if size > MAX_STAGE {
            let text =
                format!("a subgame with {size} ways to play moves that hang together is over the limit of {MAX_STAGE}");
            return Err(Error::Unsupported(text));
        }
        Ok(Stage { tree, game, domain, subgames, root: subgames.root(subgame), inner, infosets })
    }

    /// Every piece of the subgame; where a limit is met, at least what holds at the base.
    fn pieces(&self, settled: &[Vec<Piece>], found: &mut Found, watch: &mut Watch) -> Vec<Piece> {
        let limit = limit(watch);
        let combinations = self.combinations(settled, found, watch);
        let mut pieces: Vec<(usize, Piece)> = Vec::new();
        for (tried, at) in base_first(&combinations, |(piece, _)| piece).into_iter().enumerate() {
            if tried > 0 && (watch.must_stop_now(0) || found.reaches(pieces.len(), limit)) {
                break;
            }
            let (base, picks) = &combinations[at];
            for choices in profiles(&self.shape()) {
                found.candidates += 1;
                pieces.extend(self.extend(base, &choices, picks, settled, found).map(|piece| (at, piece)));
            }
        }
        free(combinations, watch);
        pieces.sort_by_key(|(at, _)| *at);
        pieces.into_iter().map(|(_, piece)| piece).collect()
    }

    fn shape(&self) -> Vec<usize> {
        self.infosets.iter().map(|&id| self.tree.infosets()[id].actions.len()).collect()
    }

    /// The pieces of the inner subgames that hold together somewhere; where a limit is met, at least those of the base.
    fn combinations(&self, settled: &[Vec<Piece>], found: &mut Found, watch: &mut Watch) -> Vec<(Piece, Vec<usize>)> {
        let limit = limit(watch);
        let start = Piece { sample: Some(self.domain.base().to_vec()), at_base: true, ..Piece::default() };
        let mut combinations = vec![(start, Vec::new())];
        for &inner in &self.inner {
            let mut next: Vec<(Piece, Vec<usize>)> = Vec::new();
            let outer = base_first(&combinations, |(piece, _)| piece);
            let order = base_first(&settled[inner], |piece| piece);
            let pairs = outer.iter().flat_map(|&at| order.iter().map(move |&pick| (at, pick)));
            for (tried, (at, pick)) in pairs.enumerate() {
                let enough = found.reaches(next.len(), limit) || found.reaches(tried, limit.saturating_mul(EFFORT));
                if !next.is_empty() && (enough || watch.must_stop_now(0)) {
                    break;
                }
                let ((base, picks), piece) = (&combinations[at], &settled[inner][pick]);
                let choices = piece.choices.clone();
                let joined = self.join(base, choices, piece.requirements.clone(), &piece.sample, found);
                next.extend(joined.map(|joined| (joined, [&picks[..], &[pick]].concat())));
            }
            next.sort_by(|(_, a), (_, b)| a.cmp(b));
            free(std::mem::replace(&mut combinations, next), watch);
        }
        combinations
    }

    /// A piece with more choices and requirements, if it holds on an open set.
    fn join(
        &self,
        base: &Piece,
        choices: Vec<(usize, usize)>,
        requirements: Vec<Arc<Requirement>>,
        hint: &Option<Vec<Rational>>,
        found: &mut Found,
    ) -> Option<Piece> {
        let mut piece = base.clone();
        piece.choices.extend(choices);
        for requirement in requirements {
            if !piece.requirements.iter().any(|known| same(known, &requirement)) {
                piece.at_base &= requirement.constraint.holds(self.domain.base());
                piece.requirements.push(requirement);
            }
        }
        let strict = piece.strict();
        let meets = |point: &&Vec<Rational>| {
            self.domain.contains(point) && strict.iter().all(|constraint| constraint.holds(point))
        };
        let known = [&base.sample, hint].into_iter().flatten().find(meets).cloned();
        piece.sample = match known {
            Some(point) => Some(point),
            None => match self.domain.decide(&strict) {
                Answer::Empty => return None,
                Answer::Point(point) => Some(point),
                Answer::Irrational => None,
                Answer::Open => {
                    found.open += 1;
                    None
                }
            },
        };
        Some(piece)
    }

    /// One way to play the stage, given pieces of the inner subgames, if nobody gains by deviating somewhere.
    fn extend(
        &self,
        base: &Piece,
        choices: &[usize],
        picks: &[usize],
        settled: &[Vec<Piece>],
        found: &mut Found,
    ) -> Option<Piece> {
        let stop = |node: NodeId| -> Option<Vec<RationalFunction>> {
            let subgame = self.subgames.starting_at(node).filter(|_| node != self.root)?;
            let position = self.inner.binary_search(&subgame).ok()?;
            Some(settled[subgame][picks[position]].values.clone())
        };
        let values_of = |choices: &[usize]| {
            let action =
                |infoset: usize| self.infosets.iter().position(|&id| id == infoset).map_or(0, |at| choices[at]);
            self.game.expected(self.tree, self.root, &stop, &action)
        };
        let values = values_of(choices);
        let mut requirements = Vec::new();
        for player in 0..self.game.num_players() {
            for other in self.deviations(player, choices) {
                let instead = values_of(&other);
                found.tied |= instead[player] == values[player];
                match self.compare(player, choices, &other, &values, instead) {
                    Judged::Never => return None,
                    Judged::Always => {}
                    Judged::Where(requirement) => requirements.push(Arc::new(*requirement)),
                }
            }
        }
        let own = self.infosets.iter().copied().zip(choices.iter().copied()).collect();
        let mut piece = self.join(base, own, requirements, &None, found)?;
        piece.values = values;
        Some(piece)
    }

    /// The other ways to play of one player, the rest of the stage as it is.
    fn deviations(&self, player: usize, choices: &[usize]) -> Vec<Vec<usize>> {
        let owns = |at: &usize| self.tree.infosets()[self.infosets[*at]].player.index() == player;
        let own: Vec<usize> = (0..choices.len()).filter(owns).collect();
        let shape: Vec<usize> = own.iter().map(|&at| self.tree.infosets()[self.infosets[at]].actions.len()).collect();
        let with = |other: Vec<usize>| {
            let mut changed = choices.to_vec();
            own.iter().zip(other).for_each(|(&at, action)| changed[at] = action);
            changed
        };
        profiles(&shape).map(with).filter(|changed| changed != choices).collect()
    }

    /// That a deviation brings nothing.
    fn compare(
        &self,
        player: usize,
        choices: &[usize],
        other: &[usize],
        values: &[RationalFunction],
        instead: Vec<RationalFunction>,
    ) -> Judged {
        let (better, worse) = (values[player].clone(), instead[player].clone());
        let changed: Vec<usize> = (0..choices.len()).filter(|&at| choices[at] != other[at]).collect();
        let name = |choices: &[usize]| {
            let label = |&at: &usize| self.tree.infosets()[self.infosets[at]].actions.label(choices[at]);
            changed.iter().map(label).collect::<Vec<_>>().join("/")
        };
        let place = |&at: &usize| self.tree.infosets()[self.infosets[at]].key.as_str();
        let place = changed.iter().map(place).collect::<Vec<_>>().join(", ");
        let (chosen, alternative, difference) = (name(choices), name(other), &better - &worse);
        Comparison { player, place, chosen, alternative, better, worse, difference }.judge(self.domain)
    }
}

/// Frees what a stage no longer needs; a search that was stopped does not wait for it.
fn free<T: Send + 'static>(pieces: Vec<T>, watch: &mut Watch) {
    match watch.is_stopped(0) {
        true => free_aside(pieces),
        false => drop(pieces),
    }
}

/// The order in which to go through a list so that what holds at the base comes first.
fn base_first<T>(list: &[T], piece: impl Fn(&T) -> &Piece) -> Vec<usize> {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|&at| !piece(&list[at]).at_base);
    order
}

/// How many pieces of a subgame are kept.
fn limit(watch: &Watch) -> usize {
    watch.control().max_equilibria.unwrap_or(usize::MAX)
}

/// Whether two requirements say the same of the same move.
fn same(a: &Requirement, b: &Requirement) -> bool {
    a.constraint == b.constraint && a.player == b.player && a.place == b.place && a.chosen == b.chosen
}

/// Every combination of choices, the last running fastest.
pub(super) fn profiles(shape: &[usize]) -> impl Iterator<Item = Vec<usize>> + use<> {
    let shape = shape.to_vec();
    let total: usize = shape.iter().product();
    (0..total).map(move |mut number| {
        let mut choices = vec![0; shape.len()];
        for (choice, count) in choices.iter_mut().zip(&shape).rev() {
            (*choice, number) = (number % count, number / count);
        }
        choices
    })
}
