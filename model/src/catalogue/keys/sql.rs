//! Keys of SQL Server's constants; the rows in `assets/workloads/sql-server-rules.ron` say what each is.

// Load and processor
/// Processor time of a small transaction: 500 a second on a core, ms.
pub const CORE_MS: &str = "sql_core_ms_per_transaction";
/// Processor use above which the assessment rule warns.
pub const CPU_TARGET: &str = "sql_cpu_target";
/// Share of the benchmark's throughput per core that business load reaches.
pub const BENCHMARK_SHARE: &str = "sql_benchmark_share";
/// Benchmark throughput of a core, tpsE.
pub const TPSE_PER_CORE: &str = "sql_tpse_per_core";
/// Sequential read that keeps a core busy, MB/s.
pub const READ_MB_S_PER_CORE: &str = "sql_read_mb_s_per_core";
/// Bytes that a batch request sends to the server, B.
pub const REQUEST_BYTES: &str = "sql_request_bytes";
/// Bytes that the server answers to a batch request, B.
pub const REPLY_BYTES: &str = "sql_reply_bytes";

// Memory
/// Memory that the 1/4/8 rule keeps for the operating system, GB.
pub const RULE_OS_GB: &str = "sql_rule_os_gb";
/// Up to the knee one GB in so many is kept.
pub const RULE_LOW_PART: &str = "sql_rule_low_part";
/// Memory from which the 1/4/8 rule keeps less, GB.
pub const RULE_KNEE_GB: &str = "sql_rule_knee_gb";
/// Above the knee one GB in so many is kept.
pub const RULE_HIGH_PART: &str = "sql_rule_high_part";
/// Memory up to which the 1/4/8 rule with stacks keeps its smallest reserve, GB.
pub const RULE_TINY_GB: &str = "sql_rule_tiny_gb";
/// Smallest reserve of the 1/4/8 rule with stacks, GB.
pub const RULE_TINY_RESERVE_GB: &str = "sql_rule_tiny_reserve_gb";
/// Memory below which the 1/4/8 rule with stacks keeps its small reserve, GB.
pub const RULE_SMALL_GB: &str = "sql_rule_small_gb";
/// Small reserve of the 1/4/8 rule with stacks, GB.
pub const RULE_SMALL_RESERVE_GB: &str = "sql_rule_small_reserve_gb";
/// Memory that the rule of stacks keeps for the operating system, MiB.
pub const STACKS_OS_MIB: &str = "sql_stacks_os_mib";
/// Memory outside the buffer pool set aside at start (-g), MiB.
pub const STACKS_OTHER_MIB: &str = "sql_stacks_other_mib";
/// Share that the rule by cores keeps of smaller memory.
pub const CORES_SMALL_SHARE: &str = "sql_cores_small_share";
/// Share that the rule by cores keeps of larger memory.
pub const CORES_LARGE_SHARE: &str = "sql_cores_large_share";
/// Memory from which the rule by cores keeps the smaller share, MiB.
pub const CORES_LARGE_MIB: &str = "sql_cores_large_mib";
/// Threads of the rule by cores with four cores.
pub const CORES_THREADS_BASE: &str = "sql_cores_threads_base";
/// Threads of the rule by cores for each further core.
pub const CORES_THREADS_STEP: &str = "sql_cores_threads_step";
/// Memory that the rule by cores keeps for each started four cores, MiB.
pub const CORES_MIB_PER_4: &str = "sql_cores_mib_per_4";
/// Stack of a worker thread, MiB.
pub const CORES_STACK_X86_MIB: &str = "sql_cores_stack_x86_mib";
/// Stack of a worker thread, MiB.
pub const STACK_MIB: &str = "sql_stack_mib";
/// Stack of a worker thread, MiB.
pub const STACK_X86_MIB: &str = "sql_stack_x86_mib";
/// Stack of a worker thread, MiB.
pub const STACK_IA64_MIB: &str = "sql_stack_ia64_mib";
/// Worker threads up to four processors.
pub const WORKERS_BASE: &str = "sql_workers_base";
/// Worker threads of each processor from the fifth.
pub const WORKERS_STEP: &str = "sql_workers_step";
/// Worker threads of each processor from the fifth.
pub const WORKERS_STEP_MANY: &str = "sql_workers_step_many";
/// Worker threads up to four processors.
pub const WORKERS_32_BASE: &str = "sql_workers_32_base";
/// Worker threads of each processor from the fifth.
pub const WORKERS_32_STEP: &str = "sql_workers_32_step";
/// Memory of the operating system for each started four vCPUs, MiB.
pub const OS_MIB_PER_4_VCPUS: &str = "sql_os_mib_per_4_vcpus";
/// Least legal max server memory, MiB.
pub const MAX_MEMORY_LEAST_MIB: &str = "sql_max_memory_least_mib";
/// Max server memory that means no limit, MiB.
pub const MAX_MEMORY_UNLIMITED_MIB: &str = "sql_max_memory_unlimited_mib";
/// Hot share of the databases.
pub const WORKING_SET: &str = "sql_working_set_share";
/// Page life expectancy below which the assessment rule warns, s.
pub const PAGE_LIFE_S: &str = "sql_page_life_s";
/// Page life expectancy expected for each 4 GB of cached data, s.
pub const PAGE_LIFE_STEP_S: &str = "sql_page_life_step_s";

