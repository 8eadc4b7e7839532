//! [`Points`]: the parameter values at which a model is solved.

use std::ops::Range;

use crate::error::Error;
use crate::model::Model;
use crate::number::Rational;

/// The values of one parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Each float is read as its shortest decimal: `0.1` is one tenth.
    Floats(Vec<f64>),
    /// Exact numbers.
    Exact(Vec<Rational>),
}

impl Values {
    /// How many values there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Floats(values) => values.len(),
            Values::Exact(values) => values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A value as an exact number.
    pub fn exact(&self, position: usize) -> Rational {
        match self {
            Values::Floats(values) => Rational::from_f64(values[position]).unwrap_or_default(),
            Values::Exact(values) => values[position].clone(),
        }
    }
}

impl From<Vec<f64>> for Values {
    fn from(values: Vec<f64>) -> Self {
        Values::Floats(values)
    }
}

/// Numbers that are the shortest decimals of floats are kept as such, which is what is fast.
impl From<Vec<Rational>> for Values {
    fn from(values: Vec<Rational>) -> Self {
        let float =
            |value: &Rational| Some(value.to_f64()).filter(|near| Rational::from_f64(*near).as_ref() == Some(value));
        match values.iter().map(float).collect() {
            Some(floats) => Values::Floats(floats),
            None => Values::Exact(values),
        }
    }
}

/// Values of some parameters of a model: every combination of them (a grid), or one point for each row (a frame).
///
/// The points of a grid are numbered with the last parameter running fastest, as numpy lays out an array.
#[derive(Debug, Clone)]
pub struct Points {
    pub(super) axes: Vec<Axis>,
    strides: Vec<usize>,
    len: usize,
}

/// A parameter that varies.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    pub(super) name: String,
    /// The values as floats: the nearest ones, where they are not floats to begin with.
    pub(super) floats: Vec<f64>,
    /// The exact values, where they are not floats to begin with.
    exact: Option<Vec<Rational>>,
}

impl Axis {
    fn new(name: String, values: Values) -> Result<Axis, Error> {
        let (floats, exact) = match values {
            Values::Floats(floats) => (floats, None),
            Values::Exact(exact) => (exact.iter().map(Rational::to_f64).collect(), Some(exact)),
        };
        match floats.iter().position(|value: &f64| !value.is_finite()) {
            Some(place) => {
                let value = floats[place];
                let text =
                    format!("value {place} of '{name}' (the first is value 0) is {value}; values must be finite");
                Err(Error::Invalid(text))
            }
            None => Ok(Axis { name, floats, exact }),
        }
    }

    /// Whether each float is the value itself, read as its shortest decimal.
    pub(super) fn is_decimal(&self) -> bool {
        self.exact.is_none()
    }

    fn value(&self, position: usize) -> Rational {
        match &self.exact {
            Some(values) => values[position].clone(),
            None => Rational::from_f64(self.floats[position]).unwrap_or_default(),
        }
    }
}

impl Points {
    /// Every combination of values.
    ///
    /// # Errors
    /// When a parameter is named twice, a value is not finite, or there are more points than a machine word counts.
    pub fn grid(axes: impl IntoIterator<Item = (String, Values)>) -> Result<Points, Error> {
        let axes = checked(axes)?;
        let mut strides = vec![1; axes.len()];
        let mut len: usize = 1;
        for (stride, axis) in strides.iter_mut().zip(&axes).rev() {
            *stride = len;
            len = len.checked_mul(axis.floats.len()).ok_or_else(|| {
                Error::Invalid("the grid has more points than can be numbered; give fewer values".into())
            })?;
        }
        Ok(Points { axes, strides, len })
    }

    /// One point for each row: the first of all values, the second of all values, and so on.
    ///
    /// # Errors
    /// When a parameter is named twice, a value is not finite, or the parameters do not all have as many values.
    pub fn rows(columns: impl IntoIterator<Item = (String, Values)>) -> Result<Points, Error> {
        let axes = checked(columns)?;
        let len = axes.first().map_or(0, |axis| axis.floats.len());
        if let Some(other) = axes.iter().find(|axis| axis.floats.len() != len) {
            let (name, count, first) = (&other.name, other.floats.len(), &axes[0].name);
            let text = format!("'{name}' has {count} values and '{first}' has {len}; a row needs one of each");
            return Err(Error::Invalid(text));
        }
        Ok(Points { strides: vec![1; axes.len()], axes, len })
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The names of the parameters that vary.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.axes.iter().map(|axis| axis.name.as_str())
    }

