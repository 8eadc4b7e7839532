//! The strategic form of a tree: everybody chooses a whole plan at once.

use super::super::extensive::{ExtensiveForm, NodeKind};
use super::super::history::Trail;
use super::super::ids::PlayerId;
use super::super::normal::{DEFAULT_MAX_PROFILES, NormalForm};
use super::super::profile::{BehaviorProfile, MixedProfile};
use super::block::Table;
use super::plans::{OwnPart, Plan, told_to_stop};
use crate::error::Error;
use crate::number::{Rational, Stop};

/// How to make a strategic form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategicOptions {
    /// Leave out actions at information sets that a plan's own earlier choices exclude. Default: false.
    pub reduced: bool,
    /// The most profiles of plans, and the most actions in one player's list of plans. Default:
    /// [`DEFAULT_MAX_PROFILES`].
    pub max_profiles: usize,
}

impl Default for StrategicOptions {
    fn default() -> Self {
        StrategicOptions { reduced: false, max_profiles: DEFAULT_MAX_PROFILES }
    }
}

/// The strategic form of a tree, with the plan behind each strategy.
///
/// # Definition
/// A player's strategies are plans: an action at each of the player's information sets (full form), or at each that
/// the plan's own earlier choices do not exclude (reduced form). Payoffs are expectations over chance.
///
/// Strategies are named by their actions, in the order of the player's information sets, joined by `/`, with a dot
/// where the plan says nothing. Where two sets have an action of the same name, both sets' names stand before theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategicForm {
    /// The game as a table.
    pub game: NormalForm,
    /// For each player and strategy: the action at each of the player's own information sets, in their order.
    pub plans: Vec<Vec<Vec<Option<usize>>>>,
    tree: ExtensiveForm,
    reduced: bool,
}

/// For each combination of the players' own histories at the end of a play, the weighted payoffs of those plays.
pub(super) type PlaySums = Vec<(Vec<usize>, Vec<Rational>)>;

impl ExtensiveForm {
    /// The strategic form.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when there are more profiles or plans than `max_profiles`.
    ///
    /// # Complexity
    /// Each play is added once to every profile that leads to it; the tree is walked once.
    ///
    /// # Example
    /// ```
    /// use foederis::ExtensiveForm;
    /// let mut tree = ExtensiveForm::builder(["A", "B"]);
    /// let start = tree.root();
    /// let first = tree.decision(start, "A", "", ["Enter", "Stay out"])?;
    /// let second = tree.decision(first[0], "B", "", ["Fight", "Yield"])?;
    /// for (slot, payoffs) in [(first[1], [0, 2]), (second[0], [-1, 0]), (second[1], [1, 1])] {
    ///     tree.payoffs(slot, payoffs)?;
    /// }
    /// let form = tree.finish()?.to_strategic(&Default::default())?;
    /// assert_eq!(form.game.strategies(form.game.player("B")?).labels(), ["Fight", "Yield"]);
    /// assert_eq!(form.game.payoffs_of(2), form.game.payoffs_of(3));
    /// # Ok::<(), foederis::Error>(())
    /// ```
    pub fn to_strategic(&self, options: &StrategicOptions) -> Result<StrategicForm, Error> {
        self.to_strategic_unless(options, &|| false)
    }

    /// [`to_strategic`](Self::to_strategic), which gives up once it is told to stop. It asks all the time.
    ///
    /// # Errors
    /// As [`to_strategic`](Self::to_strategic), and [`Error::Invalid`] where it was told to stop.
    pub fn to_strategic_unless(
        &self,
        options: &StrategicOptions,
        stop: &dyn Fn() -> bool,
    ) -> Result<StrategicForm, Error> {
        let (trail, plays) = self.sum_plays_by_histories();
        let parts: Vec<OwnPart> =
            self.player_ids().map(|player| OwnPart::new(self, player, &trail.histories[player.index()])).collect();
        let list = |part: &OwnPart| match options.reduced {
            true => part.reduced(options.max_profiles, stop),
            false => part.full(options.max_profiles, stop),
        };
        let plans: Vec<Vec<Plan>> = parts.iter().map(list).collect::<Result<_, _>>()?;
        let mut builder = NormalForm::builder().title(self.title()).comment(self.comment()).names_as_written();
        for (part, plans) in parts.iter().zip(&plans) {
            builder = builder.player(self.players().label(part.player.index()), part.names(plans, stop)?);
        }
        let builder = builder.max_profiles(options.max_profiles);
        builder.check_size()?;
        let game = builder.flat_payoffs(fill(&parts, &plans, &plays, stop)?)?;
        Ok(StrategicForm { game, plans, tree: self.clone(), reduced: options.reduced })
    }

    /// Walks the tree once: for each combination of the players' own histories at the end of a play, the payoffs of
    /// those plays, weighted with the probability of their chance moves.
    pub(super) fn sum_plays_by_histories(&self) -> (Trail<'_>, PlaySums) {
        let mut trail = Trail::new(self);
        let mut sums: std::collections::BTreeMap<Vec<usize>, Vec<Rational>> = Default::default();
        let mut weights: Vec<Rational> = Vec::with_capacity(self.num_nodes());
        for id in self.node_ids() {
            trail.enter(id);
            weights.push(self.chance_weight(id, &weights));
            let weight = &weights[id.index()];
            if self.node(id).kind != NodeKind::Terminal || weight.is_zero() {
                continue;
            }
            let sum = sums.entry(trail.current().to_vec()).or_insert_with(|| vec![Rational::ZERO; self.num_players()]);
            for (sum, payoff) in sum.iter_mut().zip(self.play_payoffs(id)) {
                *sum += weight * payoff;
            }
        }
        (trail, sums.into_iter().collect())
    }

