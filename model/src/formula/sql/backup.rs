//! Backup time.

use crate::figure::{Num, Tracer};

/// What bounds a backup, each as MB/s of source data.
pub struct Bounds<N> {
    pub source: Option<N>,
    /// Before compression is counted.
    pub network: Option<N>,
    /// Before compression is counted.
    pub target: Option<N>,
    /// What the processors can pack.
    pub processor: Option<N>,
}

/// Source data a second: the least of the bounds; network and target carry packed data. None when no bound is known.
pub fn rate<T: Tracer>(t: &mut T, bounds: Bounds<T::N>, ratio: Option<T::N>) -> Option<T::N> {
    let packed = |t: &mut T, symbol: &str, rate: Option<T::N>| {
        let rate = rate?;
        Some(match ratio.clone() {
            Some(ratio) => {
                let rate = rate * ratio;
                t.step(symbol, "MB/s", rate)
            }
            None => rate,
        })
    };
    let network = packed(t, "network_packed", bounds.network);
    let target = packed(t, "target_packed", bounds.target);
    [bounds.source, network, target, bounds.processor]
        .into_iter()
        .flatten()
        .reduce(Num::min)
}

/// Time of so much data, s.
pub fn time_s<N: Num>(data_mb: N, rate_mb_s: N) -> N {
    data_mb / rate_mb_s
}
