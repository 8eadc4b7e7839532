//! From a model and values of its parameters to a game.

use super::form::{Form, Kind, Set, Table, Tree, describe};
use super::model::{Model, Parts};
use super::read::profile;
use crate::error::Error;
use crate::game::{ExtensiveForm, Game, InfosetId, Labels, NormalForm, PlayerId, Slot, TreeBuilder};
use crate::number::{Rational, RationalFunction};

/// What games at all points share.
#[derive(Debug, Clone)]
pub(super) struct Skeleton {
    /// By play or profile, one for each player.
    pub payoffs: Vec<Vec<RationalFunction>>,
    pub probabilities: Vec<Vec<RationalFunction>>,
    /// The game at the base, if it can be made there.
    game: Result<Game, Error>,
    /// Whether the games at all points differ in payoffs only.
    fixed_chance: bool,
}

impl Skeleton {
    pub fn new(parts: &Parts) -> Skeleton {
        let payoffs = match &parts.form {
            Form::Tree(tree) => play_payoffs(tree, parts.players.len()),
            Form::Table(table) => cells_in_order(table, parts.players.len()),
        };
        let probabilities = match &parts.form {
            Form::Tree(tree) => tree.depth_first(0).into_iter().filter_map(|at| chance_at(tree, at)).collect(),
            Form::Table(_) => Vec::new(),
        };
        let fixed_chance = probabilities.iter().flatten().all(RationalFunction::is_constant);
        let base: Vec<Rational> = parts.parameters.iter().map(|parameter| parameter.base.clone()).collect();
        let zero = vec![vec![Rational::ZERO; parts.players.len()]; payoffs.len()];
        let chances =
            values_of(&probabilities, &base).map_err(|_| Error::Invalid("a probability divides by zero".into()));
        let game = chances.and_then(|chances| build(parts, zero, &chances));
        Skeleton { payoffs, probabilities, game, fixed_chance }
    }

    pub fn game_at(&self, model: &Model, point: &[Rational]) -> Result<Game, Error> {
        if point.len() != model.parameters().len() {
            let (given, needed) = (point.len(), model.parameters().len());
            return Err(Error::Invalid(format!("{given} values were given for {needed} parameters")));
        }
        let payoffs = values_of(&self.payoffs, point).map_err(|at| self.payoff_fault(model, at, point))?;
        self.with_payoffs(model, point, payoffs)
    }

    /// The game at a point, or where a payoff has no value there, with payoffs of 0.
    pub fn structure_at(&self, model: &Model, point: &[Rational]) -> Result<Game, Error> {
        match values_of(&self.payoffs, point) {
            Ok(_) => self.game_at(model, point),
            Err(_) => {
                self.with_payoffs(model, point, vec![vec![Rational::ZERO; model.players().len()]; self.payoffs.len()])
            }
        }
    }

    fn with_payoffs(&self, model: &Model, point: &[Rational], payoffs: Vec<Vec<Rational>>) -> Result<Game, Error> {
        if self.fixed_chance {
            return match self.game.clone()? {
                Game::Normal(game) => Ok(game.with_payoffs(payoffs.concat())?.into()),
                Game::Extensive(game) => Ok(game.with_play_payoffs(payoffs)?.into()),
            };
        }
        let chances = values_of(&self.probabilities, point).map_err(|(chance, event)| {
            let used = self.probabilities[chance][event].variables();
            let values = model.show_values(point, used);
            Error::Invalid(format!("a probability of {} divides by zero at {values}", self.chance_name(model, chance)))
        })?;
        self.check_chances(model, &chances, point)?;
        build(model.parts(), payoffs, &chances)
    }

    fn payoff_fault(&self, model: &Model, (play, player): (usize, usize), point: &[Rational]) -> Error {
        let values = model.show_values(point, self.payoffs[play][player].variables());
        let (name, place) = (&model.players()[player], self.outcome_name(model, play));
        Error::Invalid(format!("the payoff of {name} after {place} divides by zero at {values}"))
    }

