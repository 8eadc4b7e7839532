//! What the accounts of regimes have in common: equilibria, conditions and comparisons in words.

use crate::game::Game;
use crate::number::RationalFunction;
use crate::study::regimes::{ParametricEquilibrium, Regimes, Requirement, plays};
use crate::study::region::{Constraint, Sense};

/// How formulas and names are written.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    pub regimes: &'a Regimes,
    pub latex: bool,
}

impl Pen<'_> {
    pub fn name(&self, text: &str) -> String {
        if self.latex { crate::show::escape::latex(text) } else { crate::show::words::clean(text) }
    }

    pub fn function(&self, function: &RationalFunction) -> String {
        let names = self.regimes.model.symbols_list();
        if self.latex { format!("\\({}\\)", function.to_latex(names)) } else { function.to_text(names) }
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
        let mut parts = Vec::new();
        for (player, name) in game.players().labels().iter().enumerate() {
            let moves: Vec<String> = match game {
                Game::Normal(table) => {
                    let labels = table.strategies(player.into()).labels();
                    vec![self.choice(labels, &equilibrium.profile[player])]
                }
                Game::Extensive(tree) => tree
                    .infosets_of(player.into())
                    .map(|id| {
                        let infoset = tree.infoset(id);
                        let choice = self.choice(infoset.actions.labels(), &equilibrium.profile[id.index()]);
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
        let of = |(name, value): (&String, &RationalFunction)| format!("{} {}", self.name(name), self.function(value));
        game.players().labels().iter().zip(&equilibrium.payoffs).map(of).collect::<Vec<_>>().join(", ")
    }

    /// A comparison, with both payoffs: the proof of a condition.
    pub fn comparison(&self, game: &Game, requirement: &Requirement) -> String {
        let player = self.name(game.players().label(requirement.player));
        if requirement.alternative.is_empty() {
            return format!("{player}: the probability of {} must not be negative", self.name(&requirement.chosen));
        }
        let place =
            if requirement.place.is_empty() { String::new() } else { format!(" ({})", self.name(&requirement.place)) };
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
