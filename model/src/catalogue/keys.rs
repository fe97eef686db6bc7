//! Keys of constants. Each stands in a profile, in `assets/constants.ron` or beside a workload's tables; a test holds the
//! list against them.

pub mod availability;
pub mod sql;

/// Seconds until a host failure is acted on.
pub const DETECTION_S: &str = "detection_s";
/// Seconds of guest start.
pub const BOOT_S: &str = "boot_s";
/// Seconds of application start and recovery.
pub const APP_START_S: &str = "app_start_s";
/// Seconds a level-3 pair pauses at a host failure.
pub const TAKEOVER_S: &str = "takeover_s";
/// Share of the host's processors that the hypervisor takes, 0 to 1.
pub const HYPERVISOR_CPU: &str = "hypervisor_cpu";
/// Memory the hypervisor and control domain take, MiB.
pub const HYPERVISOR_RAM_MIB: &str = "hypervisor_ram_mib";
/// Share of host memory that the control domain takes in addition, 0 to 1.
pub const HYPERVISOR_RAM_SHARE: &str = "hypervisor_ram_share";
/// vCPUs that the platform holds for itself on each host.
pub const SYSTEM_VCPUS: &str = "system_vcpus";
/// Memory overhead of each VM as a share of its memory.
pub const VM_RAM_OVERHEAD_SHARE: &str = "vm_ram_overhead_share";
/// Memory overhead of each VM, MiB.
pub const VM_RAM_OVERHEAD_MIB: &str = "vm_ram_overhead_mib";
/// vCPUs that the platform adds to a level-2 VM.
pub const LEVEL2_EXTRA_VCPUS: &str = "level2_extra_vcpus";
/// vCPUs that the platform adds to a level-3 VM.
pub const LEVEL3_EXTRA_VCPUS: &str = "level3_extra_vcpus";
/// Extra processor use of a level-3 VM, 0 to 1.
pub const LOCKSTEP_OVERHEAD: &str = "lockstep_overhead";
/// Wire overhead of lockstep logging, a factor.
pub const LOG_FACTOR: &str = "log_factor";
/// Wire overhead of mirrored writes, a factor.
pub const MIRROR_FACTOR: &str = "mirror_factor";
/// Room for resynchronisation on top of mirrored writes, a factor.
pub const RESYNC_FACTOR: &str = "resync_factor";
/// Logging of an idle level-3 VM, Mbit/s.
pub const LOG_IDLE_MBPS: &str = "log_idle_mbps";
/// Milliseconds between checkpoints.
pub const EPOCH_MS: &str = "epoch_ms";
/// Milliseconds that a checkpoint pauses the VM.
pub const CHECKPOINT_PAUSE_MS: &str = "checkpoint_pause_ms";
/// Compressed over raw size of checkpoints.
pub const CHECKPOINT_COMPRESSION: &str = "checkpoint_compression";
/// Share of the round-trip budget from which a pair is close to it.
pub const ROUND_TRIP_CLOSE: &str = "round_trip_close";

/// Processing that the other threads of a core add, as a share of a core.
pub const THREAD_WORTH: &str = "thread_worth";
/// vCPUs per core from which more of them is a warning.
pub const VCPUS_PER_CORE_MANY: &str = "vcpus_per_core_many";
/// Most hosts of a pool whose restarts are planned through every order of failures.
pub const HA_EXHAUSTIVE_HOSTS: &str = "ha_exhaustive_hosts";
/// Orders of failures from which the plan is approximate.
pub const HA_EXHAUSTIVE_ORDERS: &str = "ha_exhaustive_orders";
/// Processor slot of a VM without a reservation, MHz.
pub const HA_SLOT_CPU_MHZ: &str = "ha_slot_cpu_mhz";
/// Memory slot of a VM without a reservation, beside its overhead, MiB.
pub const HA_SLOT_RAM_MIB: &str = "ha_slot_ram_mib";
/// Share of a pool that is kept free where the plan says none.
pub const HA_RESERVE_SHARE: &str = "ha_reserve_share";
/// Least size of the volume of a pool's heartbeat, MiB.
pub const HA_HEARTBEAT_MIB: &str = "ha_heartbeat_mib";
/// Disk latency that measured operations are scaled to, ms.
pub const LATENCY_TARGET_MS: &str = "latency_target_ms";
/// Rate at which a failed disk of a RAID group is written anew, MB/s by kind: `rebuild_mb_s.Sas15k` and so on.
pub const REBUILD_MB_S: &str = "rebuild_mb_s";

