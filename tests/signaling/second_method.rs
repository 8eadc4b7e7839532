//! The criteria once more from their definitions, slowly: without linear programs, sets of replies and beliefs are found by
//! trying every corner of every polytope, and once more on a grid.

use foederis::solve::SignalingCriterion as Criterion;
use foederis::solve::signaling::MessageTest;
use foederis::{Rational, pure_nash, signaling_refinements};

use super::{Table, behavior, ratio, ruled_out};
use crate::support::Random;

type Row = Vec<Rational>;

/// A square system by elimination; `None` if it is singular.
fn solved(mut lines: Vec<Row>) -> Option<Row> {
    let size = lines.len();
    for column in 0..size {
        let pivot = (column..size).find(|&line| !lines[line][column].is_zero())?;
        lines.swap(column, pivot);
        let top = lines[column].clone();
        for line in (0..size).filter(|&line| line != column) {
            let factor = &lines[line][column] / &top[column];
            for (entry, above) in lines[line].iter_mut().zip(&top) {
                *entry -= &factor * above;
            }
        }
    }
    Some((0..size).map(|line| &lines[line][size] / &lines[line][line]).collect())
}

fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The corners of the weights on `n` points with `row x <= 0` for every row.
fn corners(n: usize, rows: &[Row]) -> Vec<Row> {
    let mut found: Vec<Row> = Vec::new();
    for support in 1u32..1 << n {
        let places: Vec<usize> = (0..n).filter(|place| support >> place & 1 == 1).collect();
        for tight in 0u32..1 << rows.len() {
            if tight.count_ones() as usize + 1 != places.len() {
                continue;
            }
            let mut lines = vec![vec![Rational::ONE; places.len() + 1]];
            for row in (0..rows.len()).filter(|row| tight >> row & 1 == 1) {
                lines.push(places.iter().map(|&place| rows[row][place].clone()).chain([Rational::ZERO]).collect());
            }
            let Some(part) = solved(lines) else { continue };
            let mut point = vec![Rational::ZERO; n];
            places.iter().zip(part).for_each(|(&place, weight)| point[place] = weight);
            let inside = point.iter().all(|weight| !weight.is_negative());
            if inside && rows.iter().all(|row| !dot(row, &point).is_positive()) && !found.contains(&point) {
                found.push(point);
            }
        }
    }
    found
}

/// An unsent message: gains of the types and payoffs of the receiver, by reply.
struct Slow {
    gains: Vec<Row>,
    receiver: Vec<Row>,
    prior: Row,
    dominated: Vec<bool>,
}

fn unit(size: usize, place: usize) -> Row {
    (0..size).map(|other| if other == place { Rational::ONE } else { Rational::ZERO }).collect()
}

fn minus(row: &[Rational]) -> Row {
    row.iter().map(|entry| -entry).collect()
}

impl Slow {
    fn types(&self) -> Vec<usize> {
        (0..self.gains.len()).collect()
    }

    /// All sets of replies that are best together under a mixture of the beliefs.
    fn faces(&self, beliefs: &[Row]) -> Vec<Vec<usize>> {
        let replies = self.receiver[0].len();
        let worth = |reply: usize| -> Row {
            let under =
                |belief: &Row| belief.iter().zip(&self.receiver).map(|(weight, row)| weight * &row[reply]).sum();
            beliefs.iter().map(under).collect()
        };
        let less = |a: usize, b: usize| -> Row { worth(a).iter().zip(worth(b)).map(|(a, b)| a - &b).collect() };
        let sets =
            (1u32..1 << replies).map(|set| (0..replies).filter(|reply| set >> reply & 1 == 1).collect::<Vec<_>>());
        sets.filter(|set| {
            let mut rows: Vec<Row> =
                (0..replies).filter(|&other| other != set[0]).map(|other| less(other, set[0])).collect();
            rows.extend(set[1..].iter().map(|&own| less(set[0], own)));
            !corners(beliefs.len(), &rows).is_empty()
        })
        .collect()
    }

    fn sure(&self, types: &[usize]) -> Vec<Row> {
        types.iter().map(|&place| unit(self.gains.len(), place)).collect()
    }

    fn on(&self, face: &[usize], place: usize) -> Row {
        face.iter().map(|&reply| self.gains[place][reply].clone()).collect()
    }

    /// Whether a mixture of a face keeps `not` from losing, and `none` from gaining.
    fn exists(&self, faces: &[Vec<usize>], not_losing: &[usize], not_gaining: &[usize]) -> bool {
        faces.iter().any(|face| {
            let mut rows: Vec<Row> = not_losing.iter().map(|&place| minus(&self.on(face, place))).collect();
            rows.extend(not_gaining.iter().map(|&place| self.on(face, place)));
            !corners(face.len(), &rows).is_empty()
        })
    }

