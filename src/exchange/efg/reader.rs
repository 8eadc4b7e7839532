//! Reading `.efg` files.

use std::collections::HashMap;

use super::super::tokens::{Token, Tokens};
use crate::error::Error;
use crate::game::{
    ChanceId, DEFAULT_MAX_NODES, ExtensiveForm, InfosetId, Labels, OutcomeId, PlayerId, Slot, TreeBuilder,
};
use crate::number::Rational;

const NODES: &str = "each node begins with p (a player's move), c (a chance move) or t (the game ends)";
const MOVE: &str = "a move is written so: p \"\" 1 1 \"information set\" { \"Support\" \"Abstain\" } 0";
const CHANCE: &str = "a chance move is written so: c \"\" 1 \"\" { \"War\" 1/3 \"Peace\" 2/3 } 0";
const OUTCOME: &str = "an outcome is written so: 1 \"name\" { 2, -1 }; write 0 for none";

/// Reads the text of a `.efg` file, of at most [`DEFAULT_MAX_NODES`] nodes.
///
/// # Errors
/// [`Error::Input`] with line and column when the text is not such a file; [`Error::TooLarge`].
///
/// # Example
/// ```
/// use foederis::exchange::efg;
/// let game = efg::read(
///     r#"EFG 2 R "Deterrence" { "Challenger" "Defender" }
///        p "" 1 1 "start" { "Attack" "Refrain" } 0
///        p "" 2 1 "attacked" { "Resist" "Yield" } 0
///        t "" 1 "War" { -1, -1 }
///        t "" 2 "Defeat" { 1, -2.5 }
///        t "" 0"#,
/// )?;
/// assert_eq!(game.num_plays(), 3);
/// assert_eq!(efg::read(&efg::write(&game))?, game);
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn read(text: &str) -> Result<ExtensiveForm, Error> {
    read_within(text, DEFAULT_MAX_NODES)
}

/// Reads the text of a `.efg` file, of at most so many nodes.
///
/// # Errors
/// As for [`read`].
pub fn read_within(text: &str, max_nodes: usize) -> Result<ExtensiveForm, Error> {
    let mut tokens = Tokens::new(text)?;
    tokens.header("EFG", "2")?;
    let title = tokens.text("the title in quotes", "an empty title is \"\"")?;
    let players = tokens.players()?;
    let comment = tokens.optional_text()?.unwrap_or_default();
    let tree = ExtensiveForm::builder(&players).title(title).comment(comment).names_as_written().max_nodes(max_nodes);
    let mut reader = Reader {
        tokens,
        tree,
        players,
        infosets: HashMap::new(),
        chance: HashMap::new(),
        outcomes: HashMap::new(),
        open: Vec::new(),
    };
    reader.read_tree()?;
    reader.tree.finish()
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    tree: TreeBuilder,
    players: Vec<String>,
    /// What is known by its number: information sets by player and number, chance moves, outcomes.
    infosets: HashMap<(usize, i64), Known<InfosetId, Labels>>,
    chance: HashMap<i64, Known<ChanceId, (Labels, Vec<Rational>)>>,
    outcomes: HashMap<i64, Known<OutcomeId, Vec<Rational>>>,
    /// Nodes still to come, the next one last.
    open: Vec<Slot>,
}

/// Something that the file has described: later descriptions must agree.
struct Known<Id, Body> {
    id: Id,
    label: String,
    body: Body,
}