    /// The probability with which chance lets play come to a node, from those of the nodes before it.
    pub(super) fn chance_weight(&self, id: super::super::ids::NodeId, before: &[Rational]) -> Rational {
        let Some((parent, action)) = self.node(id).parent else { return Rational::ONE };
        match self.node(parent).kind {
            NodeKind::Chance(chance) => &before[parent.index()] * &self.chance_move(chance).probabilities[action],
            _ => before[parent.index()].clone(),
        }
    }
}

fn fill(parts: &[OwnPart], plans: &[Vec<Plan>], plays: &PlaySums, stop: Stop) -> Result<Vec<Rational>, Error> {
    let shape: Vec<usize> = plans.iter().map(Vec::len).collect();
    let leading: Vec<Vec<Vec<usize>>> =
        parts.iter().zip(plans).map(|(part, plans)| plans_by_history(part, plans, stop)).collect();
    let mut table = Table::new(&shape, parts.len());
    for (histories, payoffs) in plays {
        if stop() {
            return Err(told_to_stop());
        }
        let choices: Vec<&[usize]> = histories.iter().zip(&leading).map(|(&history, by)| &by[history][..]).collect();
        table.add(&choices, payoffs, stop);
    }
    if stop() { Err(told_to_stop()) } else { Ok(table.payoffs) }
}

/// For each of a player's histories, the plans that can lead to it.
fn plans_by_history(part: &OwnPart, plans: &[Plan], stop: Stop) -> Vec<Vec<usize>> {
    let mut leading: Vec<Vec<usize>> = Vec::new();
    for (number, plan) in plans.iter().enumerate().take_while(|_| !stop()) {
        let possible = part.possible(plan);
        leading.resize(possible.len(), Vec::new());
        for (history, _) in possible.iter().enumerate().filter(|(_, possible)| **possible) {
            leading[history].push(number);
        }
    }
    leading
}

impl StrategicForm {
    /// The tree that this is the strategic form of.
    pub fn tree(&self) -> &ExtensiveForm {
        &self.tree
    }

    /// Whether plans leave out what their own choices exclude.
    pub fn is_reduced(&self) -> bool {
        self.reduced
    }

    /// The behaviour profile that a profile of mixed plans amounts to.
    ///
    /// At each information set an action has the probability that the plan drawn takes it, given that the plan allows
    /// the set to be reached. Under perfect recall every play then has the probability it has under the plans (Kuhn
    /// 1953). Where no plan drawn allows the set, full plans still say what would be done there, and their marginal is
    /// used; reduced plans do not, and the first action stands in, so that pure profiles stay pure.
    ///
    /// # Errors
    /// When the profile does not fit [`StrategicForm::game`].
    pub fn behavior_of(&self, profile: &MixedProfile) -> Result<BehaviorProfile, Error> {
        profile.check(&self.game)?;
        let mut rows: Vec<Vec<Rational>> =
            self.tree.infosets().iter().map(|infoset| vec![Rational::ZERO; infoset.actions.len()]).collect();
        for (part, weights) in self.parts().iter().zip(&profile.0) {
            let plans = &self.plans[part.player.index()];
            let drawn = || plans.iter().zip(weights).filter(|(_, weight)| !weight.is_zero());
            let allowed: Vec<Vec<bool>> = drawn().map(|(plan, _)| part.allowed(plan)).collect();
            for (position, infoset) in part.infosets.iter().enumerate() {
                let row = &mut rows[infoset.index()];
                let allowing = drawn().zip(&allowed).filter(|(_, allowed)| allowed[position]).map(|(drawn, _)| drawn);
                add_choices(row, position, allowing);
                if row.iter().all(Rational::is_zero) {
                    add_choices(row, position, drawn());
                }
                normalise(row);
            }
        }
        Ok(BehaviorProfile(rows))
    }

    /// The profile of mixed plans that a behaviour profile amounts to: each plan has the product of the probabilities
    /// of its actions. Every play keeps its probability if no play meets an information set twice.
    ///
    /// # Errors
    /// When the profile does not fit the tree.
    pub fn mixed_of(&self, profile: &BehaviorProfile) -> Result<MixedProfile, Error> {
        profile.check(&self.tree)?;
        let weigh = |player: PlayerId| {
            let infosets: Vec<_> = self.tree.infosets_of(player).collect();
            let chosen = |(id, action): (&_, &Option<usize>)| action.map(|action| profile.at(*id)[action].clone());
            let weight = |plan: &Plan| infosets.iter().zip(plan).filter_map(chosen).product();
            self.plans[player.index()].iter().map(weight).collect()
        };
        Ok(MixedProfile(self.tree.player_ids().map(weigh).collect()))
    }

    fn parts(&self) -> Vec<OwnPart<'_>> {
        let mut trail = Trail::new(&self.tree);
        for id in self.tree.node_ids() {
            trail.enter(id);
        }
        let part = |player: PlayerId| OwnPart::new(&self.tree, player, &trail.histories[player.index()]);
        self.tree.player_ids().map(part).collect()
    }
}

fn add_choices<'a>(row: &mut [Rational], position: usize, plans: impl Iterator<Item = (&'a Plan, &'a Rational)>) {
    for (plan, weight) in plans {
        if let Some(action) = plan[position] {
            row[action] += weight;
        }
    }
}

/// Scales a row to sum 1; a row of zeros becomes the first action for sure.
pub(super) fn normalise(row: &mut [Rational]) {
    let total: Rational = row.iter().sum();
    if total.is_zero() {
        row[0] = Rational::ONE;
    } else if total != Rational::ONE {
        row.iter_mut().for_each(|weight| *weight = &*weight / &total);
    }
}
