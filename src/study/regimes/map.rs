//! A map of the regimes in two parameters, the others at their base: strips between the exact borders.

use super::Regimes;
use crate::error::Error;
use crate::number::{Polynomial, Rational, Variable};
use crate::study::region::{Constraint, breakpoints};

/// What a map shows.
#[derive(Debug, Clone, Default)]
pub struct MapOptions {
    /// The ends of the horizontal axis. Default: the parameter's range, or around its base.
    pub x_range: Option<(Rational, Rational)>,
    /// The ends of the vertical axis.
    pub y_range: Option<(Rational, Rational)>,
    /// Into how many strips the horizontal axis is cut. Default: 120.
    pub strips: Option<usize>,
}

/// A map of regimes in two parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct RegimeMap {
    /// The parameters of the axes.
    pub axes: [Variable; 2],
    /// The ends of the axes.
    pub ranges: [(f64, f64); 2],
    /// Each regime that is seen: its equilibria, and the pieces of its area.
    pub areas: Vec<Area>,
    /// The base.
    pub base: (f64, f64),
}

/// The area of one regime on a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The equilibria that exist there: positions in [`Regimes::equilibria`].
    pub equilibria: Vec<usize>,
    /// The first of the cells seen there.
    pub cell: Option<usize>,
    /// Its pieces: the corners of each, two on the left and two on the right.
    pub pieces: Vec<[(f64, f64); 4]>,
    /// A point well inside, for a label.
    pub centre: (f64, f64),
}

/// What a vertical line meets: the borders, and what lies between them.
struct Line {
    borders: Vec<f64>,
    /// `None` where no value is admissible.
    between: Vec<Option<Vec<usize>>>,
}

impl Area {
    /// Its number on a map: that of its cell, counted from 1; of an area without a cell its place on the map after them.
    pub fn number(&self, place: usize, cells: usize) -> usize {
        self.cell.map_or(cells + place, |cell| cell) + 1
    }
}

impl Regimes {
    /// The regimes in two parameters, by name; all others are at their base.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a parameter that is none; [`Error::Invalid`] where one does not vary in these regimes, or the
    /// two are the same.
    pub fn map(&self, x: &str, y: &str, options: &MapOptions) -> Result<RegimeMap, Error> {
        let axes = [self.axis(x)?, self.axis(y)?];
        if axes[0] == axes[1] {
            return Err(Error::Invalid(format!("both axes are '{x}'; name two parameters")));
        }
        let ranges = [self.range(axes[0], &options.x_range)?, self.range(axes[1], &options.y_range)?];
        let strips = options.strips.unwrap_or(120).clamp(1, 2_000);
        let place = |number: usize, of: usize| {
            let share = Rational::new(number as i64, of as i64).unwrap_or_default();
            &ranges[0].0 + &((&ranges[0].1 - &ranges[0].0) * share)
        };
        let borders = self.borders(axes);
        let mut map = Painter { areas: Vec::new(), cells: self };
        for strip in 0..strips {
            let [left, middle, right] = [0, 1, 2].map(|part| place(2 * strip + part, 2 * strips));
            let line = |at: &Rational| self.line(axes, at, &borders, &ranges[1]);
            map.paint(&line(&left), &line(&middle), &line(&right), (left.to_f64(), right.to_f64()));
        }
        let base = axes.map(|axis| self.domain.base()[usize::from(axis.0)].to_f64());
        let ends = |(low, high): &(Rational, Rational)| (low.to_f64(), high.to_f64());
        Ok(RegimeMap {
            axes,
            ranges: [ends(&ranges[0]), ends(&ranges[1])],
            areas: map.finish(),
            base: (base[0], base[1]),
        })
    }

    /// A parameter that varies, by name.
    pub(super) fn axis(&self, name: &str) -> Result<Variable, Error> {
        self.model.parameter(name)?;
        let index = self.model.symbols_list().iter().position(|symbol| symbol == name).unwrap_or(0);
        let variable = Variable(index as u16);
        match self.domain.free().contains(&variable) {
            true => Ok(variable),
            false => Err(Error::Invalid(format!("'{name}' is held at its base in these regimes; name it in `over`"))),
        }
    }

    fn range(&self, axis: Variable, given: &Option<(Rational, Rational)>) -> Result<(Rational, Rational), Error> {
        let parameter = &self.model.parameters()[usize::from(axis.0)];
        if let Some((low, high)) = given {
            return match low < high {
                true => Ok((low.clone(), high.clone())),
                false => Err(Error::Invalid(format!("the range of {} ends at {high}, before {low}", parameter.symbol))),
            };
        }
        let span = parameter.base.abs().max(Rational::ONE) * Rational::from(2);
        let low = parameter.range.low.as_ref().map_or_else(|| &parameter.base - &span, |bound| bound.value.clone());
        let high = parameter.range.high.as_ref().map_or_else(|| &parameter.base + &span, |bound| bound.value.clone());
        Ok((low, high))
    }