/// One-way delay of fibre, µs/km.
pub const FIBRE_US_PER_KM: &str = "fibre_us_per_km";
/// Bytes on the wire around each packet.
pub const FRAME_OVERHEAD_BYTES: &str = "frame_overhead_bytes";
/// Bytes of TCP/IP headers with timestamps in each packet.
pub const TCP_HEADER_BYTES: &str = "tcp_header_bytes";
/// Bytes that a VLAN tag adds.
pub const VLAN_TAG_BYTES: &str = "vlan_tag_bytes";
/// Random IOPS of one disk by kind: `disk_iops.Sas15k` and so on.
pub const DISK_IOPS: &str = "disk_iops";
/// Random IOPS of a disk slower than 7,200 rpm.
pub const DISK_IOPS_SLOW: &str = "disk_iops_slow";
/// Back-end writes per front-end write by level: `raid_penalty.Raid10` and so on.
pub const RAID_PENALTY: &str = "raid_penalty";
/// Share of its vCPUs that a VM without any workload is taken to use.
pub const UNKNOWN_CPU_SHARE: &str = "unknown_cpu_share";
/// Database page of a mailbox server whose version states none, KiB.
pub const MAILBOX_PAGE_KIB: &str = "mailbox_page_kib";
/// Share of a day's mail that falls into the busiest hour.
pub const PEAK_HOUR_SHARE: &str = "peak_hour_share";
/// Log over database IOPS of a mailbox server whose version states none.
pub const LOG_IOPS_SHARE: &str = "mailbox_log_iops_share";
/// Throughput of the backup of a mailbox server, MB/s.
pub const MAILBOX_BACKUP_MB_S: &str = "mailbox_backup_mb_s";
/// Random IOPS of one disk by kind as mailbox guidance takes it: `mailbox_disk_iops.Sas15k` and so on.
pub const MAILBOX_DISK_IOPS: &str = "mailbox_disk_iops";
/// Memory of a hypervisor's own, of which guests take more by their size, MiB.
pub const PARENT_RAM_MIB: &str = "parent_ram_mib";
/// Memory that a guest takes beside its own for its first GiB, MiB.
pub const GUEST_FIRST_GIB_MIB: &str = "guest_first_gib_mib";
/// Memory that a guest takes beside its own for each further GiB, MiB.
pub const GUEST_NEXT_GIB_MIB: &str = "guest_next_gib_mib";
/// Time of a restore over that of a backup.
pub const MAILBOX_RESTORE_FACTOR: &str = "mailbox_restore_factor";

/// Mean radius of the earth, km.
pub const EARTH_RADIUS_KM: &str = "earth_radius_km";
/// One-way delay of equipment by kind, µs: `equipment_us.Router` and so on.
pub const EQUIPMENT_US: &str = "equipment_us";
/// Delay of a medium over that of plain fibre: `medium_factor.HollowCore` and so on.
pub const MEDIUM_FACTOR: &str = "medium_factor";
/// Users of a physical core by what is published and how they work: `desktop_users.vdi-7.light` and so on.
pub const DESKTOP_USERS: &str = "desktop_users";
/// Time of a lockstep partner to log and answer, ms.
pub const ACKNOWLEDGE_MS: &str = "acknowledge_ms";
/// Constant of the bound that loss sets to a TCP stream.
pub const MATHIS_C: &str = "mathis_c";
/// Largest share of packets lost on a way that mirrors.
pub const PACKET_LOSS_MAX: &str = "packet_loss_max";
/// Largest jitter of a way that mirrors, ms there and back.
pub const JITTER_MAX_MS: &str = "jitter_max_ms";
/// Largest difference of the round trips of two ways, ms.
pub const UNEQUAL_RTT_MS: &str = "unequal_rtt_ms";
/// Largest difference of the lengths of two ways, km.
pub const UNEQUAL_KM: &str = "unequal_km";
/// Share of the slower of storage and network that a fixed resynchronisation takes.
pub const RESYNC_SHARE: &str = "resync_share";
/// Share by which mirroring stays below the slower of storage and network.
pub const MIRROR_LOSS_SHARE: &str = "mirror_loss_share";
/// Bytes that a witness is sent for each component.
pub const WITNESS_COMPONENT_BYTES: &str = "witness_component_bytes";
/// Seconds in which a witness must take over every component.
pub const WITNESS_PERIOD_S: &str = "witness_period_s";
/// Room on top of the traffic to a witness, a share.
pub const WITNESS_MARGIN: &str = "witness_margin";
/// Rule of thumb for the traffic to a witness, Mbit/s for each 1,000 components.
pub const WITNESS_MBPS_PER_1000: &str = "witness_mbps_per_1000";
/// Share of the vCPUs' time that lockstep may take, the careful end.
pub const LOCKSTEP_OVERHEAD_MAX: &str = "lockstep_overhead_max";
