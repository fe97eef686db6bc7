//! Degree of parallelism, NUMA nodes, tempdb files.

use crate::figure::{Num, Tracer};

/// A version's row of the MAXDOP table (Configure the max degree of parallelism option, Microsoft, 2022).
pub struct MaxdopRow<N> {
    /// Bound with one node and more processors.
    pub one_node: N,
    /// Processors of a node up to which all of them are the bound.
    pub node_whole: N,
    /// Largest bound with several nodes.
    pub node_most: N,
    /// Part of a larger node's processors.
    pub node_part: N,
}

/// Upper bound of MAXDOP for so many nodes and logical processors in all.
pub fn maxdop_bound<T: Tracer>(
    t: &mut T,
    nodes: T::N,
    processors: T::N,
    row: MaxdopRow<T::N>,
) -> T::N {
    if nodes.value() <= 1.0 {
        return processors.min(row.one_node);
    }
    let per_node = per_node(t, processors, nodes);
    if per_node.value() <= row.node_whole.value() {
        per_node
    } else {
        (per_node * row.node_part).floor().min(row.node_most)
    }
}

/// Logical processors of a node; the larger ones where they do not divide.
pub fn per_node<T: Tracer>(t: &mut T, processors: T::N, nodes: T::N) -> T::N {
    let each = (processors / nodes).ceil();
    t.step("per_node", "", each)
}

/// What setup proposes: the node's processors, half of them above `whole` (dba.stackexchange.com 319145, 2022).
pub fn maxdop_setup<T: Tracer>(t: &mut T, per_node: T::N, whole: T::N) -> T::N {
    if per_node.value() > whole.value() {
        (per_node / t.number(2.0)).floor()
    } else {
        per_node
    }
}

/// The automatic rule of SqlServerDsc: half the cores with a single processor, else the cores, at most eight.
pub fn maxdop_automatic<T: Tracer>(t: &mut T, processors: T::N, cores: T::N, most: T::N) -> T::N {
    if processors.value() <= 1.0 {
        // Halves go up here.
        return (cores / t.number(2.0) + t.number(0.5)).floor();
    }
    cores.min(most)
}

/// Soft-NUMA nodes: each hardware node of more cores than this is divided into equal ones of at most so many.
pub fn soft_nodes<T: Tracer>(
    t: &mut T,
    nodes: T::N,
    cores_per_node: T::N,
    node_cores: T::N,
) -> T::N {
    let one = t.number(1.0);
    nodes * (cores_per_node / node_cores).ceil().max(one)
}

/// NUMA nodes that a VM spans on a host whose nodes have so many cores.
pub fn nodes_spanned<T: Tracer>(t: &mut T, vcpus: T::N, node_cores: T::N) -> T::N {
    let one = t.number(1.0);
    (vcpus / node_cores.max(one.clone())).ceil().max(one)
}

/// Fewest vCPUs that carry the need, are even, and divide evenly over the nodes that they span.
pub fn aligned_vcpus<T: Tracer>(t: &mut T, needed: T::N, node_cores: T::N) -> T::N {
    let (one, two) = (t.number(1.0), t.number(2.0));
    let needed = needed.ceil().max(one);
    if needed.value() <= 1.0 {
        return needed;
    }
    let nodes = nodes_spanned(t, needed.clone(), node_cores);
    let nodes = t.step("nodes", "", nodes);
    let each = (needed / nodes.clone()).ceil();
    if nodes.value() % 2.0 == 0.0 {
        return nodes * each;
    }
    // An odd number of nodes is even in all only with an even number each.
    nodes * (two.clone() * (each / two).ceil())
}

/// Tempdb data files: one for each processor, at most eight.
pub fn tempdb_files<T: Tracer>(t: &mut T, processors: T::N, most: T::N) -> T::N {
    let one = t.number(1.0);
    processors.min(most).max(one)
}

/// Whether a number of tempdb files is as advised: the advised number, eight, or more in steps.
pub fn tempdb_files_fit(files: f64, advised: f64, most: f64, step: f64) -> bool {
    if files < most {
        files == advised
    } else {
        files == most || step <= 0.0 || files % step == 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::aligned_vcpus;
    use crate::figure::{Num, Plain, Silent};
    use crate::formula::sql::nearest;

    #[test]
    fn aligned_counts_are_even_and_divide() {
        for (needed, node, want) in [
            (0.2, 8.0, 1.0),
            (2.1, 8.0, 4.0),
            (5.0, 8.0, 6.0),
            (9.0, 8.0, 10.0),
            (17.0, 8.0, 18.0),
            (19.0, 8.0, 24.0),
        ] {
            let got = aligned_vcpus(&mut Silent, Plain(needed), Plain(node)).value();
            assert_eq!(got, want, "{needed} on nodes of {node}");
        }
    }

    #[test]
    fn halves_go_to_the_even_number() {
        for (v, want) in [(2.5, 2.0), (3.5, 4.0), (2.4, 2.0), (2.6, 3.0)] {
            assert_eq!(nearest(&mut Silent, Plain(v)).value(), want);
        }
    }
}
