//! What the accounts of regimes have in common: equilibria, conditions and comparisons in words.

use super::formula::Formula;
use crate::game::Game;
use crate::number::{Rational, RationalFunction};
use crate::study::regimes::{ParametricEquilibrium, Regimes, Requirement, plays};
use crate::study::region::{Constraint, Sense};

/// How formulas and names are written.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub regimes: &'a Regimes,
    pub latex: bool,
    /// Where differences are written so that they are positive.
    point: &'a [Rational],
}

impl<'a> Pen<'a> {
    pub fn new(regimes: &'a Regimes, latex: bool) -> Pen<'a> {
        Pen { regimes, latex, point: regimes.domain.base() }
    }

    /// For an equilibrium's own formulas: a point where it exists, the base if it does there.
    pub fn at(self, equilibrium: &ParametricEquilibrium) -> Pen<'a> {
        let samples = self.regimes.cells.iter().filter_map(|cell| cell.sample.as_deref());
        let point = std::iter::once(self.point).chain(samples).find(|point| equilibrium.exists_at(point));
        Pen { point: point.unwrap_or(self.point), ..self }
    }

    pub fn name(&self, text: &str) -> String {
        if self.latex { crate::show::escape::latex(text) } else { crate::show::words::clean(text) }
    }

    pub fn function(&self, function: &RationalFunction) -> String {
        let (names, point) = (self.regimes.model.symbols_list(), self.point);
        let text = Formula { names, point, latex: self.latex }.write(function);
        if self.latex { format!("\\({text}\\)") } else { text }
    }

    pub fn constraint(&self, constraint: &Constraint) -> String {
        let names = self.regimes.model.symbols_list();
        if self.latex { format!("\\({}\\)", constraint.to_latex(names)) } else { constraint.to_text(names) }
    }

    /// Conditions in a row; "always" where there is none.
    pub fn conditions(&self, conditions: &[Constraint]) -> String {
        match conditions {
            [] => "always".to_owned(),
            _ => conditions.iter().map(|condition| self.constraint(condition)).collect::<Vec<_>>().join(", "),
        }
    }

    /// What each player does.
    pub fn strategies(&self, game: &Game, equilibrium: &ParametricEquilibrium) -> String {
        let pen = self.at(equilibrium);
        let mut parts = Vec::new();
        for (player, name) in game.players().labels().iter().enumerate() {
            let moves: Vec<String> = match game {
                Game::Normal(table) => {
                    let labels = table.strategies(player.into()).labels();
                    vec![pen.choice(labels, &equilibrium.profile[player])]
                }
                Game::Extensive(tree) => tree
                    .infosets_of(player.into())
                    .map(|id| {
                        let infoset = tree.infoset(id);
                        let choice = pen.choice(infoset.actions.labels(), &equilibrium.profile[id.index()]);
                        match tree.infosets_of(player.into()).count() {
                            1 => choice,
                            _ => format!("{choice} ({})", self.name(&infoset.key)),
                        }
                    })
                    .collect(),
            };
            if !moves.is_empty() {
                parts.push(format!("{}: {}", self.name(name), moves.join(", ")));
            }
        }
        parts.join("; ")
    }

    /// What is believed in equilibria with one profile where it matters: at information sets of several nodes.
    pub fn beliefs(&self, game: &Game, same: &[usize]) -> Vec<String> {
        let Game::Extensive(tree) = game else { return Vec::new() };
        let pen = same.first().map_or(*self, |&first| self.at(&self.regimes.equilibria[first]));
        let hidden = tree.infosets().iter().enumerate().filter(|(_, infoset)| infoset.nodes.len() > 1);
        let line = |(at, infoset): (usize, &crate::game::Infoset)| {
            let mut rows: Vec<&Vec<RationalFunction>> = Vec::new();
            for row in same.iter().filter_map(|&index| self.regimes.equilibria[index].beliefs.get(at)) {
                if !rows.contains(&row) {
                    rows.push(row);
                }
            }
            let names: Vec<String> = tree.node_names(at.into()).iter().map(|name| self.name(name)).collect();
            let held = pen.held_belief(&names, &rows)?;
            let player = self.name(tree.players().label(infoset.player.index()));
            Some(format!("{player} ({}) believes: {held}", self.name(&infoset.key)))
        };
        hidden.filter_map(line).collect()
    }

    /// One belief, or the extreme ones of a set of beliefs.
    fn held_belief(&self, names: &[String], rows: &[&Vec<RationalFunction>]) -> Option<String> {
        let one = |row: &Vec<RationalFunction>| {
            let likely = names.iter().zip(row).filter(|(_, belief)| !belief.is_zero());
            let say = |(name, belief): (&String, &RationalFunction)| {
                format!("{name} with probability {}", self.function(belief))
            };
            likely.map(say).collect::<Vec<_>>().join(", ")
        };
        match rows {
            [] => None,
            [only] => Some(one(only)),
            [a, b] if names.len() == 2 => {
                let turned = b[0].is_zero() || a[0] == RationalFunction::one();
                let (low, high) = if turned { (&b[0], &a[0]) } else { (&a[0], &b[0]) };
                let all = low.is_zero() && *high == RationalFunction::one();
                Some(match all {
                    true => "anything".into(),
                    false => format!(
                        "{} with any probability between {} and {}",
                        names[0],
                        self.function(low),
                        self.function(high)
                    ),
                })
            }
            several => {
                let each: Vec<String> = several.iter().map(|row| format!("({})", one(row))).collect();
                Some(format!("any mixture of {}", each.join(" and ")))
            }
        }
    }

