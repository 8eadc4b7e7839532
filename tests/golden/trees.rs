//! Games in extensive form.

use foederis::{Game, Model};

use super::case::{Case, Expected};

fn game(text: &str) -> Game {
    Model::from_yaml(text).and_then(|model| model.base()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

const ENTRY: &str = "
title: Entry
players: [Entrant, Incumbent]
tree:
  player: Entrant
  actions:
    Stay out: [0, 2]
    Enter:
      player: Incumbent
      actions: {Fight: [-1, -1], Yield: [1, 1]}
";

const CENTIPEDE: &str = "
title: Centipede
players: [A, B]
tree:
  player: A
  actions:
    Take: [1, 0]
    Pass:
      player: B
      actions:
        Take: [0, 2]
        Pass:
          player: A
          actions:
            Take: [3, 1]
            Pass:
              player: B
              actions: {Take: [2, 4], Pass: [4, 3]}
";

const ULTIMATUM: &str = "
title: Ultimatum
players: [Proposer, Responder]
tree:
  player: Proposer
  actions:
    Nothing:
      player: Responder
      actions: {Accept: [4, 0], Reject: [0, 0]}
    A little:
      player: Responder
      actions: {Accept: [3, 1], Reject: [0, 0]}
    Half:
      player: Responder
      actions: {Accept: [2, 2], Reject: [0, 0]}
";

const HORSE: &str = "
title: Selten's horse
players: [A, B, C]
tree:
  player: A
  actions:
    Down:
      player: C
      information set: blind
      actions: {L: [3, 3, 2], R: [0, 0, 0]}
    Across:
      player: B
      actions:
        Across: [1, 1, 1]
        Down:
          player: C
          information set: blind
          actions: {L: [4, 4, 0], R: [0, 0, 1]}
";

const OUTSIDE: &str = "
title: Battle of the sexes with an outside option
players: [A, B]
tree:
  player: A
  actions:
    Out: [2, 2]
    In:
      player: A
      information set: battle of A
      actions:
        S:
          player: B
          information set: battle of B
          actions: {s: [3, 1], w: [0, 0]}
        W:
          player: B
          information set: battle of B
          actions: {s: [0, 0], w: [1, 3]}
";

const TRUST: &str = "
title: Trust
players: [Truster, Trustee]
tree:
  player: Truster
  actions:
    Withhold: [0, 0]
    Trust:
      player: Trustee
      actions: {Honour: [1, 1], Betray: [-1, 2]}
";

const STACKELBERG: &str = "
title: Stackelberg with quantities 3, 4 and 6 and price 12 less their sum
players: [Leader, Follower]
tree:
  player: Leader
  actions:
    3:
      player: Follower
      actions: {3: [18, 18], 4: [15, 20], 6: [9, 18]}
    4:
      player: Follower
      actions: {3: [20, 15], 4: [16, 16], 6: [8, 12]}
    6:
      player: Follower
      actions: {3: [18, 9], 4: [12, 8], 6: [0, 0]}
";

const BEER: &str = "
title: Beer and quiche
players: [Sender, Receiver]
tree:
  chance:
    strong:
      probability: 9/10
      player: Sender
      information set: strong
      actions:
        Beer:
          player: Receiver
          information set: beer
          actions: {Fight: [1, 0], Retreat: [3, 1]}
        Quiche:
          player: Receiver
          information set: quiche
          actions: {Fight: [0, 0], Retreat: [2, 1]}
    weak:
      probability: 1/10
      player: Sender
      information set: weak
      actions:
        Beer:
          player: Receiver
          information set: beer
          actions: {Fight: [0, 1], Retreat: [2, 0]}
        Quiche:
          player: Receiver
          information set: quiche
          actions: {Fight: [1, 1], Retreat: [3, 0]}
";

const POKER: &str = "
title: Stripped-down poker
players: [Dealer, Caller]
tree:
  chance:
    king:
      probability: 1/2
      player: Dealer
      information set: king
      actions:
        Fold: [-1, 1]
        Bet:
          player: Caller
          information set: bet
          actions: {Call: [2, -2], Fold: [1, -1]}
    queen:
      probability: 1/2
      player: Dealer
      information set: queen
      actions:
        Fold: [-1, 1]
        Bet:
          player: Caller
          information set: bet
          actions: {Call: [-2, 2], Fold: [1, -1]}
";

const AUDIENCE: &str = "
title: A crisis with audience costs
players: [Challenger, Defender]
tree:
  player: Challenger
  actions:
    Accept: [0, 5]
    Threaten:
      player: Defender
      actions:
        Give in: [4, 0]
        Resist:
          player: Challenger
          actions: {Attack: [-1, -2], Back down: [-3, 6]}
";

pub fn cases() -> Vec<Case> {
    let case = |name, source, text, expected| Case { name, source, game: game(text), expected };
    vec![
        case(
            "Entry deterrence",
            "Selten 1978, doi:10.1007/BF00131770",
            ENTRY,
            vec![Expected::Perfect(&[&["1", "1"]]), Expected::PurePlans(2)],
        ),
        case(
            "Centipede of four",
            "Rosenthal 1981, doi:10.1016/0022-0531(81)90018-1",
            CENTIPEDE,
            vec![Expected::Perfect(&[&["1", "0"]])],
        ),
        case(
            "Ultimatum",
            "Gueth, Schmittberger and Schwarze 1982, doi:10.1016/0167-2681(82)90011-7",
            ULTIMATUM,
            vec![Expected::Perfect(&[&["4", "0"], &["3", "1"]])],
        ),
        case("Selten's horse", "Selten 1975, doi:10.1007/BF01766400, figure 1", HORSE, vec![Expected::PurePlans(2)]),
        case(
            "Outside option",
            "van Damme 1989, doi:10.1016/0022-0531(89)90039-5",
            OUTSIDE,
            vec![Expected::Perfect(&[&["3", "1"], &["2", "2"]])],
        ),
        case(
            "Trust",
            "Kreps 1990, Corporate culture and economic theory",
            TRUST,
            vec![Expected::Perfect(&[&["0", "0"]])],
        ),
        case(
            "Stackelberg",
            "von Stackelberg 1934; by hand on three quantities",
            STACKELBERG,
            vec![Expected::Perfect(&[&["18", "9"]])],
        ),
        case(
            "Beer and quiche",
            "Cho and Kreps 1987, doi:10.2307/1885060",
            BEER,
            vec![Expected::Payoffs(&[&["29/10", "9/10"], &["21/10", "9/10"]])],
        ),
        case(
            "Stripped-down poker",
            "Reiley, Urbancic and Walker 2008, doi:10.3200/JECE.39.4.323-341",
            POKER,
            vec![Expected::Payoffs(&[&["1/3", "-1/3"]])],
        ),
        case(
            "Audience costs",
            "Fearon 1994, doi:10.2307/2944796, one round",
            AUDIENCE,
            vec![Expected::Perfect(&[&["4", "0"]])],
        ),
    ]
}
