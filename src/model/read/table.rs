//! Reads tables: the first player's strategies, within each the second's, and so on.

use super::Reader;
use crate::error::{InputError, UnknownName};
use crate::model::form::{Payoffs, Table};
use crate::model::node::{Node, Value};

impl Reader<'_> {
    pub(super) fn read_table(&mut self, node: &Node) -> Result<Table, InputError> {
        let strategies = self.strategies(node)?;
        let mut cells = Vec::new();
        self.read_cells(node, &strategies, 0, &mut cells)?;
        let movers = (0..self.players.len()).collect();
        Ok(Table { movers, strategies, cells, place: node.place, label: None })
    }

    /// The strategies of each player, as the first row, its first column and so on name them.
    fn strategies(&self, node: &Node) -> Result<Vec<Vec<String>>, InputError> {
        let (mut here, mut strategies) = (node, Vec::new());
        for player in &self.players {
            let entries = here.entries();
            if entries.is_empty() || here.get("payoffs").is_some() {
                return Err(here
                    .error(format!("the strategies of {player} should stand here"))
                    .help(format!("nest the strategies in the order of the players: {}", self.players.join(", "))));
            }
            strategies.push(here.named().map(|(name, _)| name.to_owned()).collect());
            here = &entries[0].1;
        }
        if strategies.is_empty() {
            return Err(node.error("a table needs 'players:'"));
        }
        Ok(strategies)
    }

    fn read_cells(
        &self,
        node: &Node,
        strategies: &[Vec<String>],
        level: usize,
        cells: &mut Vec<Payoffs>,
    ) -> Result<(), InputError> {
        let Some(names) = strategies.get(level) else {
            cells.push(self.cell(node)?);
            return Ok(());
        };
        let kind = format!("strategy of {}", self.players[level]);
        if let Some((key, _)) =
            node.entries().iter().find(|(key, _)| !names.iter().any(|n| Some(n.as_str()) == key.as_text()))
        {
            let unknown = UnknownName::new(&kind, key.as_text().unwrap_or_default(), names);
            return Err(key.error(unknown.to_string()).help("every row names the same strategies"));
        }
        for name in names {
            let Some(below) = node.get(name) else {
                return Err(node
                    .error(format!("the {kind} '{name}' is missing here"))
                    .help("every row names the same strategies"));
            };
            self.read_cells(below, strategies, level + 1, cells)?;
        }
        Ok(())
    }

    fn cell(&self, node: &Node) -> Result<Payoffs, InputError> {
        match (&node.value, node.get("payoffs")) {
            (Value::List(_), _) => self.payoffs(node),
            (Value::Map(_), Some(payoffs)) => self.payoffs(payoffs),
            _ => Err(node.error("the payoffs of this cell should stand here, as a list or under 'payoffs:'")),
        }
    }
}
