use super::{Machine, MeasureFault, Measurement, read};
use crate::plan::Meter;

fn near(got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-9 * want.abs().max(1.0),
        "{got}, not {want}"
    );
}

fn ok(text: &str, machine: &Machine) -> Measurement {
    read(text, machine).unwrap_or_else(|e| panic!("{e}"))
}

fn mean(m: &Measurement, meter: Meter) -> f64 {
    m.series
        .get(&meter)
        .unwrap_or_else(|| panic!("no {meter:?} in {m:?}"))
        .mean
}

const MACHINE: Machine = Machine {
    mhz: Some(8000.0),
    cores: Some(4.0),
    ram_mib: Some(16_384.0),
};

#[test]
fn a_plain_table_with_units_in_its_headings() {
    let text = "time,CPU MHz,Memory GiB,Reads/s,Writes/s,Read MB/s,Write MB/s,Network in Mbit/s,Network out Mbit/s,Dirty pages/s,Weather\n\
        2026-01-05 10:00,1000,4,100,50,2,1,10,20,3000,fine\n\
        2026-01-05 10:05,3000,6,300,150,6,3,30,40,5000,wet\n";
    let m = ok(text, &Machine::default());
    for (meter, want) in [
        (Meter::CpuMhz, 2000.0),
        (Meter::Ram, 5120.0),
        (Meter::Reads, 200.0),
        (Meter::Writes, 100.0),
        (Meter::ReadRate, 4.0),
        (Meter::WriteRate, 2.0),
        (Meter::NetIn, 20.0),
        (Meter::NetOut, 30.0),
        (Meter::DirtyPages, 4000.0),
    ] {
        near(mean(&m, meter), want);
    }
    assert_eq!(m.series[&Meter::CpuMhz].interval_s, Some(300.0));
    assert_eq!(m.series[&Meter::CpuMhz].peak, 3000.0);
    assert_eq!(m.unknown, ["Weather"]);
    assert_eq!(m.intervals, 2);
}

#[test]
fn performance_monitor_of_windows() {
    let text = concat!(
        r#""(PDH-CSV 4.0) (GMT Standard Time)(0)","\\SRV\Processor(_Total)\% Processor Time","\\SRV\Processor(0)\% Processor Time","\\SRV\Memory\Available MBytes","\\SRV\PhysicalDisk(_Total)\Disk Reads/sec","\\SRV\PhysicalDisk(_Total)\Disk Writes/sec","\\SRV\PhysicalDisk(_Total)\Disk Read Bytes/sec","\\SRV\PhysicalDisk(_Total)\Avg. Disk sec/Transfer","\\SRV\Network Interface(a)\Bytes Received/sec","\\SRV\Network Interface(b)\Bytes Received/sec""#,
        "\n",
        r#""01/05/2026 10:00:00.123","50","99","12288"," "," "," ","0.004","125000","250000""#,
        "\n",
        r#""01/05/2026 10:00:15.123","25","99","8192","120","40","2000000","0.012","125000","250000""#,
        "\n"
    );
    let m = ok(text, &MACHINE);
    near(mean(&m, Meter::CpuMhz), 3000.0);
    near(mean(&m, Meter::Ram), 6144.0);
    near(mean(&m, Meter::Reads), 120.0);
    near(mean(&m, Meter::ReadRate), 2.0);
    near(mean(&m, Meter::NetIn), 3.0);
    near(m.latency_ms.expect("told"), 8.0);
    // What an interval did not measure is a gap, not a zero.
    assert_eq!(m.series[&Meter::Reads].samples, 1);
    near(m.series[&Meter::CpuMhz].interval_s.expect("times"), 15.0);
    assert!(
        m.left_out
            .iter()
            .any(|(name, _)| name.contains("Processor(0)"))
    );
}

#[test]
fn esxtop_in_batch_mode() {
    let text = concat!(
        r#""(PDH-CSV 4.0) (UTC)(0)","\\esx\Group Cpu(1234:mail)\% Used","\\esx\Group Cpu(1234:mail)\% Ready","\\esx\Virtual Disk(mail)\Reads/sec","\\esx\Virtual Disk(mail)\MBytes Written/sec","\\esx\Network Port(mail)\MBits Transmitted/sec""#,
        "\n",
        r#""01/05/2026 10:00:00","150","3","80","1.5","12""#,
        "\n"
    );
    let m = ok(text, &MACHINE);
    // 150 % of a core of 2,000 MHz.
    near(mean(&m, Meter::CpuMhz), 3000.0);
    near(mean(&m, Meter::Reads), 80.0);
    near(mean(&m, Meter::WriteRate), 1.5 * 1.048_576);
    near(mean(&m, Meter::NetOut), 12.0);
    assert!(m.unknown.iter().any(|n| n.contains("Ready")));
}