    /// The actions that lead to a play, or the strategies of a profile.
    fn outcome_name(&self, model: &Model, play: usize) -> String {
        match model.form() {
            Form::Tree(tree) => tree.ends(0).get(play).map_or(String::new(), |&end| describe(&tree.path(0, end))),
            Form::Table(table) => {
                let shape: Vec<usize> = table.strategies.iter().map(Vec::len).collect();
                let choices = profile(play, &shape);
                let names: Vec<&str> =
                    table.strategies.iter().zip(choices).map(|(own, choice)| own[choice].as_str()).collect();
                names.join(", ")
            }
        }
    }

    fn chance_name(&self, model: &Model, chance: usize) -> String {
        let Form::Tree(tree) = model.form() else { return "chance".into() };
        let nodes = tree.depth_first(0).into_iter().filter(|&at| chance_at(tree, at).is_some());
        let at = nodes.into_iter().nth(chance).unwrap_or(0);
        format!("chance at {}", describe(&tree.path(0, at)))
    }

    fn check_chances(&self, model: &Model, chances: &[Vec<Rational>], point: &[Rational]) -> Result<(), Error> {
        for (index, values) in chances.iter().enumerate() {
            let total: Rational = values.iter().sum();
            if total != Rational::ONE || values.iter().any(Rational::is_negative) {
                let used = self.probabilities[index].iter().flat_map(RationalFunction::variables);
                let (name, at) = (self.chance_name(model, index), model.show_values(point, used));
                let list = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                return Err(Error::Invalid(format!(
                    "the probabilities of {name} are {list} at {at}; they must not be negative and must sum to 1"
                )));
            }
        }
        Ok(())
    }
}

fn chance_at(tree: &Tree, at: usize) -> Option<Vec<RationalFunction>> {
    match &tree.nodes[at].kind {
        Kind::Chance { probabilities, .. } => Some(probabilities.clone()),
        _ => None,
    }
}

/// The sums of payoffs along each play, depth first.
fn play_payoffs(tree: &Tree, players: usize) -> Vec<Vec<RationalFunction>> {
    let mut sums: Vec<Vec<RationalFunction>> = vec![Vec::new(); tree.nodes.len()];
    let mut plays = Vec::new();
    for at in tree.depth_first(0) {
        let node = &tree.nodes[at];
        let mut sum =
            node.parent.map_or_else(|| vec![RationalFunction::zero(); players], |(parent, _)| sums[parent].clone());
        for (total, payoff) in sum.iter_mut().zip(&node.payoffs) {
            if let Some(payoff) = payoff {
                *total = &*total + payoff;
            }
        }
        if matches!(node.kind, Kind::End) {
            plays.push(sum.clone());
        }
        sums[at] = sum;
    }
    plays
}

/// The cells of a table in the order of the game's profiles. Players who choose nothing have one strategy.
fn cells_in_order(table: &Table, players: usize) -> Vec<Vec<RationalFunction>> {
    let strategies = all_strategies(table, players);
    let shape: Vec<usize> = strategies.iter().map(Vec::len).collect();
    let own_shape: Vec<usize> = table.strategies.iter().map(Vec::len).collect();
    let size: usize = shape.iter().product();
    let cell = |number: usize| {
        let choices = profile(number, &shape);
        let own =
            table.movers.iter().zip(&own_shape).fold(0, |number, (mover, count)| number * count + choices[*mover]);
        (0..players).map(|player| table.cells[own].get(player).cloned().flatten().unwrap_or_default()).collect()
    };
    (0..size).map(cell).collect()
}

fn all_strategies(table: &Table, players: usize) -> Vec<Vec<String>> {
    let own = |player: usize| table.movers.iter().position(|mover| *mover == player);
    (0..players)
        .map(|player| own(player).map_or_else(|| vec!["No choice".to_owned()], |mover| table.strategies[mover].clone()))
        .collect()
}

/// The values of functions, or the position of the first that has none.
fn values_of(functions: &[Vec<RationalFunction>], point: &[Rational]) -> Result<Vec<Vec<Rational>>, (usize, usize)> {
    let row = |(index, row): (usize, &Vec<RationalFunction>)| {
        let value = |(place, function): (usize, &RationalFunction)| function.evaluate(point).ok_or((index, place));
        row.iter().enumerate().map(value).collect()
    };
    functions.iter().enumerate().map(row).collect()
}

