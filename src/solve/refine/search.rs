//! [`trembling_hand`] and [`proper`]: every Nash equilibrium of the strategic form, tested.

use super::agents::extensive_form_perfect;
use super::finding::{Answer, Verdict};
use super::parts::{Product, connected, perfect_parts};
use super::perfect::{perfect, undominated};
use super::position::Position;
use super::proper::proper as is_proper;
use super::proper_parts::{ProperParts, proper_parts};
use super::thinned::Thinned;
use super::{RefinementOptions, TrembleForm};
use crate::error::Error;
use crate::game::{Concept, ExtensiveForm, Game, MixedProfile, NormalForm, PlayerId, Profile, StrategicForm};
use crate::number::Rational;
use crate::solve::control::{Control, Watch};
use crate::solve::nash::nash_normal;
use crate::solve::solution::{Component, Equilibrium, Solution, Status};

/// Every trembling-hand perfect equilibrium, in the strategic form.
///
/// # Definition
/// A Nash equilibrium is perfect if it withstands some small mistakes: some completely mixed profiles come to it against
/// all of which its strategies are best replies (Selten 1975, doi:10.1007/BF01766400). For two players these are exactly
/// the equilibria in which no mixed strategy is weakly dominated (van Damme 1991). The solution lists the extreme
/// equilibria that are perfect, each with a test sequence that proves it, and the parts of the components that are. With
/// more players an equilibrium may stay undecided; the status then says so, and it is not listed.
///
/// On a tree every information set trembles for itself ([`Concept::ExtensiveFormPerfect`], perfection of the agent form):
/// such an equilibrium is sequential, so that the sequential ones are tested. With
/// [`TrembleForm::Strategic`] it is perfection of the (reduced) strategic form: each player
/// trembles once, over whole plans, and the equilibrium need not be subgame perfect. Neither implies the other.
///
/// # Errors
/// As for [`nash`](crate::nash); on a tree as for [`sequential`](crate::sequential), and [`Error::TooLarge`] when its agent
/// form has more profiles than allowed.
///
/// # Complexity
/// That of `nash` (`sequential`), and for each equilibrium and player one exact linear program with a row for each profile of the others.
///
/// # Example
/// ```
/// use foederis::{NormalForm, nash, trembling_hand};
/// // Nobody would trade (up, left) for a pair that a single mistake makes worse.
/// let game = NormalForm::builder().player("A", ["up", "down"]).player("B", ["left", "right"])
///     .table(&[&[1, 0, 0, 0], &[1, 0, 0, 0]])?.into();
/// assert_eq!(nash(&game, &Default::default())?.len(), 2);
/// assert_eq!(trembling_hand(&game, &Default::default())?.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn trembling_hand(game: &Game, options: &RefinementOptions) -> Result<Solution, Error> {
    match (game, options.form) {
        (Game::Extensive(tree), TrembleForm::Agent) => extensive_form_perfect(tree, options),
        _ => search(game, options, Concept::TremblingHand),
    }
}