// Parallelism and tempdb
/// Cost threshold for parallelism as installed.
pub const COST_THRESHOLD_DEFAULT: &str = "sql_cost_threshold_default";
/// Cost threshold for parallelism that is advised; 40 to 125 are acceptable.
pub const COST_THRESHOLD: &str = "sql_cost_threshold";
/// Largest MAXDOP of the automatic rule of SqlServerDsc.
pub const DSC_MAXDOP_MOST: &str = "sql_dsc_maxdop_most";
/// Tempdb data files beyond which more come only when contention persists.
pub const TEMPDB_FILES_MOST: &str = "sql_tempdb_files_most";
/// Tempdb data files that are added at a time.
pub const TEMPDB_FILES_STEP: &str = "sql_tempdb_files_step";
/// Difference in size of tempdb data files that counts, MiB.
pub const TEMPDB_DIFFERENCE_MIB: &str = "sql_tempdb_difference_mib";

// Storage
/// Log written by a small transaction, B.
pub const LOG_BYTES: &str = "sql_log_bytes_per_transaction";
/// Physical data reads and writes of a small transaction.
pub const DATA_IO: &str = "sql_data_io_per_transaction";
/// Share of data I/O that reads.
pub const READ_SHARE: &str = "sql_read_share";
/// Database page, KiB.
pub const PAGE_KIB: &str = "sql_page_kib";
/// Part of a volume that stays free.
pub const VOLUME_FREE_SHARE: &str = "sql_volume_free_share";
/// Times that the log holds what is written between two log backups.
pub const LOG_RESERVE: &str = "sql_log_reserve";
/// Tempdb as a share of the databases.
pub const TEMPDB_SHARE: &str = "sql_tempdb_share";
/// Allocation unit of volumes of data, KiB.
pub const ALLOCATION_UNIT_KIB: &str = "sql_allocation_unit_kib";
/// Least growth of a file, MiB.
pub const GROWTH_LEAST_MIB: &str = "sql_growth_least_mib";
/// Most growth of a file, MiB.
pub const GROWTH_MOST_MIB: &str = "sql_growth_most_mib";
/// Growth of data files that is advised, MiB.
pub const GROWTH_DATA_MIB: &str = "sql_growth_data_mib";
/// Growth of log files that is advised, MiB.
pub const GROWTH_LOG_MIB: &str = "sql_growth_log_mib";
/// Virtual log files worth knowing of.
pub const FRAGMENTS_MANY: &str = "sql_fragments_many";
/// Virtual log files that slow recovery.
pub const FRAGMENTS_TOO_MANY: &str = "sql_fragments_too_many";
/// Local log write, ms.
pub const LOG_WRITE_MS: &str = "sql_log_write_ms";
/// Log write that is bad, ms.
pub const LOG_WRITE_BAD_MS: &str = "sql_log_write_bad_ms";
/// Read or write of data that is slow, ms.
pub const DATA_SLOW_MS: &str = "sql_data_slow_ms";
/// Average read of data that raises an alarm, ms.
pub const DATA_READ_ALARM_MS: &str = "sql_data_read_alarm_ms";
/// Average write of data that raises an alarm, ms.
pub const DATA_WRITE_ALARM_MS: &str = "sql_data_write_alarm_ms";

// Copies
/// Round trip up to which synchronous copies are advised (metropolitan area), ms.
pub const SYNC_NEAR_MS: &str = "sql_sync_near_ms";
/// Round trip above which copies should be asynchronous, ms.
pub const SYNC_FAR_MS: &str = "sql_sync_far_ms";
/// Network of a copy on top of the log rate.
pub const COPY_OVERHEAD: &str = "sql_copy_overhead";
/// Health check timeout of an availability group, s.
pub const HEALTH_CHECK_S: &str = "sql_health_check_s";
/// Session timeout of a replica or mirror, s.
pub const SESSION_TIMEOUT_S: &str = "sql_session_timeout_s";
/// Time of a failover between detection and redo, s.
pub const FAILOVER_OVERHEAD_S: &str = "sql_failover_overhead_s";

// Backup and licences
/// Longest time between log backups, s.
pub const LOG_BACKUP_S: &str = "sql_log_backup_s";
/// Longest time between full backups, s.
pub const FULL_BACKUP_S: &str = "sql_full_backup_s";
/// Uncompressed over compressed backup time (6.
pub const BACKUP_RATIO: &str = "sql_backup_ratio";
/// Full backups kept on disk.
pub const BACKUPS_KEPT: &str = "sql_backups_kept";
/// Fewest core licences of a VM or of a processor.
pub const LICENCES_LEAST: &str = "sql_licences_least";
/// Core licences of a pack.
pub const LICENCE_PACK: &str = "sql_licence_pack";
