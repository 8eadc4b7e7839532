//! What the command line understands.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::number::Rational;

/// Exact game-theoretic analysis of alliance dilemmas.
#[derive(Debug, Parser)]
#[command(name = "foederis", version, about, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Solve a game (.nfg, .efg, .json), or solve and explain a model (.yaml)
    Solve(Solve),
    /// Solve a dilemma that ships with the program, and explain it; without a name, list them
    Dilemma(Dilemma),
    /// Find for which parameters each equilibrium of a model holds
    Regimes(RegimesTask),
    /// Solve a model at many values of its parameters, and write a table (CSV)
    Sweep(SweepTask),
    /// Convert a file: the suffixes .nfg, .efg, .json and .yaml tell the formats
    Convert(Convert),
    /// Check a certificate, or every certificate of a solution in JSON, against a game
    Verify(Verify),
    /// Print the JSON Schema of model files, for editors
    Schema,
    /// Solve the two dilemmas, explain them, and write a report
    Demo(Demo),
}

/// Values of a model's parameters.
#[derive(Debug, Args)]
pub struct Choice {
    /// Set a parameter of a model: w=1, q=-1/2, delta=0.25 (may be repeated)
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting, allow_hyphen_values = true)]
    pub set: Vec<(String, Rational)>,
    /// Take a variant of a model
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
}

/// How to solve, and how to show it.
#[derive(Debug, Args)]
pub struct Manner {
    /// The solution concept; by default sequential for trees with private information, subgame-perfect for others, nash for tables of two players, else pure-nash
    #[arg(long, value_enum)]
    pub concept: Option<ConceptName>,
    /// On a tree, leave out of a plan what its own earlier choices exclude
    #[arg(long)]
    pub reduced: bool,
    /// Stop after so many seconds, and show what was found
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<std::time::Duration>,
    /// Stop once the program holds so much memory, such as 2GB, and show what was found
    #[arg(long, value_name = "SIZE", value_parser = crate::solve::bytes)]
    pub memory_limit: Option<u64>,
    /// Stop after so many equilibria
    #[arg(long, value_name = "COUNT", value_parser = at_most)]
    pub max_equilibria: Option<usize>,
    /// How to show the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

impl Manner {
    /// Whether the way to solve is left to the program.
    pub fn is_default(&self) -> bool {
        self.concept.is_none()
            && !self.reduced
            && [self.time_limit.is_none(), self.memory_limit.is_none(), self.max_equilibria.is_none()] == [true; 3]
    }
}

#[derive(Debug, Args)]
pub struct Solve {
    /// The file
    pub file: PathBuf,
    #[command(flatten)]
    pub choice: Choice,
    #[command(flatten)]
    pub manner: Manner,
}

#[derive(Debug, Args)]
pub struct Dilemma {
    /// The dilemma
    pub name: Option<String>,
    #[command(flatten)]
    pub choice: Choice,
    #[command(flatten)]
    pub manner: Manner,
}

#[derive(Debug, Args)]
pub struct RegimesTask {
    /// A model file (.yaml), or the name of a dilemma that ships with the program
    pub model: String,
    /// The parameters that vary, with commas between them; the others are held at their base. By default all vary
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub over: Vec<String>,
    /// The solution concept; by default subgame-perfect for trees, nash for tables of two players, else pure-nash
    #[arg(long, value_enum)]
    pub concept: Option<RegimeConcept>,
    /// Take a variant of the model
    #[arg(long, value_name = "NAME")]
    pub variant: Option<String>,
    /// How to show the regimes
    #[arg(long, value_enum, default_value_t = RegimesFormat::Text)]
    pub format: RegimesFormat,
    /// Show a proposition with its proof
    #[arg(long, conflicts_with = "format")]
    pub proposition: bool,
    /// Show the proposition in LaTeX, as `--format latex` does
    #[arg(long, conflicts_with = "format")]
    pub latex: bool,
    /// Write a map of the two parameters named with --over, a picture (SVG)
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Stop after so many seconds, and show what was found
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<std::time::Duration>,
    /// Stop once the program holds so much memory, such as 2GB, and show what was found
    #[arg(long, value_name = "SIZE", value_parser = crate::solve::bytes)]
    pub memory_limit: Option<u64>,
}

#[derive(Debug, Args)]
pub struct SweepTask {
    /// A model file (.yaml), or the name of a dilemma that ships with the program
    pub model: String,
    /// A parameter and its values: w=0:5:101 (101 values from 0 to 5) or w=1,2,7/2; repeated, every combination
    #[arg(long, value_name = "NAME=VALUES", value_parser = axis, allow_hyphen_values = true, required = true)]
    pub over: Vec<(String, Vec<Rational>)>,
    /// The solution concept; by default nash for tables, subgame-perfect for trees of perfect information, else sequential
    #[arg(long, value_enum)]
    pub concept: Option<SweepConcept>,
    /// Which equilibrium to show of several: first, only, payoff-dominant, 'largest sum', 'best for NAME', 'worst for NAME' or all
    #[arg(long, value_name = "RULE", default_value = "first")]
    pub select: crate::study::sweep::Select,
    /// Also write the probability of each action
    #[arg(long)]
    pub probabilities: bool,
    /// Where to write the table instead of to the terminal
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// Stop after so many seconds; points that were not come to are written as open
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub time_limit: Option<std::time::Duration>,
    /// Stop once the program holds so much memory, such as 2GB
    #[arg(long, value_name = "SIZE", value_parser = crate::solve::bytes)]
    pub memory_limit: Option<u64>,
    #[command(flatten)]
    pub choice: Choice,
}

/// The solution concepts of sweeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SweepConcept {
    /// Subgame-perfect equilibria
    SubgamePerfect,
    /// Sequential equilibria
    Sequential,
    /// Perfect Bayesian equilibria
    PerfectBayesian,
    /// Weak perfect Bayesian equilibria
    WeakPerfectBayesian,
    /// Nash equilibria in pure strategies
    PureNash,
    /// Nash equilibria in mixed strategies
    Nash,
    /// Trembling-hand perfect equilibria; on a tree every information set trembles for itself
    TremblingHand,
    /// Proper equilibria
    Proper,
}

