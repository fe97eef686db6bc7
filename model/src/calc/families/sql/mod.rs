//! SQL Server: memory, threads, parallelism, commits, copies, licences, backups, editions, I/O and processor.

mod ag_recovery;
mod backup;
mod buffer_pool;
mod commit;
mod cpu;
mod cpu_queue;
mod edition;
mod inputs;
mod instances;
mod io;
mod licences;
mod log_rate;
mod maxdop;
mod memory;
mod mirroring_overhead;
mod network;
mod numa;
mod page_life;
mod tempdb_files;
#[cfg(test)]
mod tests;
mod tpc_e;
mod vm_memory;
mod volumes;
mod worker_threads;

use crate::calc::Calculator;

pub(super) const ALL: &[Calculator] = &[
    Calculator::of::<edition::SqlEdition>(),
    Calculator::of::<cpu::SqlCpu>(),
    Calculator::of::<cpu_queue::CpuQueue>(),
    Calculator::of::<tpc_e::TpcE>(),
    Calculator::of::<numa::SqlNuma>(),
    Calculator::of::<maxdop::Maxdop>(),
    Calculator::of::<memory::MaxServerMemory>(),
    Calculator::of::<instances::SqlInstances>(),
    Calculator::of::<worker_threads::WorkerThreads>(),
    Calculator::of::<vm_memory::SqlVmMemory>(),
    Calculator::of::<buffer_pool::BufferPool>(),
    Calculator::of::<page_life::PageLife>(),
    Calculator::of::<io::SqlIo>(),
    Calculator::of::<volumes::SqlVolumes>(),
    Calculator::of::<tempdb_files::TempdbFiles>(),
    Calculator::of::<log_rate::SqlLogRate>(),
    Calculator::of::<network::SqlNetwork>(),
    Calculator::of::<commit::SqlCommit>(),
    Calculator::of::<mirroring_overhead::SqlMirroringOverhead>(),
    Calculator::of::<ag_recovery::AgRecovery>(),
    Calculator::of::<backup::SqlBackup>(),
    Calculator::of::<licences::SqlLicences>(),
];
