//! Keys of SQL Server's constants.

/// Guest memory of the operating system under SQL Server, per started four vCPUs, MiB.
pub const OS_MIB_PER_4_VCPUS: &str = "sql_os_mib_per_4_vcpus";
/// Processor time of a transaction where none is given, core-milliseconds.
pub const CORE_MS: &str = "sql_core_ms_per_transaction";
/// Log bytes of a transaction where none are given.
pub const LOG_BYTES: &str = "sql_log_bytes_per_transaction";
/// Physical data reads and writes of a transaction where none are given.
pub const DATA_IO: &str = "sql_data_io_per_transaction";
/// Share of data I/O that reads where none is given.
pub const READ_SHARE: &str = "sql_read_share";
/// Hot share of the databases where no working set is given.
pub const WORKING_SET: &str = "sql_working_set_share";
/// Database page, KiB.
pub const PAGE_KIB: &str = "sql_page_kib";
/// Local log write where no latency is given, ms.
pub const LOG_WRITE_MS: &str = "sql_log_write_ms";
/// Processor use of SQL Server to plan for, a share.
pub const CPU_TARGET: &str = "sql_cpu_target";
/// Worker threads up to four processors (64-bit).
pub const WORKERS_BASE: &str = "sql_workers_base";
/// Worker threads of each further processor, up to 64.
pub const WORKERS_STEP: &str = "sql_workers_step";
/// Worker threads of each further processor, above 64.
pub const WORKERS_STEP_MANY: &str = "sql_workers_step_many";
/// Worker thread stack, MiB (x64).
pub const STACK_MIB: &str = "sql_stack_mib";