    /// The equilibria of a cell, those with the same profile together: they differ in beliefs alone.
    pub fn by_profile(&self, equilibria: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for &index in equilibria {
            let profile = &self.regimes.equilibria[index].profile;
            match groups.iter_mut().find(|group| self.regimes.equilibria[group[0]].profile == *profile) {
                Some(group) => group.push(index),
                None => groups.push(vec![index]),
            }
        }
        groups
    }

    fn choice(&self, labels: &[String], row: &[RationalFunction]) -> String {
        let one = RationalFunction::one();
        let used = labels.iter().zip(row).filter(|(_, probability)| !probability.is_zero());
        let say = |(label, probability): (&String, &RationalFunction)| match *probability == one {
            true => self.name(label),
            false => format!("{} with probability {}", self.name(label), self.function(probability)),
        };
        used.map(say).collect::<Vec<_>>().join(" or ")
    }

    /// The actions along the play of a pure equilibrium of a tree; behind chance moves, of each play.
    pub fn plays(&self, game: &Game, equilibrium: &ParametricEquilibrium) -> Option<String> {
        let paths = plays(game, equilibrium)?;
        let one = |path: &Vec<String>| path.iter().map(|action| self.name(action)).collect::<Vec<_>>().join(", ");
        Some(paths.iter().map(one).collect::<Vec<_>>().join(" / "))
    }

    pub fn payoffs(&self, game: &Game, equilibrium: &ParametricEquilibrium) -> String {
        let pen = self.at(equilibrium);
        let of = |(name, value): (&String, &RationalFunction)| format!("{} {}", pen.name(name), pen.function(value));
        game.players().labels().iter().zip(&equilibrium.payoffs).map(of).collect::<Vec<_>>().join(", ")
    }

    /// A comparison, with both payoffs: the proof of a condition.
    pub fn comparison(&self, game: &Game, requirement: &Requirement) -> String {
        let player = self.name(game.players().label(requirement.player));
        let place =
            if requirement.place.is_empty() { String::new() } else { format!(" ({})", self.name(&requirement.place)) };
        let (value, constraint) = (self.function(&requirement.better), self.constraint(&requirement.constraint));
        if requirement.chosen.is_empty() {
            return format!("{value}, by which a probability is divided, has one sign where {constraint}");
        }
        if requirement.alternative.is_empty() {
            let chosen = self.name(&requirement.chosen);
            return format!(
                "{player}{place}: the probability of {chosen}, {value}, is not negative where {constraint}"
            );
        }
        format!(
            "{player}{place}: {} gives {}, {} gives {}; the former is at least as good where {}",
            self.name(&requirement.chosen),
            self.function(&requirement.better),
            self.name(&requirement.alternative),
            self.function(&requirement.worse),
            self.constraint(&requirement.constraint),
        )
    }

    /// Who is indifferent on a surface, and between what.
    pub fn ties(&self, game: &Game, equation: &Constraint) -> Vec<String> {
        let mut ties: Vec<String> = Vec::new();
        let all = self.regimes.equilibria.iter().flat_map(|equilibrium| &equilibrium.requirements);
        for tied in all.filter(|requirement| requirement.constraint.with_sense(Sense::Zero) == *equation) {
            let player = self.name(game.players().label(tied.player));
            let mut pair = [self.name(&tied.chosen), self.name(&tied.alternative)];
            pair.sort();
            let place = if tied.place.is_empty() { String::new() } else { format!(" ({})", self.name(&tied.place)) };
            let text = format!("{player} is indifferent between {} and {}{place}", pair[0], pair[1]);
            if !tied.alternative.is_empty() && !ties.contains(&text) {
                ties.push(text);
            }
        }
        ties
    }

    /// The parameters that vary, or "all parameters".
    pub fn varied(&self) -> String {
        let (free, all) = (self.regimes.domain.free(), self.regimes.model.symbols_list());
        if free.len() == all.len() {
            return "all parameters".to_owned();
        }
        let name = |index: usize| self.function(&RationalFunction::variable(crate::number::Variable(index as u16)));
        free.iter().map(|variable| name(usize::from(variable.0))).collect::<Vec<_>>().join(", ")
    }

    /// The values of the parameters that do not vary.
    pub fn held(&self) -> Option<String> {
        let free = self.regimes.domain.free();
        let fixed = self.regimes.model.parameters().iter().enumerate();
        let say = |(index, parameter): (usize, &crate::model::Parameter)| {
            let variable = crate::number::Variable(index as u16);
            let name = self.function(&RationalFunction::variable(variable));
            let value = self.function(&parameter.base.clone().into());
            (!free.contains(&variable)).then(|| format!("{name} = {value}"))
        };
        let list: Vec<String> = fixed.filter_map(say).collect();
        (!list.is_empty()).then(|| list.join(", "))
    }
}