/// Every proper equilibrium.
///
/// # Definition
/// A Nash equilibrium is proper if it withstands some small mistakes of which costlier ones are much rarer: of two
/// strategies of a player, the one that is worse against the mistakes of the others becomes infinitely less likely (Myerson
/// 1978, doi:10.1007/BF01753236). Every game has one, and each is trembling-hand perfect. For two players the answer is
/// exact, and within continua of Nash equilibria too: there the proper ones make products of polytopes, whose corners are
/// listed and which are the parts of the components. A corner need not be an extreme Nash equilibrium. With more players the
/// extreme equilibria of a continuum are tested, and the status says that others were not.
///
/// On a tree this is properness of the (reduced) strategic form: costlier *plans* are much rarer. A proper equilibrium of it
/// induces a quasi-perfect equilibrium of the tree, and so a sequential one: behaviour by which everybody replies best at every
/// information set to the small mistakes of others, counting on none of their own (van Damme 1984, International Journal of
/// Game Theory 13; Kohlberg and Mertens 1986, doi:10.2307/1912320). Where an own earlier choice excludes that play comes, the
/// plan leaves open what would be done, and the first action stands in; `sequential` says what it may be. Properness of the agent
/// form, in which the mistakes of different information sets of one player need not be compared, is another property, and is not
/// decided here.
///
/// # Errors
/// As for [`nash`](crate::nash).
///
/// # Complexity
/// That of `nash`; for each equilibrium of two players, exponential in the number of strategies that tie; for each maximal Nash
/// subset that is no point, linear programs for each pair of rankings of both players' strategies near it. Where there are
/// more rankings than 2,000 of a player, or 2^20 pairs, the list is not complete and says so.
///
/// # Example
/// ```
/// use foederis::{NormalForm, proper, trembling_hand};
/// // Myerson's game: (middle, center) is perfect, as dominated strategies are feared equally, but not proper.
/// let a = [1, 0, -9, 0, 0, -7, -9, -7, -7];
/// let b = [1, 0, -9, 0, 0, -7, -9, -7, -7];
/// let game = NormalForm::builder().player("A", ["up", "middle", "down"]).player("B", ["left", "center", "right"])
///     .table(&[&a, &b])?.into();
/// assert_eq!(trembling_hand(&game, &Default::default())?.len(), 2);
/// assert_eq!(proper(&game, &Default::default())?.len(), 1);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn proper(game: &Game, options: &RefinementOptions) -> Result<Solution, Error> {
    search(game, options, Concept::Proper)
}

fn search(game: &Game, options: &RefinementOptions, concept: Concept) -> Result<Solution, Error> {
    match game {
        Game::Normal(game) => on_table(game, &options.control, concept),
        Game::Extensive(tree) => {
            tree.require_perfect_recall(concept.function())?;
            let form = tree.to_strategic(&options.strategic)?;
            as_behavior(&form, tree, on_table(&form.game, &options.control, concept)?, concept)
        }
    }
}

fn on_table(game: &NormalForm, control: &Control, concept: Concept) -> Result<Solution, Error> {
    // The limit on equilibria is on those that are listed in the end.
    let all = Control { max_equilibria: None, ..control.clone() };
    let mut watch = Watch::start(control);
    let nash = candidates(game, &all, &mut watch)?;
    let mut solution = Solution::new(concept, method(&nash, concept), String::new());
    let mut undecided = Vec::new();
    for (number, equilibrium) in nash.equilibria.iter().enumerate() {
        if watch.must_stop_now(solution.len()) {
            break;
        }
        let Profile::Mixed(profile) = &equilibrium.profile else { continue };
        let position = Position::new(game, profile, equilibrium.error_bound)?;
        let Some(verdict) = test(&position, concept, &mut watch)? else { break };
        match verdict.finding.answer {
            Answer::Yes => solution.equilibria.push(Equilibrium { trembles: verdict.trembles, ..equilibrium.clone() }),
            Answer::No => {}
            Answer::Undecided => undecided.push((number, position.words(), verdict.finding.reason)),
        }
    }
    let inner = inner_parts(game, &nash, concept, &mut watch);
    if let Some(inner) = &inner {
        add_corners(game, inner, &mut solution)?;
    }
    solution.counts.insert("Nash equilibria".into(), nash.len() as u64);
    solution.status = watch.finish(&mut solution.equilibria);
    if solution.complete() {
        solution.status = nash.status.clone();
    }
    note_undecided(&mut solution, &undecided);
    describe(game, &nash, inner.map(|inner| inner.products), &mut solution, &mut watch);
    Ok(solution)
}

/// For two players: the parts of continua of Nash equilibria that are proper.
fn inner_parts(game: &NormalForm, nash: &Solution, concept: Concept, watch: &mut Watch) -> Option<ProperParts> {
    let active = active(game);
    let wanted = concept == Concept::Proper && active.len() <= 2 && nash.complete() && !is_isolated(nash);
    if !wanted { None } else { proper_parts(game, two_of(game, &active), &nash.components, watch) }
}

