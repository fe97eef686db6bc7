//! Worked examples of other workloads: inputs as typed, and what must come out.

use crate::calc::tests::{answers, near};

const EXACT: f64 = 1e-9;
const PRINTED: f64 = 0.01;

#[test]
fn domain_controllers() {
    // Capacity planning for Active Directory Domain Services, Microsoft.
    let memory = [
        ("os", "2GB"),
        ("lsass", "0.2GB"),
        ("agents", "0.2GB"),
        ("ntds", "8.5GB"),
        ("cushion", "1GB"),
        ("growth", "33%"),
    ];
    for (key, gb) in [("sum", 11.9), ("ram", 12.0), ("ram_grown", 16.0)] {
        near("dc-memory", &memory, key, gb, EXACT);
    }
    let network = [("total", "28.5MB/s"), ("target", "40%"), ("servers", "2")];
    near("dc-network", &network, "needed", 71.25, EXACT);
    near("dc-network", &network, "each", 14.25, EXACT);
    // The five peaks add up to 29.5; the paper prints 28.5.
    let peaks = [("peaks", "6.5MB/s,6.25MB/s,6.25MB/s,5.75MB/s,4.75MB/s")];
    near("dc-network", &peaks, "total", 29.5, EXACT);
    let cpu = [("cpu", "120%,147%,218%"), ("growth_factor", "1.5")];
    near("dc-cpu", &cpu, "use", 4.85, EXACT);
    near("dc-cpu", &cpu, "cpus", 12.125, EXACT);
    near("dc-cpu", &cpu, "cpus", 12.25, 0.015);
    near("dc-cpu", &cpu, "cpus_grown", 18.1875, EXACT);
    near("dc-cpu", &cpu, "cpus_grown", 18.375, 0.015);
    let users = [("users", "5000"), ("agents", "10%"), ("shared", "yes")];
    near("dc-cpu", &users, "cpus_grown", 5.1 * 1.1, EXACT);
    // 40 to 60 KB a user: 3.8 to 5.7 GB for 100,000; bare accounts 450 MB.
    let users = [("users", "100000")];
    near("dc-database", &users, "ntds_low", 3.8, PRINTED);
    near("dc-database", &users, "ntds", 5.7, PRINTED);
    near("dc-database", &users, "floor", 450.0 / 1024.0, EXACT);
    near("dc-database", &[("ntds", "10GB")], "disk", 21.0, EXACT);
    // Step D1 domain controller configuration, Microsoft, 2008.
    near(
        "dc-disk-2008",
        &[("users", "10000")],
        "database",
        4.0,
        EXACT,
    );
    near("dc-disk-2008", &[("users", "5000")], "database", 2.0, EXACT);
    let catalog = [("users", "5000"), ("others", "4GB,6GB")];
    near("dc-disk-2008", &catalog, "database", 7.0, EXACT);
    near(
        "dc-disk-2008",
        &catalog,
        "disk",
        9.0 + 1000.0 / 1024.0,
        EXACT,
    );
    // (6762 − 6161 + 0) × 0.012 ÷ 71.
    let channel = [
        ("start", "6161"),
        ("end", "6762"),
        ("hold", "12ms"),
        ("time", "71s"),
        ("max", "1"),
    ];
    near("ntlm-channel", &channel, "calls", 0.1016, 0.001);
    near("ntlm-channel", &channel, "share", 0.1016, 0.001);
}

#[test]
fn users_of_desktops() {
    // Virtual machine sizing guidance, Microsoft: 6, 4, 2 and 1 users of a vCPU.
    for (kind, per, least, ram) in [
        ("light", 6.0, 2.0, 8.0),
        ("medium", 4.0, 4.0, 16.0),
        ("heavy", 2.0, 4.0, 16.0),
        ("power", 1.0, 6.0, 56.0),
    ] {
        let got = answers("session-hosts", &[("users", "120"), ("kind", kind)]);
        assert!((got["users_per_vcpu"] - per).abs() < 1e-9);
        assert_eq!((got["vcpus_min"], got["ram_min"]), (least, ram * 1024.0));
        assert_eq!(got["users_per_vm"], per * least, "{kind}");
        assert_eq!(got["vms"], (120.0 / (per * least)).ceil());
    }
    // Virtualised Citrix XenApp servers using VMware; What's the optimal XenApp 6.5 VM configuration.
    let host = [
        ("lps", "32"),
        ("vcpus", "4"),
        ("users_per_vm", "24"),
        ("ram_per_user", "512MB"),
    ];
    near("published-desktops", &host, "vms_per_host", 8.0, EXACT);
    near("published-desktops", &host, "ram_vm", 12_288.0, EXACT);
    // Citrix VDI best practices 7.15.
    for (desktop, kind, per) in [
        ("2008-r2", "light", 18.0),
        ("2012-r2", "medium", 14.0),
        ("2012-r2", "heavy", 7.0),
        ("vdi-7", "light", 13.0),
        ("vdi-8", "medium", 9.0),
        ("vdi-8", "heavy", 4.0),
    ] {
        let inputs = [("desktop", desktop), ("kind", kind), ("cores", "16")];
        near("published-desktops", &inputs, "users", 16.0 * per, EXACT);
    }
}