fn build(parts: &Parts, payoffs: Vec<Vec<Rational>>, chances: &[Vec<Rational>]) -> Result<Game, Error> {
    let text = |key: &str| parts.document.get_text(key).unwrap_or_default().to_owned();
    let comment = [text("summary"), text("note")].join(" ").trim().to_owned();
    match &parts.form {
        Form::Tree(tree) => {
            let builder = ExtensiveForm::builder(&parts.players).title(text("title")).comment(comment);
            Ok(build_tree(tree, builder, payoffs, chances)?.into())
        }
        Form::Table(table) => {
            let strategies = all_strategies(table, parts.players.len());
            let start = NormalForm::builder().title(text("title")).comment(comment);
            let builder =
                parts.players.iter().zip(strategies).fold(start, |builder, (player, own)| builder.player(player, own));
            let mut rows = payoffs.into_iter();
            Ok(builder.payoffs(|_| rows.next().unwrap_or_default())?.into())
        }
    }
}

fn build_tree(
    tree: &Tree,
    mut builder: TreeBuilder,
    payoffs: Vec<Vec<Rational>>,
    chances: &[Vec<Rational>],
) -> Result<ExtensiveForm, Error> {
    let sets = add_sets(tree, &mut builder)?;
    let (mut payoffs, mut chances) = (payoffs.into_iter(), chances.iter());
    let mut stack: Vec<(usize, Slot)> = vec![(0, builder.root())];
    while let Some((at, slot)) = stack.pop() {
        let slots = match &tree.nodes[at].kind {
            Kind::End => {
                builder.payoffs(slot, payoffs.next().unwrap_or_default())?;
                continue;
            }
            Kind::Move(set) => builder.place(slot, sets[*set])?,
            Kind::Chance { events, .. } => {
                let values = chances.next().cloned().unwrap_or_default();
                builder.chance(slot, "", events.iter().cloned().zip(values))?
            }
        };
        stack.extend(tree.nodes[at].children.iter().copied().zip(slots).rev());
    }
    builder.finish()
}

fn add_sets(tree: &Tree, builder: &mut TreeBuilder) -> Result<Vec<InfosetId>, Error> {
    let names = set_names(tree);
    tree.sets
        .iter()
        .zip(&names)
        .map(|(set, name)| {
            let actions = Labels::unique(&format!("actions at '{name}'"), &set.actions)?;
            Ok(builder.add_infoset(PlayerId::from(set.player), name, actions))
        })
        .collect()
}

/// A name for each information set: the label, or the last move before it; where two of a player's would be the same,
/// the whole way there.
fn set_names(tree: &Tree) -> Vec<String> {
    let mut first: Vec<Option<usize>> = vec![None; tree.sets.len()];
    for at in tree.depth_first(0) {
        if let Kind::Move(set) = &tree.nodes[at].kind {
            first[*set].get_or_insert(at);
        }
    }
    let paths: Vec<Vec<&str>> = first.iter().map(|at| tree.path(0, at.unwrap_or(0))).collect();
    let short: Vec<String> = tree.sets.iter().zip(&paths).map(|(set, path)| short_name(set, path)).collect();
    let shared = |index: usize| {
        let same = |other: usize| short[other] == short[index] && tree.sets[other].player == tree.sets[index].player;
        (0..short.len()).any(|other| other != index && same(other))
    };
    let name =
        |index: usize| if shared(index) { long_name(&tree.sets[index], &paths[index]) } else { short[index].clone() };
    (0..short.len()).map(name).collect()
}

fn short_name(set: &Set, path: &[&str]) -> String {
    match (&set.label, path.last()) {
        (Some(label), _) => label.clone(),
        (None, Some(action)) => format!("after {action}"),
        (None, None) => "start".to_owned(),
    }
}

fn long_name(set: &Set, path: &[&str]) -> String {
    match &set.label {
        Some(label) if set.scope.is_empty() || set.scope == "the start" => label.clone(),
        Some(label) => format!("{label} after {}", set.scope),
        None if path.is_empty() => "start".to_owned(),
        None => format!("after {}", path.join(", ")),
    }
}