#[test]
fn sar_in_its_data_form() {
    let cpu = "# hostname;interval;timestamp;CPU;%user;%nice;%system;%iowait;%steal;%idle\n\
        web;600;2026-01-05 10:10:01 UTC;-1;20,0;0,0;5,0;10,0;0,0;65,0\n\
        web;600;2026-01-05 10:20:01 UTC;-1;40,0;0,0;15,0;5,0;0,0;40,0\n";
    let m = ok(cpu, &MACHINE);
    // Waiting for disks is no work: 25 % and 55 % of 8,000 MHz.
    near(mean(&m, Meter::CpuMhz), 3200.0);
    near(m.series[&Meter::CpuMhz].interval_s.expect("times"), 600.0);
    let net = "# hostname;interval;timestamp;IFACE;rxpck/s;txpck/s;rxkB/s;txkB/s\n\
        web;600;2026-01-05 10:10:01 UTC;lo;9;9;900;900\n\
        web;600;2026-01-05 10:10:01 UTC;eth0;1;1;1000;500\n\
        web;600;2026-01-05 10:10:01 UTC;eth1;1;1;1000;500\n";
    let m = ok(net, &Machine::default());
    // Interfaces of one time add up, the loop counts nothing: 2,000 KiB/s.
    near(mean(&m, Meter::NetIn), 2000.0 * 1024.0 * 8.0 / 1e6);
    assert_eq!(m.intervals, 1);
    let memory = "time kbmemfree kbmemused %memused\n10:10:01 1024 2048 66\n";
    near(mean(&ok(memory, &MACHINE), Meter::Ram), 2.0);
}

#[test]
fn percentiles_by_nearest_rank() {
    let mut text = String::from("Reads/s\n");
    for n in 1..=100 {
        text.push_str(&format!("{n}\n"));
    }
    let m = ok(&text, &Machine::default());
    let s = &m.series[&Meter::Reads];
    assert_eq!((s.p90, s.p95, s.p99, s.peak), (90.0, 95.0, 99.0, 100.0));
    assert_eq!((s.mean, s.samples, s.interval_s), (50.5, 100, None));
}

#[test]
fn faults_say_where_and_what_to_do() {
    let of = |text: &str| read(text, &Machine::default()).expect_err("a fault");
    let cases: &[(&str, Option<usize>, &str)] = &[
        ("", None, "empty"),
        ("Weather,Mood\nfine,good\n", Some(1), "no heading means"),
        ("CPU %\n50\n", Some(1), "MHz are not known"),
        (
            "time,Reads/s\n10:00,12\n10:05,many\n",
            Some(3),
            "`many` under Reads/s",
        ),
        (
            "time,Reads/s\n10:00,12,13,14\n",
            Some(2),
            "4 cells where the headings have 2",
        ),
        ("time,Reads/s\n10:00,-5\n", Some(2), "less than nothing"),
        ("time,Reads/s\n", None, "no line has a number"),
        ("Memory\n5\n", Some(1), "no unit"),
    ];
    for (text, line, what) in cases {
        let MeasureFault { line: at, .. } = of(text);
        assert_eq!(at, *line, "{text}");
        let said = of(text).to_string();
        assert!(said.contains(what), "{said}");
    }
}

#[test]
fn no_text_brings_it_down() {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
    let pieces = [
        "time",
        ",",
        ";",
        "\t",
        "\n",
        "\"",
        "CPU %",
        "Reads/s",
        "1",
        "-",
        "9e999",
        "10:00",
        "\\",
        "(",
        "_Total",
        "Memory",
        "GiB",
        "%idle",
        "é",
        "2026-01-05",
        " ",
        "NaN",
        "kbmemused",
        "#",
    ];
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    for _ in 0..3000 {
        let n = rng.next_u32() % 40;
        let text: String = (0..n)
            .filter_map(|_| pieces.get(rng.next_u32() as usize % pieces.len()).copied())
            .collect();
        if let Ok(m) = read(&text, &MACHINE) {
            for s in m.series.values() {
                for v in [s.mean, s.p90, s.p95, s.p99, s.peak] {
                    assert!(v.is_finite() && v >= 0.0, "{text:?} {s:?}");
                }
                assert!(s.p90 <= s.p95 && s.p95 <= s.p99 && s.p99 <= s.peak, "{s:?}");
            }
        }
    }
}
