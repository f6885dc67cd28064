//! Decomposable graphs over a few lists: those whose every ring of four or more has a chord.

/// Cliques and separators of one graph; a separator stands as often as it separates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Graph {
    pub(super) cliques: Vec<u32>,
    pub(super) separators: Vec<u32>,
    /// Pairs that are joined, as sets of two.
    pub(super) edges: Vec<u32>,
}

/// All decomposable graphs over so many lists: 2, 8, 61, 822 and 18,154 for two to six.
pub(super) fn decomposable(lists: u32) -> Vec<Graph> {
    let pairs: Vec<u32> = (0..lists).flat_map(|a| (0..a).map(move |b| 1 << a | 1 << b)).collect();
    (0_u32..1 << pairs.len())
        .filter_map(|chosen| {
            let edges = pairs.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
            of(lists, edges.map(|(_, pair)| *pair).collect())
        })
        .collect()
}

/// Takes away vertices whose neighbours are all joined, one by one; a graph is decomposable when none is left.
fn of(lists: u32, edges: Vec<u32>) -> Option<Graph> {
    let near = |vertex: u32| {
        let own = edges.iter().filter(|pair| *pair >> vertex & 1 == 1);
        own.fold(0, |near, pair| near | pair & !(1 << vertex))
    };
    let neighbours: Vec<u32> = (0..lists).map(near).collect();
    let joined = |set: u32| {
        (0..)
            .zip(&neighbours)
            .all(|(vertex, near)| set >> vertex & 1 == 0 || set & !(1 << vertex) & !near == 0)
    };
    let mut left = (1_u32 << lists) - 1;
    let (mut cliques, mut separators): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
    while left != 0 {
        let (vertex, near) = (0_u32..)
            .zip(&neighbours)
            .map(|(vertex, near)| (vertex, near & left))
            .take(lists as usize)
            .find(|(vertex, near)| left >> vertex & 1 == 1 && joined(*near))?;
        left &= !(1 << vertex);
        // The vertex given its neighbours: what stands above and below the line at once falls away.
        let clique = near | 1 << vertex;
        match separators.iter().position(|set| *set == clique) {
            Some(at) => drop(separators.swap_remove(at)),
            None => cliques.push(clique),
        }
        if near != 0 {
            separators.push(near);
        }
    }
    Some(Graph { cliques, separators, edges })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_as_are_known() {
        for (lists, count) in [(2, 2), (3, 8), (4, 61), (5, 822)] {
            assert_eq!(decomposable(lists).len(), count);
        }
    }

    #[test]
    fn cliques_and_separators_cover_each_list_once() {
        for graph in decomposable(5) {
            for list in 0..5 {
                let holds = |sets: &[u32]| sets.iter().filter(|set| *set >> list & 1 == 1).count();
                assert_eq!(holds(&graph.cliques) - holds(&graph.separators), 1, "{graph:?}");
            }
            for pair in &graph.edges {
                let holds = |sets: &[u32]| sets.iter().filter(|set| *set & pair == *pair).count();
                assert_eq!(holds(&graph.cliques) - holds(&graph.separators), 1, "{graph:?}");
            }
        }
    }
}