    fn deters(&self, faces: &[Vec<usize>]) -> bool {
        self.exists(faces, &[], &self.types())
    }

    fn pure(&self, faces: &[Vec<usize>], place: usize) -> Row {
        faces.iter().flatten().map(|&reply| self.gains[place][reply].clone()).collect()
    }

    fn others(&self, place: usize) -> Vec<usize> {
        self.types().into_iter().filter(|&other| other != place).collect()
    }

    /// The types that a criterion rules out, and whether the outcome passes.
    fn judged(&self, criterion: Criterion) -> (Vec<usize>, bool) {
        let all = self.faces(&self.sure(&self.types()));
        let never = |place: &usize| self.pure(&all, *place).iter().all(Rational::is_negative);
        let out: Vec<usize> = match criterion {
            Criterion::Sequential => Vec::new(),
            Criterion::Dominance => self.types().into_iter().filter(|&place| self.dominated[place]).collect(),
            Criterion::Intuitive => self.types().into_iter().filter(never).collect(),
            Criterion::D1 => {
                let by_one =
                    |place: &usize| self.others(*place).iter().any(|&other| !self.exists(&all, &[*place], &[other]));
                self.types().into_iter().filter(by_one).collect()
            }
            Criterion::D2 => {
                let by_all = |place: &usize| !self.exists(&all, &[*place], &self.others(*place));
                self.types().into_iter().filter(by_all).collect()
            }
            Criterion::NeverWeakBestResponse => {
                let by_all = |place: &usize| !self.exists(&all, &[*place], &self.types());
                self.types().into_iter().filter(by_all).collect()
            }
            Criterion::UniversallyDivine => return self.universal(),
            Criterion::Divine => return self.divine(),
        };
        let left: Vec<usize> = self.types().into_iter().filter(|place| !out.contains(place)).collect();
        let faces = self.faces(&self.sure(&left));
        let passes = match criterion {
            Criterion::Intuitive => {
                let sure = |place: usize| self.pure(&faces, place).iter().all(Rational::is_positive);
                !self.types().into_iter().any(sure)
            }
            _ => self.deters(&faces),
        };
        (out, passes)
    }

    fn universal(&self) -> (Vec<usize>, bool) {
        let mut left = self.types();
        loop {
            let faces = self.faces(&self.sure(&left));
            let stays = |place: &usize| self.exists(&faces, &[*place], &self.others(*place));
            let next: Vec<usize> = left.iter().copied().filter(stays).collect();
            if next.is_empty() || next == left {
                let out = self.types().into_iter().filter(|place| !left.contains(place)).collect();
                return (out, self.deters(&faces));
            }
            left = next;
        }
    }

    /// The corners of the beliefs that some replies explain. A strict pattern of gains holds somewhere if it holds in the
    /// middle of the corners of the weak one.
    fn explained(&self, faces: &[Vec<usize>]) -> Vec<Row> {
        let mut found: Vec<Row> = Vec::new();
        for face in faces {
            for pattern in 0..3usize.pow(self.gains.len() as u32) {
                let sign = |place: usize| pattern / 3usize.pow(place as u32) % 3;
                let rows = self.types().into_iter().flat_map(|place| {
                    let gain = self.on(face, place);
                    [(sign(place) != 0).then(|| minus(&gain)), (sign(place) != 2).then_some(gain)]
                });
                let points = corners(face.len(), &rows.flatten().collect::<Vec<_>>());
                if points.is_empty() {
                    continue;
                }
                let middle: Row = (0..face.len()).map(|at| points.iter().map(|point| &point[at]).sum()).collect();
                let gains = self.types().into_iter().map(|place| dot(&self.on(face, place), &middle));
                let right = gains.enumerate().all(|(place, gain)| match sign(place) {
                    0 => gain.is_negative(),
                    1 => gain.is_zero(),
                    _ => gain.is_positive(),
                });
                if !right {
                    continue;
                }
                let some_gain = self.types().into_iter().any(|place| sign(place) == 2);
                for group in 1u32..1 << self.gains.len() {
                    let inside = |place: usize| group >> place & 1 == 1;
                    let fits = self.types().into_iter().all(|place| match sign(place) {
                        0 => !inside(place),
                        1 => true,
                        _ => inside(place),
                    });
                    if !fits || (!some_gain && group.count_ones() > 1) {
                        continue;
                    }
                    let total: Rational = self.types().into_iter().filter(|&p| inside(p)).map(|p| &self.prior[p]).sum();
                    let share = |place: usize| if inside(place) { &self.prior[place] / &total } else { Rational::ZERO };
                    let belief: Row = self.types().into_iter().map(share).collect();
                    if !found.contains(&belief) {
                        found.push(belief);
                    }
                }
            }
        }
        found
    }