    fn position(&self, axis: usize, point: usize) -> usize {
        match self.axes[axis].floats.len() {
            0 => 0,
            len => point / self.strides[axis] % len,
        }
    }

    /// The exact value of a parameter at a point.
    pub fn value(&self, parameter: usize, point: usize) -> Rational {
        self.axes[parameter].value(self.position(parameter, point))
    }

    /// The values of a parameter over a range of points, as floats.
    pub(super) fn fill(&self, axis: usize, points: Range<usize>, into: &mut [f64]) {
        let (values, stride) = (&self.axes[axis].floats, self.strides[axis]);
        let (mut at, mut done) = (points.start, 0);
        while done < into.len() {
            let position = self.position(axis, at);
            // A value stays for `stride` points; the last axis moves on with every point.
            let run = if stride == 1 { values.len() - position } else { stride - at % stride }.min(into.len() - done);
            match stride {
                1 => into[done..done + run].copy_from_slice(&values[position..position + run]),
                _ => into[done..done + run].fill(values[position]),
            }
            (at, done) = (at + run, done + run);
        }
    }
}

fn checked(axes: impl IntoIterator<Item = (String, Values)>) -> Result<Vec<Axis>, Error> {
    let axes = axes.into_iter().map(|(name, values)| Axis::new(name, values)).collect::<Result<Vec<_>, _>>()?;
    if axes.is_empty() {
        return Err(Error::Invalid("name at least one parameter to sweep over".into()));
    }
    for (number, axis) in axes.iter().enumerate() {
        if axes[..number].iter().any(|earlier| earlier.name == axis.name) {
            return Err(Error::Invalid(format!("'{}' is given twice", axis.name)));
        }
    }
    Ok(axes)
}

/// Which axis each parameter of the model moves with; `None` for those that stay at their base.
pub(super) fn axes_of(model: &Model, points: &Points) -> Result<Vec<Option<usize>>, Error> {
    let mut axes = vec![None; model.parameters().len()];
    for (number, axis) in points.axes.iter().enumerate() {
        let symbols = model.symbols();
        let members: Vec<usize> = match (symbols.find(&axis.name), symbols.families.get(&axis.name)) {
            (Some(variable), _) => vec![usize::from(variable.0)],
            (None, Some(members)) => members.iter().map(|(_, variable)| usize::from(variable.0)).collect(),
            (None, None) => return Err(symbols.unknown(&axis.name).into()),
        };
        for member in members {
            if axes[member].replace(number).is_some() {
                let text = format!("'{}' is given twice, alone and with its family", model.parameters()[member].symbol);
                return Err(Error::Invalid(text));
            }
        }
    }
    Ok(axes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grids_run_last_axis_fastest() {
        let axes = [("a", vec![1.0, 2.0]), ("b", vec![0.5, 0.1, 7.0])];
        let points = Points::grid(axes.map(|(name, values)| (name.to_owned(), values.into()))).unwrap();
        let mut filled = [[0.0; 4]; 2];
        (0..2).for_each(|axis| points.fill(axis, 1..5, &mut filled[axis]));
        assert_eq!((points.len(), filled), (6, [[1.0, 1.0, 2.0, 2.0], [0.1, 7.0, 0.5, 0.1]]));
        assert_eq!((points.value(0, 4), points.value(1, 4).to_string()), (2.into(), "1/10".to_owned()));
    }

    #[test]
    fn rows_need_one_of_each() {
        let column = |name: &str, values: Vec<f64>| (name.to_owned(), Values::from(values));
        let error = Points::rows([column("a", vec![1.0]), column("b", vec![])]).unwrap_err();
        assert!(error.to_string().contains("'b' has 0 values and 'a' has 1"), "{error}");
        let error = Points::grid([column("a", vec![1.0, f64::NAN])]).unwrap_err();
        assert!(error.to_string().contains("value 1 of 'a'"), "{error}");
        assert!(Points::grid([]).is_err() && Points::rows([column("a", vec![]), column("a", vec![])]).is_err());
    }
}