/// Lists the corners of proper parts that are no extreme Nash equilibria.
fn add_corners(game: &NormalForm, inner: &ProperParts, solution: &mut Solution) -> Result<(), Error> {
    for (corner, trembles) in inner.corners.iter().rev() {
        if solution.equilibria.iter().any(|known| known.profile.rows() == &corner[..]) {
            continue;
        }
        let profile = MixedProfile(corner.clone());
        let payoffs = game.expected_payoffs(&profile)?;
        let alone = Equilibrium::exact(Profile::Mixed(profile), payoffs);
        solution.equilibria.push(Equilibrium { trembles: Some(trembles.clone()), ..alone });
    }
    Ok(())
}

/// The players who have a choice.
fn active(game: &NormalForm) -> Vec<PlayerId> {
    game.player_ids().filter(|&player| game.strategies(player).len() > 1).collect()
}

fn is_isolated(nash: &Solution) -> bool {
    nash.components.iter().all(|component| component.dimension == 0)
}

/// Nash equilibria among which are all perfect ones: all of them for two players, so that the parts of components are
/// known; with more players, those without weakly dominated strategies.
fn candidates(game: &NormalForm, control: &Control, watch: &mut Watch) -> Result<Solution, Error> {
    if game.shape().iter().filter(|count| **count > 1).count() <= 2 {
        return nash_normal(game, control);
    }
    let Some(thinned) = Thinned::new(game, watch)? else {
        return Ok(Solution::new(Concept::Nash, "weak dominance", ""));
    };
    let mut nash = thinned.lift(nash_normal(&thinned.game, control)?);
    if thinned.game.num_profiles() < game.num_profiles() {
        nash.method = format!("strategies that are not weakly dominated, {}", nash.method);
    }
    Ok(nash)
}

fn test(position: &Position, concept: Concept, watch: &mut Watch) -> Result<Option<Verdict>, Error> {
    let found = perfect(position, &undominated(position))?;
    match concept {
        Concept::Proper => is_proper(position, &found, watch),
        _ => Ok(Some(found)),
    }
}

fn method(nash: &Solution, concept: Concept) -> String {
    let test = match concept {
        Concept::Proper => "rankings of mistakes by linear programs",
        _ => "weak dominance and test sequences by linear programs",
    };
    format!("{}, then {test}, exact", nash.method.trim_end_matches(", exact"))
}

pub(super) fn note_undecided(solution: &mut Solution, undecided: &[(usize, String, String)]) {
    let concept = solution.concept.name();
    let article = if concept.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    for (_, words, reason) in undecided.iter().take(20) {
        solution.notes.push(format!("undecided whether this is {article} {concept}: {words} ({reason})"));
    }
    if !undecided.is_empty() && solution.complete() {
        let count = undecided.len();
        let of = if count == 1 { "1 Nash equilibrium".to_owned() } else { format!("{count} Nash equilibria") };
        solution.status = Status::Partial(format!("for {of} it is undecided, see the notes"));
    }
}

/// The claim, and for two players the parts of the components. A continuum of which only some points were looked at leaves
/// the list incomplete.
fn describe(
    game: &NormalForm,
    nash: &Solution,
    proper: Option<Vec<Product>>,
    solution: &mut Solution,
    watch: &mut Watch,
) {
    let (concept, active) = (solution.concept, active(game));
    let name = match concept {
        Concept::Proper => "proper",
        _ => "trembling-hand perfect",
    };
    let isolated = is_isolated(nash);
    solution.claim = format!("every {name} equilibrium");
    if !solution.complete() {
        return;
    }
    if isolated {
        // Indices belong to the components of all Nash equilibria; the perfect ones alone do not sum to 1.
        let alone = |member: usize| Component { members: vec![member], ..Component::default() };
        solution.components = (0..solution.len()).map(alone).collect();
        return;
    }
    let parts = match concept {
        Concept::Proper => proper.map(|products| with_isolated(products, solution)),
        _ if active.len() > 2 => None,
        _ => perfect_parts(game, two_of(game, &active), &nash.components, &solution.equilibria, watch),
    };
    match parts {
        Some(parts) => {
            solution.components = parts;
            solution.claim = format!(
                "every extreme Nash equilibrium that is {name}, and with them every {name} equilibrium: each is a mixture \
                 within a component"
            );
            if concept == Concept::Proper {
                solution.claim = "every proper equilibrium: each is a mixture within a component".into();
            }
        }
        None => solution.status = Status::Partial(format!("{CONTINUUM}; a {name} one may lie between them")),
    }
}