/// The formats of regimes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RegimesFormat {
    /// For the terminal
    Text,
    /// For programs: what is claimed, which `verify` of the library checks
    Json,
    /// A self-contained page
    Html,
    /// A proposition with its proof, for papers
    Latex,
}

/// The solution concepts that regimes are found for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RegimeConcept {
    /// Subgame-perfect equilibria in pure strategies
    SubgamePerfect,
    /// Sequential equilibria of a tree in two stages, with mixtures and beliefs in closed form
    Sequential,
    /// Nash equilibria in pure strategies
    PureNash,
    /// Nash equilibria of two players, mixed ones in closed form
    Nash,
}

#[derive(Debug, Args)]
pub struct Convert {
    /// The file to read
    pub input: PathBuf,
    /// The file to write
    pub output: PathBuf,
    #[command(flatten)]
    pub choice: Choice,
    /// Turn a tree into its strategic form
    #[arg(long)]
    pub strategic: bool,
    /// Turn a tree into its reduced strategic form
    #[arg(long)]
    pub reduced: bool,
}

#[derive(Debug, Args)]
pub struct Verify {
    /// The game, or a model
    pub game: PathBuf,
    /// The certificate, or a solution as `--format json` writes it; - reads standard input
    pub certificate: PathBuf,
    #[command(flatten)]
    pub choice: Choice,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Where to write the report, one self-contained page
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// The solution concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConceptName {
    /// What survives iterated elimination of dominated strategies
    Rationalizable,
    /// Nash equilibria in pure strategies
    PureNash,
    /// Nash equilibria in mixed strategies
    Nash,
    /// One approximate Nash equilibrium of a large constant-sum tree of two players, by CFR+
    ApproximateNash,
    /// Subgame-perfect equilibria
    SubgamePerfect,
    /// Sequential equilibria, with their beliefs
    Sequential,
    /// Perfect Bayesian equilibria, with their beliefs
    PerfectBayesian,
    /// Weak perfect Bayesian equilibria, with their beliefs
    WeakPerfectBayesian,
    /// Trembling-hand perfect equilibria; on a tree every information set trembles for itself
    TremblingHand,
    /// Proper equilibria; on a tree, of its reduced strategic form
    Proper,
    /// The correlated equilibrium with the largest sum of payoffs
    Correlated,
    /// The coarse correlated equilibrium with the largest sum of payoffs
    CoarseCorrelated,
}

/// The formats of results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For the terminal
    Text,
    /// For programs, and for `verify`: every equilibrium with its certificate
    Json,
    /// A self-contained page
    Html,
    /// For papers
    Latex,
}

fn at_most(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|&count: &usize| count > 0);
    count.ok_or_else(|| "write a whole number of at least 1".to_owned())
}

fn setting(text: &str) -> Result<(String, Rational), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as w=1")?;
    let value = value.parse::<Rational>().map_err(|error| error.to_string())?;
    Ok((name.trim().to_owned(), value))
}

/// The most values that `low:high:count` makes of one parameter.
const MOST_VALUES: i64 = 10_000_000;

fn axis(text: &str) -> Result<(String, Vec<Rational>), String> {
    let (name, values) = text.split_once('=').ok_or("write NAME=LOW:HIGH:COUNT or NAME=A,B,C")?;
    let number = |text: &str| text.parse::<Rational>().map_err(|error| error.to_string());
    let values = match values.split(':').collect::<Vec<_>>()[..] {
        [low, high, count] => {
            let count = count.trim().parse::<i64>().ok().filter(|count| (2..=MOST_VALUES).contains(count));
            let count =
                count.ok_or_else(|| format!("write a number of values from 2 to {MOST_VALUES} after the last ':'"))?;
            let (low, high) = (number(low)?, number(high)?);
            let step = (&high - &low) / Rational::from(count - 1);
            (0..count).map(|place| &low + &(&step * &Rational::from(place))).collect()
        }
        [list] => list.split(',').map(number).collect::<Result<_, _>>()?,
        _ => return Err("write NAME=LOW:HIGH:COUNT or NAME=A,B,C".to_owned()),
    };
    Ok((name.trim().to_owned(), values))
}

fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let number: f64 = text.parse().map_err(|_| "write a number of seconds, such as 10 or 0.5")?;
    std::time::Duration::try_from_secs_f64(number).map_err(|_| "write a number of seconds not below 0".to_owned())
}
