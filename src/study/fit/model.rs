//! The payoffs of a model as linear functions of the parameters that are to be estimated.

use crate::error::{Error, UnknownName};
use crate::game::{ExtensiveForm, Game};
use crate::model::Model;
use crate::number::{Rational, RationalFunction, Variable};

/// A tree whose payoffs are linear in some parameters of a model, the others being known.
#[derive(Debug, Clone)]
pub struct LinearPayoffs {
    /// The tree, at the known values.
    pub tree: ExtensiveForm,
    /// For each play (depth first) and player: the constant, and the coefficient of each parameter asked for.
    pub payoffs: Vec<Vec<(Rational, Vec<Rational>)>>,
}

/// Takes apart the payoffs of a model: `unknown` parameters stay, all others have their base or the value given.
///
/// # Errors
/// [`Error::Unknown`] for a name that is no parameter's, [`Error::Unsupported`] where a payoff is not linear in the unknown
/// parameters or a probability of chance depends on them, and as [`Model::at`].
///
/// # Example
/// ```
/// use foederis::{alliance, study::fit::linear_payoffs};
/// let model = alliance::dilemma("caucasus")?;
/// let linear = linear_payoffs(&model, &["k", "w"], &[])?;
/// // Russia's payoff from Support, the second play: -k - w.
/// let (constant, slopes) = &linear.payoffs[2][2];
/// assert_eq!((constant, slopes.as_slice()), (&0.into(), [(-1).into(), (-1).into()].as_slice()));
/// # Ok::<(), foederis::Error>(())
/// ```
pub fn linear_payoffs(model: &Model, unknown: &[&str], known: &[(&str, Rational)]) -> Result<LinearPayoffs, Error> {
    let point = model.point(known)?;
    let places = unknown.iter().map(|symbol| place(model, symbol)).collect::<Result<Vec<_>, _>>()?;
    let tree = match model.game_at(&point)? {
        Game::Extensive(tree) => tree,
        _ => return Err(Error::Unsupported("the model is a table; estimation takes trees".into())),
    };
    let values: Vec<RationalFunction> = (0..point.len())
        .map(|number| match u16::try_from(number).map(Variable) {
            Ok(variable) if places.contains(&variable) => RationalFunction::variable(variable),
            _ => RationalFunction::from(point[number].clone()),
        })
        .collect();
    let fixed = |odds: &RationalFunction| !odds.variables().iter().any(|variable| places.contains(variable));
    if !model.probabilities().iter().flatten().all(fixed) {
        let message =
            "a probability of chance depends on a parameter that is to be estimated; give that parameter a value";
        return Err(Error::Unsupported(message.into()));
    }
    let one = |payoff: &RationalFunction| linear(model, payoff, &values, &places);
    let payoffs = model.payoffs().iter().map(|play| play.iter().map(one).collect()).collect::<Result<_, _>>()?;
    Ok(LinearPayoffs { tree, payoffs })
}

fn place(model: &Model, symbol: &str) -> Result<Variable, Error> {
    let known = model.symbols_list();
    let found = known.iter().position(|name| name == symbol).and_then(|place| u16::try_from(place).ok());
    found.map(Variable).ok_or_else(|| UnknownName::new("parameter", symbol, known).into())
}

fn linear(
    model: &Model,
    payoff: &RationalFunction,
    values: &[RationalFunction],
    places: &[Variable],
) -> Result<(Rational, Vec<Rational>), Error> {
    let symbols = model.symbols_list();
    let refuse = |why: &str| {
        let text = payoff.to_text(symbols);
        let names: Vec<&str> = places.iter().map(|place| symbols[usize::from(place.0)].as_str()).collect();
        let names = names.join(", ");
        Error::Unsupported(format!("the payoff {text} {why} in {names}; give one of its parameters a known value"))
    };
    let function = payoff.compose(values).ok_or_else(|| refuse("divides by zero"))?;
    let denominator = function.denominator().as_constant().ok_or_else(|| refuse("is not linear"))?;
    let (mut known, mut slopes) = (Rational::from(0), vec![Rational::from(0); places.len()]);
    for (monomial, coefficient) in function.numerator().terms() {
        let coefficient = coefficient.checked_div(&denominator).ok_or_else(|| refuse("divides by zero"))?;
        match monomial.powers() {
            [] => known = coefficient,
            [(variable, 1)] => {
                let number =
                    places.iter().position(|place| place == variable).ok_or_else(|| refuse("is not linear"))?;
                slopes[number] = coefficient;
            }
            _ => return Err(refuse("is not linear")),
        }
    }
    Ok((known, slopes))
}
