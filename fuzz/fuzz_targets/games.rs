//! Small games from any bytes.
#![allow(dead_code, reason = "each target uses a part")]

use foederis::game::Slot;
use foederis::{ExtensiveForm, Game, NormalForm, Rational};

/// Bytes, one after the other, and zeros after the last.
pub struct Bytes<'a> {
    left: std::slice::Iter<'a, u8>,
    lot: u8,
    turn: u8,
    wild: bool,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        // FNV-1a.
        let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let part = |shift: u32| (hash >> shift) as u8;
        Bytes { left: bytes.iter(), lot: part(56), turn: part(48), wild: part(40) % 32 == 0 }
    }

    pub fn next(&mut self) -> u8 {
        self.left.next().copied().unwrap_or(0)
    }

    /// A number that all bytes have a part in. What decides how long an input takes is drawn with it: inputs that reach much
    /// code are kept and changed, and with a byte of its own what takes long would soon be most of what is run.
    pub fn lot(&self) -> u8 {
        self.lot
    }

    /// Another such number, for what is tried.
    pub fn turn(&self) -> u8 {
        self.turn
    }

    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.next()) % count
    }

    /// A payoff: one of few integers, as ties are what is hard; in one game of 32 also fractions, and numbers that fill a machine
    /// word, as long numbers take long.
    pub fn payoff(&mut self) -> Rational {
        match self.next() {
            byte if !self.wild || byte < 192 => Rational::from(i64::from(byte % 8)),
            byte @ 192..=247 => Rational::new(i64::from(byte % 7) - 3, i64::from(byte % 5) + 1).expect("not over 0"),
            byte => Rational::from(i64::MAX - i64::from(byte)),
        }
    }

    fn payoffs(&mut self, count: usize) -> Vec<Rational> {
        (0..count).map(|_| self.payoff()).collect()
    }
}

pub fn table(bytes: &mut Bytes) -> Game {
    // Large shapes take up to a hundred times as long as small ones.
    let shape: &[usize] = match bytes.lot() {
        0..=95 => &[2, 2],
        96..=159 => &[2, 3],
        160..=191 => &[3, 2],
        192..=239 => &[3, 3],
        240..=245 => &[2, 4],
        246..=250 => &[4, 3],
        251..=254 => &[2, 2, 2],
        255 => &[2, 2, 3],
    };
    let mut builder = NormalForm::builder();
    for (player, &count) in shape.iter().enumerate() {
        builder = builder.player(format!("P{player}"), (0..count).map(|own| format!("s{own}")));
    }
    builder.payoffs(|_| bytes.payoffs(shape.len())).expect("a game").into()
}

/// A tree of perfect recall with two to five moves, some of them chance's and some hidden.
pub fn tree(bytes: &mut Bytes) -> Game {
    let most = match bytes.lot() {
        0..=143 => 2,
        144..=247 => 3,
        248..=254 => 4,
        255 => 5,
    };
    let players = 2 + bytes.below(2);
    let names: Vec<String> = (0..players).map(|player| format!("P{player}")).collect();
    let mut tree = ExtensiveForm::builder(names.clone());
    // A slot, and for each player all that it knows there: its own moves until then.
    let mut open: Vec<(Slot, Vec<String>)> = vec![(tree.root(), vec![String::new(); players])];
    let mut moves = 0;
    while let Some((slot, known)) = open.pop() {
        let kind = bytes.next();
        if moves == most || (moves > 0 && kind < 96) {
            tree.payoffs(slot, bytes.payoffs(players)).expect("a free slot");
            continue;
        }
        moves += 1;
        if kind >= 240 {
            let share = Rational::new(i64::from(kind % 5), 4).expect("not over 0");
            let events = [("x", share.clone()), ("y", Rational::ONE - share)];
            let next = tree.chance(slot, "", events).expect("a free slot");
            open.extend(next.into_iter().map(|next| (next, known.clone())));
            continue;
        }
        let (player, count) = (bytes.below(players), if kind % 8 == 7 { 3 } else { 2 });
        // Where two moves have one label, the player cannot tell them apart.
        let apart = if kind % 2 == 0 { moves } else { 0 };
        let label = format!("{}[{count}:{apart}]", known[player]);
        let actions = (0..count).map(|action| format!("a{action}"));
        let next = tree.decision(slot, &names[player], &label, actions).expect("a free slot");
        for (action, next) in next.into_iter().enumerate() {
            let mut after = known.clone();
            after[player] = format!("{label}{action}");
            open.push((next, after));
        }
    }
    tree.finish().expect("a tree").into()
}