impl Reader<'_> {
    fn read_tree(&mut self) -> Result<(), Error> {
        self.open.push(self.tree.root());
        while let Some(slot) = self.open.pop() {
            let kind = self.read_kind()?;
            let label = self.tokens.text("the node's label in quotes", "an empty label is \"\"")?;
            self.tree.label(slot, &label);
            let mut children = match kind {
                Kind::Player => self.read_move(slot)?,
                Kind::Chance => self.read_chance(slot)?,
                Kind::Terminal => Vec::new(),
            };
            self.read_outcome(slot)?;
            children.reverse();
            self.open.append(&mut children);
        }
        match self.tokens.current() {
            Token::End => Ok(()),
            _ => Err(self.tokens.expected(
                "the end of the file, since the tree is complete",
                "delete what follows, or add an action to the move that the further nodes belong to",
            )),
        }
    }

    fn read_kind(&mut self) -> Result<Kind, Error> {
        let kind = match self.tokens.current() {
            Token::Word("p") => Kind::Player,
            Token::Word("c") => Kind::Chance,
            Token::Word("t") => Kind::Terminal,
            Token::End => return Err(self.unfinished(self.open.len() + 1)),
            _ => return Err(self.tokens.expected("a node", NODES)),
        };
        self.tokens.advance()?;
        Ok(kind)
    }

    fn unfinished(&self, missing: usize) -> Error {
        let nodes = if missing == 1 { "1 more node".into() } else { format!("at least {missing} more nodes") };
        let message = format!("the file ends before the tree does; {nodes} must follow");
        self.tokens.fault(
            self.tokens.end(),
            message,
            "add a node for each action, depth first: t \"\" 0 where the game ends",
        )
    }

    fn read_move(&mut self, slot: Slot) -> Result<Vec<Slot>, Error> {
        let at = self.tokens.here();
        let number = self.tokens.integer("the number of the player who moves", MOVE)?;
        let player = usize::try_from(number).ok().filter(|player| (1..=self.players.len()).contains(player));
        let Some(player) = player else {
            let message = format!("there is no player {number}; the file names {}", self.players.len());
            return Err(self.tokens.fault(at, message, "players are numbered from 1 in the order of their names"));
        };
        let at = self.tokens.here();
        let number = self.tokens.integer("the number of the information set", MOVE)?;
        let infoset = self.read_infoset(at, player, number)?;
        let actions = self.infosets.get(&(player, number)).map_or(0, |known| known.body.len());
        self.check_room(actions)?;
        self.tree.place(slot, infoset).map_err(|error| self.tokens.place_error(at, error))
    }

    fn read_infoset(&mut self, at: usize, player: usize, number: i64) -> Result<InfosetId, Error> {
        let name = format!("information set {number} of player '{}'", self.players[player - 1]);
        let label_at = self.tokens.here();
        let Some(label) = self.tokens.optional_text()? else {
            let known = self.infosets.get(&(player, number)).map(|known| known.id);
            return known.ok_or_else(|| self.undescribed(at, &name, "name and actions", MOVE));
        };
        let actions = self.tokens.texts("an action", MOVE)?;
        if actions.is_empty() {
            return Err(self.tokens.fault(label_at, format!("{name} has no actions"), MOVE));
        }
        let actions = Labels::new(actions);
        match self.infosets.get(&(player, number)) {
            Some(known) if known.label != label => Err(self.relabelled(label_at, &name, &known.label, &label)),
            Some(known) if known.body != actions => {
                let (first, second) = (known.body.labels().join(", "), actions.labels().join(", "));
                let message = format!("{name} has the actions {first} where it first appears, and {second} here");
                Err(self.tokens.fault(label_at, message, "give it the same actions, or another number"))
            }
            Some(known) => Ok(known.id),
            None => {
                let id = self.tree.add_infoset(PlayerId::from(player - 1), &label, actions.clone());
                self.infosets.insert((player, number), Known { id, label, body: actions });
                Ok(id)
            }
        }
    }

    fn read_chance(&mut self, slot: Slot) -> Result<Vec<Slot>, Error> {
        let at = self.tokens.here();
        let number = self.tokens.integer("the number of the chance move", CHANCE)?;
        let chance = self.read_chance_move(at, number)?;
        let events = self.chance.get(&number).map_or(0, |known| known.body.0.len());
        self.check_room(events)?;
        self.tree.place_chance(slot, chance).map_err(|error| self.tokens.place_error(at, error))
    }

    fn read_chance_move(&mut self, at: usize, number: i64) -> Result<ChanceId, Error> {
        let name = format!("chance move {number}");
        let label_at = self.tokens.here();
        let Some(label) = self.tokens.optional_text()? else {
            let known = self.chance.get(&number).map(|known| known.id);
            return known.ok_or_else(|| self.undescribed(at, &name, "name, events and probabilities", CHANCE));
        };
        let events_at = self.tokens.here();
        let (events, probabilities) = self.read_events()?;
        if events.is_empty() {
            return Err(self.tokens.fault(events_at, format!("{name} has no events"), CHANCE));
        }
        let body = (Labels::new(events), probabilities);
        match self.chance.get(&number) {
            Some(known) if known.label != label => Err(self.relabelled(label_at, &name, &known.label, &label)),
            Some(known) if known.body != body => {
                let message = format!("{name} has other events or probabilities here than where it first appears");
                Err(self.tokens.fault(events_at, message, "repeat them as they were, or give the move another number"))
            }
            Some(known) => Ok(known.id),
            None => {
                let added = self.tree.add_chance(&label, body.0.clone(), body.1.clone());
                let id = added.map_err(|error| self.tokens.place_error(events_at, error))?;
                self.chance.insert(number, Known { id, label, body });
                Ok(id)
            }
        }
    }

    fn read_events(&mut self) -> Result<(Vec<String>, Vec<Rational>), Error> {
        self.tokens.take(Token::Open, CHANCE)?;
        let (mut events, mut probabilities) = (Vec::new(), Vec::new());
        while let Some(event) = self.tokens.optional_text()? {
            let what = format!("the probability of event '{event}'");
            self.tokens.skip_comma()?;
            probabilities.push(self.tokens.number(&what, CHANCE)?);
            self.tokens.skip_comma()?;
            events.push(event);
        }
        self.tokens.take(Token::Close, CHANCE)?;
        Ok((events, probabilities))
    }

    fn read_outcome(&mut self, slot: Slot) -> Result<(), Error> {
        let at = self.tokens.here();
        let number = self.tokens.integer("the number of the outcome", OUTCOME)?;
        let name = format!("outcome {number}");
        let label_at = self.tokens.here();
        let label = self.tokens.optional_text()?;
        let outcome = match label {
            Some(_) if number == 0 => {
                let message = "outcome 0 stands for no outcome and takes no name or payoffs";
                return Err(self.tokens.fault(label_at, message, "give the outcome a number above 0"));
            }
            None if number == 0 => return Ok(()),
            None => {
                let known = self.outcomes.get(&number).map(|known| known.id);
                known.ok_or_else(|| self.undescribed(at, &name, "name and payoffs", OUTCOME))?
            }
            Some(label) => self.read_outcome_body(number, label, label_at)?,
        };
        self.tree.place_outcome(slot, outcome).map_err(|error| self.tokens.place_error(at, error))
    }

    fn read_outcome_body(&mut self, number: i64, label: String, label_at: usize) -> Result<OutcomeId, Error> {
        let name = format!("outcome {number}");
        let at = self.tokens.here();
        let mut payoffs = Vec::new();
        if *self.tokens.current() == Token::Open {
            self.tokens.advance()?;
            payoffs = self.tokens.payoffs(self.players.len())?;
        }
        payoffs.resize(self.players.len(), Rational::ZERO);
        match self.outcomes.get(&number) {
            Some(known) if known.label != label => Err(self.relabelled(label_at, &name, &known.label, &label)),
            Some(known) if known.body != payoffs => {
                let list = |payoffs: &[Rational]| super::super::tokens::join(payoffs);
                let message = format!(
                    "{name} has the payoffs {} where it first appears, and {} here",
                    list(&known.body),
                    list(&payoffs)
                );
                Err(self.tokens.fault(at, message, "give it the same payoffs, or another number"))
            }
            Some(known) => Ok(known.id),
            None => {
                let added = self.tree.add_outcome(&label, payoffs.clone());
                let id = added.map_err(|error| self.tokens.place_error(at, error))?;
                self.outcomes.insert(number, Known { id, label, body: payoffs });
                Ok(id)
            }
        }
    }

    /// Every node takes at least the four bytes of `t""0`; a few bytes must not make many nodes.
    fn check_room(&self, children: usize) -> Result<(), Error> {
        let missing = self.open.len() + children;
        if missing > 1000 && missing > self.tokens.remaining() / 4 + 1 { Err(self.unfinished(missing)) } else { Ok(()) }
    }

    fn undescribed(&self, at: usize, name: &str, what: &str, help: &str) -> Error {
        self.tokens.fault(at, format!("{name} is not described yet; give its {what} where it first appears"), help)
    }

    fn relabelled(&self, at: usize, name: &str, first: &str, second: &str) -> Error {
        let message = format!("{name} is called '{first}' where it first appears, and '{second}' here");
        self.tokens.fault(at, message, "give it one name, or another number")
    }
}

/// How a node begins.
enum Kind {
    Player,
    Chance,
    Terminal,
}