/// What was looked at where equilibria are not isolated.
const CONTINUUM: &str = "Nash equilibria form a continuum, of which only the extreme ones were tested";

/// Proper parts, and the equilibria in none of them as parts of their own.
fn with_isolated(products: Vec<Product>, solution: &Solution) -> Vec<Component> {
    let within = |rows: &[Vec<Rational>]| {
        products.iter().any(|product| product.iter().zip(rows).all(|(points, row)| points.contains(row)))
    };
    let alone = solution.equilibria.iter().map(|equilibrium| equilibrium.profile.rows()).filter(|rows| !within(rows));
    let alone: Vec<Product> = alone.map(|rows| rows.iter().map(|row| vec![row.clone()]).collect()).collect();
    connected([products, alone].concat(), &solution.equilibria)
}

/// Two players among whom are all that have a choice.
fn two_of(game: &NormalForm, active: &[PlayerId]) -> [PlayerId; 2] {
    let mut others = game.player_ids().filter(|player| !active.contains(player));
    let mut pick = |place: usize| active.get(place).copied().or_else(|| others.next());
    match (pick(0), pick(1)) {
        (Some(a), Some(b)) => [a, b],
        _ => [PlayerId(0), PlayerId(0)],
    }
}

/// The solution of a strategic form as behaviour on its tree.
fn as_behavior(
    form: &StrategicForm,
    tree: &ExtensiveForm,
    mut solution: Solution,
    concept: Concept,
) -> Result<Solution, Error> {
    let mut kept: Vec<Equilibrium> = Vec::with_capacity(solution.len());
    let mut place = Vec::with_capacity(solution.len());
    for equilibrium in std::mem::take(&mut solution.equilibria) {
        let profile = match &equilibrium.profile {
            Profile::Mixed(mixed) => Profile::Behavior(form.behavior_of(mixed)?),
            Profile::Behavior(_) | Profile::Correlated(_) => equilibrium.profile.clone(),
        };
        let known = kept.iter().position(|other| other.profile == profile);
        place.push(known.unwrap_or(kept.len()));
        if known.is_none() {
            kept.push(Equilibrium { profile, ..equilibrium });
        }
    }
    solution.equilibria = kept;
    for component in &mut solution.components {
        component.members = component.members.iter().map(|&member| place[member]).collect();
        component.members.sort_unstable();
        component.members.dedup();
        component.subsets.clear();
    }
    let plans = if form.is_reduced() { "reduced" } else { "full" };
    solution.method = format!("{plans} strategic form, {}", solution.method);
    solution.claim = format!("{}, as behaviour", solution.claim);
    solution.notes.push(format!(
        "{} of the strategic form: each of {} trembles over whole plans. It need not be subgame perfect",
        match concept {
            Concept::Proper => "Properness",
            _ => "Perfection",
        },
        tree.players().keys().join(", ")
    ));
    Ok(solution)
}

impl Position<'_> {
    /// "Russia: Support; Armenia: 1/2 Stay + 1/2 Leave".
    pub(super) fn words(&self) -> String {
        let MixedProfile(rows) = self.profile;
        let one = |(player, row): (PlayerId, &Vec<_>)| {
            format!("{}: {}", self.game.players().key(player.index()), self.mixture(player, row))
        };
        self.game.player_ids().zip(rows).map(one).collect::<Vec<_>>().join("; ")
    }
}