#[test]
fn services() {
    // Lync Server 2010: one front end for 10,000 users, and one more.
    near(
        "lync-front-ends",
        &[("users", "80000")],
        "front_ends",
        8.0,
        EXACT,
    );
    near(
        "lync-front-ends",
        &[("users", "80000")],
        "with_spare",
        9.0,
        EXACT,
    );
    near(
        "lync-front-ends",
        &[("users", "80001")],
        "pools",
        2.0,
        EXACT,
    );
    near(
        "lync-front-ends",
        &[("users", "80000")],
        "edge_servers",
        6.0,
        EXACT,
    );
    // SharePoint: 10,000 × 10 × 100 × 5 ÷ (360,000 × 8).
    let farm = [
        ("users", "10000"),
        ("active", "10%"),
        ("ops", "100"),
        ("peak", "5"),
        ("hours", "8"),
    ];
    near("sharepoint-load", &farm, "ops_per_s", 50e6 / 2.88e6, EXACT);
    near("sharepoint-load", &farm, "servers", 2.0, EXACT);
    // SAPS, as SAP defines it.
    for (key, value) in [
        ("saps", "100"),
        ("items", "2000"),
        ("dialog_steps", "6000"),
        ("transactions", "2400"),
    ] {
        let got = answers("saps", &[(key, value), ("saps_per_core", "1000")]);
        assert_eq!(got["saps"], 100.0);
        assert_eq!(
            (got["items"], got["dialog_steps"], got["transactions"]),
            (2000.0, 6000.0, 2400.0)
        );
        assert_eq!(got["cores"], 0.1);
    }
    // OAS system requirements: 2 + 2 processors, 4 + 8 GB; the engine for 100,000 logged tags 16 GB.
    let tags = [("tags", "100000"), ("logged", "50000")];
    near("tag-server", &tags, "processors", 4.0, EXACT);
    near("tag-server", &tags, "ram", 12.0, EXACT);
    let engine = [("tags", "100000"), ("logged", "100000"), ("engine", "yes")];
    near("tag-server", &engine, "engine_ram", 16.0, EXACT);
    let started = [("tags", "100001"), ("trended", "50001")];
    near("tag-server", &started, "processors", 6.0, EXACT);
    near("historian", &[("tags", "130000")], "processors", 4.0, EXACT);
    near("historian", &[("tags", "130000")], "ram", 8192.0, EXACT);
}

#[test]
fn contact_centres() {
    near(
        "contact-centre",
        &[("agents", "1000")],
        "servers",
        2.0,
        EXACT,
    );
    near("contact-centre", &[("agents", "1001")], "pairs", 2.0, EXACT);
    // Tables of Erlang B: 10 erlangs at 1 % need 18 trunks, 20 need 30, 100 need 117.
    for (a, n) in [("10", 18.0), ("20", 30.0), ("100", 117.0)] {
        near("erlang-b", &[("a", a), ("B", "1%")], "n", n, EXACT);
    }
    near(
        "erlang-b",
        &[("a", "2"), ("n", "3")],
        "blocking",
        4.0 / 19.0,
        EXACT,
    );
    let calls = [("calls", "200"), ("hold", "180s")];
    near("erlang-b", &calls, "a", 10.0, EXACT);
    // 10 erlangs, 80 % in 20 s: 14 agents, of whose calls 17.4 % wait.
    near("erlang-c", &calls, "n", 14.0, EXACT);
    let agents = [("calls", "200"), ("hold", "180s"), ("n", "14")];
    near("erlang-c", &agents, "waiting", 0.174, PRINTED);
    near("erlang-c", &agents, "use", 10.0 / 14.0, EXACT);
    let few = answers("erlang-c", &[("a", "10"), ("n", "10")]);
    assert_eq!((few["waiting"], few["answered"]), (1.0, 0.0));
    assert!(!few.contains_key("wait"));
}

#[test]
fn series_and_growth() {
    let ten = [("values", "100,20,30,40,50,60,70,80,90,10"), ("p", "90%")];
    let got = answers("percentile", &ten);
    assert_eq!(
        (got["mean"], got["peak"], got["percentile"]),
        (55.0, 100.0, 90.0)
    );
    near("percentile", &ten, "between", 91.0, EXACT);
    near("percentile", &ten, "plan", 108.0, EXACT);
    near(
        "percentile",
        &[("values", "7"), ("p", "0")],
        "percentile",
        7.0,
        EXACT,
    );
    let grow = [("now", "60"), ("growth", "20%"), ("capacity", "100")];
    near("growth", &grow, "then", 103.68, EXACT);
    near(
        "growth",
        &grow,
        "years_left",
        (100.0f64 / 60.0).ln() / 1.2f64.ln(),
        EXACT,
    );
    near("growth", &grow, "full_in", 2.0, EXACT);
    let shrink = answers(
        "growth",
        &[("now", "60"), ("growth", "-10%"), ("capacity", "100")],
    );
    assert!(!shrink.contains_key("years_left"));
    // More users never need fewer servers.
    let mut last = 0.0;
    for users in ["0", "1", "24", "25", "999", "1000000"] {
        let vms = answers("session-hosts", &[("users", users)])["vms"];
        assert!(vms >= last);
        last = vms;
    }
}
