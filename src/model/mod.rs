//! Models: games whose payoffs are expressions in named parameters, and the file format that people write them in.
//!
//! A model file is YAML. It names players and parameters and gives the game as a tree, as a table, or as one
//! simultaneous move with rules; payoffs are expressions in the parameters.
//!
//! ```yaml
//! title: A call for help
//! players: [Attacker, Ally]
//! parameters:
//!   gain: 3                      # short: the base value
//!   cost:                        # long: what is to be known about it
//!     base: 2
//!     range: cost > 0
//!     meaning: what support costs the ally
//!     term: entrapment
//! assumptions:
//!   - gain > 1
//! tree:
//!   player: Attacker
//!   actions:
//!     Refrain: [0, 0]            # payoffs in the order of the players
//!     Attack:
//!       player: Ally
//!       actions:
//!         Support: [-gain, -cost]
//!         Abstain: {payoffs: {Attacker: gain, Ally: -1}}
//! ```
//!
//! - **Trees.** A node is a list of payoffs, or a mapping. `player` and `actions` make a move; the same
//!   `information set` at several moves of a player means that the player cannot tell them apart. `chance` has events,
//!   each with a `probability`. `payoffs` may stand at any node; they add up along a play.
//! - **Tables.** `table` holds the first player's strategies, within each the second's, and so on, down to payoffs.
//! - **Simultaneous moves.** `simultaneous` names `players`, `actions` and `rules`. A rule says `for` whom (`each` mover
//!   or players), `if` what was chosen (`own = Support and count(Support) >= 3`), which `payoff`; all rules that apply
//!   add up. It may be a whole model or stand in a tree.
//! - **Parameters by player.** `E: {Belarus: 2, others: 4}` makes `E_Belarus` and so on; `E[Belarus]` is the same, and
//!   in rules `E[i]` (or `E_i`) is that of the player whose payoff it is.
//! - **Parts and other models.** `continue` goes on with a piece under `parts`, in which a label joins the moves of all
//!   copies as it does elsewhere in the document; or with another model, a game of its own, whose parameters
//!   `with` expresses in this model's; those not named become parameters of this model. Players of one name are one
//!   player. `after` says what follows where the continued game ends.
//! - **Variants.** What a variant gives takes the place of what the model says: `model.variant("…")`.
//!
//! Payoffs are utilities. Inside `[ ]` and `{ }` put in quotes what holds a bracket or a comma: `"-E[i]"`,
//! `"sum(s, Support)"`. Actions with spaces go in quotes in conditions: `own = 'Stand firm'`.
//!
//! [`schema`] describes the format for editors.

mod builder;
mod evaluate;
pub mod expression;
mod form;
mod mistakes;
#[expect(clippy::module_inception, reason = "the file of the type `Model`")]
mod model;
mod node;
mod parameter;
mod read;
mod resolver;
mod schema;
mod shape;
mod shelf;
mod symbols;
mod unquoted;
mod write;
mod yaml;

pub use builder::{ModelBuilder, MoveTree, Simultaneous};
pub use model::{Assumption, Model};
pub use parameter::{Bound, Parameter, Range};
pub use resolver::{Documents, Folder, Resolver, Shipped};
pub use schema::schema;
pub(crate) use shelf::names as shipped_names;
