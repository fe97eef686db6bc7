//! Core licences, from 2012 (SQL Server 2014 virtual licensing case, license-library.de; D. Dorsey, Licensing minimums).

use crate::figure::{Num, Tracer};

/// Core licences of a VM: one a virtual core, at least four.
pub fn vm<N: Num>(vcpus: N, least: N) -> N {
    vcpus.max(least)
}

/// Core licences of a host: all cores, at least four a processor.
pub fn host<N: Num>(sockets: N, cores_per_socket: N, least: N) -> N {
    sockets * cores_per_socket.max(least)
}

/// Packs in which licences are sold.
pub fn packs<N: Num>(licences: N, pack: N) -> N {
    (licences / pack).ceil()
}

/// Licences bought with so many packs.
pub fn sold<T: Tracer>(_: &mut T, packs: T::N, pack: T::N) -> T::N {
    packs * pack
}
