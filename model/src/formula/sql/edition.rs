//! What an edition lets an instance use.

use crate::figure::{Num, Tracer};

/// Cores that an instance uses: the VM's, at most the edition's, at most those of the sockets that it uses (sockets the
/// VM has, and those that the edition uses). In a VM a virtual core is a logical processor too.
pub fn usable_cores<T: Tracer>(
    t: &mut T,
    vcpus: T::N,
    most: impl IntoIterator<Item = T::N>,
    sockets: Option<(T::N, T::N)>,
) -> T::N {
    let mut cores = vcpus.clone();
    for max in most {
        cores = cores.min(max);
    }
    if let Some((has, max)) = sockets {
        let one = t.number(1.0);
        let per_socket = vcpus / has.max(one);
        cores = cores.min(max * per_socket.ceil());
    }
    cores
}

/// Buffer pool of an instance, MiB: max server memory (all memory where none is set), at most the edition's.
pub fn buffer_pool_mib<N: Num>(max_server_memory_mib: N, edition_mib: Option<N>) -> N {
    match edition_mib {
        Some(most) => max_server_memory_mib.min(most),
        None => max_server_memory_mib,
    }
}