    fn divine(&self) -> (Vec<usize>, bool) {
        let mut faces = self.faces(&self.sure(&self.types()));
        let mut beliefs = self.sure(&self.types());
        for _ in 0..20 {
            let explained = self.explained(&faces);
            if explained.is_empty() {
                break;
            }
            faces = self.faces(&explained);
            beliefs = explained;
        }
        let out = self.types().into_iter().filter(|&place| beliefs.iter().all(|belief| belief[place].is_zero()));
        (out.collect(), self.deters(&faces))
    }

    /// Whether a grid of beliefs on the types left and of replies finds a reply that keeps everybody from the message. If it
    /// does, there is one; if not, nothing follows.
    fn grid_deters(&self, left: &[usize]) -> bool {
        let replies = self.receiver[0].len();
        grid(left.len(), 12).iter().any(|weights| {
            let worth =
                |reply: usize| left.iter().zip(weights).map(|(&t, w)| w * &self.receiver[t][reply]).sum::<Rational>();
            let worths: Row = (0..replies).map(worth).collect();
            let best: Vec<usize> =
                (0..replies).filter(|&reply| worths.iter().all(|other| *other <= worths[reply])).collect();
            grid(best.len(), 12)
                .iter()
                .any(|mix| self.types().into_iter().all(|place| !dot(&self.on(&best, place), mix).is_positive()))
        })
    }
}

/// All probabilities over `n` points in steps of one part in `steps`.
fn grid(n: usize, steps: i64) -> Vec<Row> {
    let mut found: Vec<Vec<i64>> = vec![Vec::new()];
    for place in 0..n {
        let left = |row: &Vec<i64>| steps - row.iter().sum::<i64>();
        let options = |row: &Vec<i64>| if place + 1 == n { left(row)..=left(row) } else { 0..=left(row) };
        found = found.iter().flat_map(|row| options(row).map(move |next| [&row[..], &[next]].concat())).collect();
    }
    found.into_iter().map(|row| row.into_iter().map(|part| ratio(part, steps)).collect()).collect()
}

#[test]
fn the_second_method_by_hand() {
    let third = corners(2, &[vec![ratio(1, 1), ratio(-2, 1)]]);
    assert_eq!(third, [vec![ratio(0, 1), ratio(1, 1)], vec![ratio(2, 3), ratio(1, 3)]]);
    assert_eq!(grid(3, 2).len(), 6);
}

fn compare(slow: &Slow, criterion: Criterion, fast: &MessageTest, names: &[&str], what: &str) {
    let (out, passes) = slow.judged(criterion);
    let out: Vec<&str> = out.into_iter().map(|place| names[place]).collect();
    let mut fast_out = ruled_out(fast);
    fast_out.sort_unstable();
    assert_eq!(fast_out, out, "{what}");
    assert_eq!(fast.passes, passes, "{what}");
    if matches!(criterion, Criterion::Divine | Criterion::Intuitive) {
        return;
    }
    let left: Vec<usize> = (0..names.len()).filter(|place| !fast_out.contains(&names[*place])).collect();
    assert!(fast.passes || !slow.grid_deters(&left), "{what}");
}

/// What the reply and the belief that support an outcome claim.
fn check_support(slow: &Slow, fast: &MessageTest, what: &str) {
    let (reply, belief): (Row, Row) =
        (fast.reply.iter().map(|(_, w)| w.clone()).collect(), fast.belief.iter().map(|(_, w)| w.clone()).collect());
    if reply.is_empty() {
        return;
    }
    assert!(slow.gains.iter().all(|gains| !dot(gains, &reply).is_positive()), "{what}");
    let worth = |reply: usize| belief.iter().zip(&slow.receiver).map(|(w, row)| w * &row[reply]).sum::<Rational>();
    let worths: Row = (0..reply.len()).map(worth).collect();
    let best = worths.iter().max().unwrap();
    assert!(reply.iter().zip(&worths).all(|(weight, worth)| weight.is_zero() || worth == best), "{what}");
}

