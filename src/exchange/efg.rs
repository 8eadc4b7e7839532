//! Gambit's `.efg` files: games in extensive form.
//!
//! The file begins with `EFG 2 R`, a title and the players; a comment may follow. Then come the nodes, depth first: `p`
//! for a player's move, `c` for chance's, `t` where the game ends. Information sets, chance moves and outcomes are
//! numbered; they are described where they first appear, and may be described again in the same words. Outcomes may stand
//! at any node, and payoffs add up along a play; outcome 0 is none. Payoffs are utilities, read exactly.
//!
//! The numbers themselves are not kept: the game, and a file that is written from it, counts everything in the order
//! in which play meets it.

mod reader;
mod writer;

pub use reader::{read, read_within};
pub use writer::write;