    /// Every polynomial whose zeros part the plane, with all other parameters at their base.
    fn borders(&self, axes: [Variable; 2]) -> Vec<Polynomial> {
        let conditions = self.equilibria.iter().flat_map(|equilibrium| &equilibrium.requirements);
        let all = conditions.map(|requirement| &requirement.constraint).chain(self.domain.background());
        let mut list: Vec<Polynomial> = Vec::new();
        for constraint in all {
            let fixed: Constraint = constraint.fixed(self.domain.base(), |variable| axes.contains(&variable));
            if !fixed.polynomial().is_constant() && !list.contains(fixed.polynomial()) {
                list.push(fixed.polynomial().clone());
            }
        }
        list
    }

    /// What lies on the vertical line at a value of the horizontal parameter.
    fn line(&self, axes: [Variable; 2], at: &Rational, borders: &[Polynomial], range: &(Rational, Rational)) -> Line {
        let on_line = |p: &Polynomial| p.with_values(|variable| (variable == axes[0]).then(|| at.clone()));
        let polynomials: Vec<Polynomial> = borders.iter().map(on_line).filter(|p| !p.is_constant()).collect();
        let mut cuts: Vec<Rational> = vec![range.0.clone()];
        for point in breakpoints(&polynomials.iter().collect::<Vec<_>>(), axes[1]) {
            if *point.low() > range.0 && *point.high() < range.1 {
                cuts.push(point.low().clone());
            }
        }
        cuts.push(range.1.clone());
        let inside = |pair: &[Rational]| {
            let mut point = self.domain.base().to_vec();
            point[usize::from(axes[0].0)] = at.clone();
            point[usize::from(axes[1].0)] = (&pair[0] + &pair[1]) / Rational::from(2);
            self.domain.contains(&point).then(|| self.equilibria_at(&point))
        };
        let between = cuts.windows(2).map(inside).collect();
        Line { borders: cuts.iter().map(Rational::to_f64).collect(), between }
    }
}

struct Painter<'a> {
    areas: Vec<Area>,
    cells: &'a Regimes,
}

impl Painter<'_> {
    /// Paints a strip: slanted pieces where both sides meet the same regimes in the same order, else straight ones.
    fn paint(&mut self, left: &Line, middle: &Line, right: &Line, (from, to): (f64, f64)) {
        let slanted = middle.borders.len() == left.borders.len() && middle.borders.len() == right.borders.len();
        let (near, far) = if slanted { (left, right) } else { (middle, middle) };
        for (index, equilibria) in middle.between.iter().enumerate() {
            let Some(equilibria) = equilibria else { continue };
            let corners = [
                (from, near.borders[index]),
                (from, near.borders[index + 1]),
                (to, far.borders[index + 1]),
                (to, far.borders[index]),
            ];
            self.add(equilibria, corners);
        }
    }

    fn add(&mut self, equilibria: &[usize], corners: [(f64, f64); 4]) {
        let known = self.areas.iter().position(|area| area.equilibria == equilibria);
        let index = known.unwrap_or_else(|| {
            let cell = self.cells.cells.iter().position(|cell| cell.equilibria == equilibria);
            self.areas.push(Area { equilibria: equilibria.to_vec(), cell, pieces: Vec::new(), centre: (0.0, 0.0) });
            self.areas.len() - 1
        });
        self.areas[index].pieces.push(corners);
    }

    /// Places the labels: in the middle of the widest run of tall pieces.
    fn finish(mut self) -> Vec<Area> {
        for area in &mut self.areas {
            let height = |piece: &[(f64, f64); 4]| (piece[1].1 - piece[0].1).min(piece[2].1 - piece[3].1);
            let tallest = area.pieces.iter().map(height).fold(0.0, f64::max);
            let tall: Vec<&[(f64, f64); 4]> =
                area.pieces.iter().filter(|piece| height(piece) >= 0.6 * tallest).collect();
            if let Some(piece) = tall.get(tall.len() / 2) {
                area.centre =
                    ((piece[0].0 + piece[2].0) / 2.0, (piece[0].1 + piece[1].1 + piece[2].1 + piece[3].1) / 4.0);
            }
        }
        // In the order of the cells, so that the numbers of a map are those of the proposition.
        self.areas.sort_by_key(|area| area.cell.unwrap_or(usize::MAX));
        self.areas
    }
}