#[test]
fn random_games_by_corners_and_on_a_grid() {
    let mut random = Random(1987);
    let (mut outcomes, mut fails) = (0, [0; 8]);
    let names = ["t0", "t1", "t2"];
    for game in 0..400 {
        let [k, m, r] = std::array::from_fn(|_| 2 + random.below(2) as usize);
        let weights: Vec<i64> = (0..k).map(|_| 1 + random.below(3) as i64).collect();
        let total = weights.iter().sum();
        let types: Vec<(&str, Rational)> = (0..k).map(|t| (names[t], ratio(weights[t], total))).collect();
        let size = 4 + random.below(4);
        let payoffs: Vec<[i64; 2]> =
            (0..k * m * r).map(|_| [random.below(size) as i64, random.below(size) as i64]).collect();
        let cell = |t: usize, message: usize, reply: usize| payoffs[(t * m + message) * r + reply];
        let tree = Table {
            types: &types,
            messages: &["m0", "m1", "m2"][..m],
            replies: &["r0", "r1", "r2"][..r],
            payoffs: &|t, message, reply| cell(t, message, reply).map(Rational::from),
        }
        .tree();
        let solution = pure_nash(&tree.clone().into(), &Default::default()).unwrap();
        let report = signaling_refinements(&tree, &solution, &Default::default()).unwrap();
        let mut seen: Vec<(Vec<i64>, Vec<usize>)> = Vec::new();
        for number in 0..solution.len() {
            // The outcome from the plan itself: the sender's information sets come with each type, the receiver's in between.
            let plan = behavior(&solution, number).choices().unwrap();
            let at = |player: &str, label: &str| {
                let place = tree.find_infoset(tree.player(player).unwrap(), label).unwrap();
                plan[place.index()]
            };
            let sent: Vec<usize> = (0..k).map(|t| at("Sender", names[t])).collect();
            let has: Vec<i64> =
                (0..k).map(|t| cell(t, sent[t], at("Receiver", &format!("after m{}", sent[t])))[0]).collect();
            if seen.contains(&(has.clone(), sent.clone())) {
                continue;
            }
            for message in (0..m).filter(|message| !sent.contains(message)) {
                let gains = |t: usize| (0..r).map(|reply| (cell(t, message, reply)[0] - has[t]).into()).collect();
                let dominated = |t: usize| {
                    let most = (0..r).map(|reply| cell(t, message, reply)[0]).max();
                    (0..m).any(|other| (0..r).map(|reply| cell(t, other, reply)[0]).min() > most)
                };
                let slow = Slow {
                    gains: (0..k).map(gains).collect(),
                    receiver: (0..k).map(|t| (0..r).map(|reply| cell(t, message, reply)[1].into()).collect()).collect(),
                    prior: types.iter().map(|(_, prior)| prior.clone()).collect(),
                    dominated: (0..k).map(dominated).collect(),
                };
                let all = slow.faces(&slow.sure(&slow.types()));
                let tempts = slow.types().into_iter().any(|t| slow.pure(&all, t).iter().any(Rational::is_positive));
                let sequential = report.finding(number, Criterion::Sequential).unwrap();
                let label = format!("m{message}");
                let listed = sequential.messages.iter().find(|test| test.message == label);
                assert_eq!(listed.is_some(), tempts, "game {game}, {number}, {label}");
                let Some(listed) = listed else { continue };
                assert_eq!(listed.passes, slow.judged(Criterion::Sequential).1);
                if report.passes(number, Criterion::Sequential) == Some(false) {
                    continue;
                }
                outcomes += 1;
                for (place, criterion) in Criterion::ALL.into_iter().enumerate() {
                    let finding = report.finding(number, criterion).unwrap();
                    let fast = finding.messages.iter().find(|test| test.message == label).unwrap();
                    let what = format!("game {game}, equilibrium {number}, {label}, {criterion:?}: {}", finding.reason);
                    compare(&slow, criterion, fast, &names[..k], &what);
                    check_support(&slow, fast, &what);
                    fails[place] += usize::from(!fast.passes);
                }
            }
            implications(&report, number);
            seen.push((has, sent));
        }
    }
    assert!(outcomes > 200, "{outcomes}");
    assert!(fails[1..].iter().all(|count| *count > 2), "{fails:?} of {outcomes}");
    assert_eq!(fails[0], 0);
}

/// What each criterion implies.
fn implications(report: &foederis::SignalingReport, number: usize) {
    let passes = |criterion| report.passes(number, criterion).unwrap();
    let chains = [
        &[Criterion::UniversallyDivine, Criterion::D2, Criterion::D1, Criterion::Intuitive, Criterion::Sequential][..],
        &[Criterion::UniversallyDivine, Criterion::Divine, Criterion::Intuitive],
        &[Criterion::NeverWeakBestResponse, Criterion::D2],
        &[Criterion::Intuitive, Criterion::Sequential],
        &[Criterion::Dominance, Criterion::Sequential],
        &[Criterion::D1, Criterion::Dominance],
    ];
    for pair in chains.iter().flat_map(|chain| chain.windows(2)) {
        assert!(!passes(pair[0]) || passes(pair[1]), "{pair:?}");
    }
}
