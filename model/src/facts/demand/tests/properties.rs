//! Properties that hold for every plan.

use proptest::prelude::*;

use super::*;

/// Every quantity of the only VM.
fn all(plan: &Plan) -> Vec<(Quantity, f64)> {
    let cx = Cx::new(plan, Catalogue::built_in());
    let shares = shares_on(plan, 0);
    let (id, vm) = plan.vms.iter().next().expect("one VM");
    let on = shares.get(id).map_or(&[][..], Vec::as_slice);
    let demand = demand(&cx, id, vm, on);
    Quantity::ALL
        .into_iter()
        .map(|q| {
            let recorded = quantity(&mut Recorder, &cx, id, vm, on, q);
            assert_eq!(
                recorded.value(),
                q.stored(&demand),
                "{q:?}: recorded is stored"
            );
            (q, q.stored(&demand))
        })
        .collect()
}

fn never_less(fewer: &Plan, more: &Plan) -> Result<(), TestCaseError> {
    for ((q, a), (_, b)) in all(fewer).into_iter().zip(all(more)) {
        prop_assert!(b >= a - a.abs() * 1e-12, "{:?}: {} then {}", q, a, b);
        prop_assert!(b.is_finite());
    }
    Ok(())
}

proptest! {
    #[test]
    fn more_mailboxes_never_need_less(
        profile in prop::sample::select(vec!["light", "average", "heavy", "very-heavy"]),
        n in 0u32..20_000,
        more in 0u32..5_000,
        kb in prop::option::of(1.0f64..400.0),
        copies in 0usize..3,
    ) {
        let plan = |n| {
            let mut m = mail(&[(profile, n), ("average", 100)]);
            m.message_kb = kb;
            m.replication = [
                MailboxReplication::None,
                MailboxReplication::Local,
                MailboxReplication::Cluster,
            ][copies];
            plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(m)])
        };
        never_less(&plan(n), &plan(n + more))?;
    }

    #[test]
    fn larger_messages_never_need_less(kb in 1.0f64..400.0, more in 0.0f64..100.0) {
        let plan = |kb| {
            let mut m = mail(&[("heavy", 500)]);
            m.message_kb = Some(kb);
            plan_with(a_vm(2, 8), vec![WorkloadKind::Mailbox(m)])
        };
        never_less(&plan(kb), &plan(kb + more))?;
    }

    #[test]
    fn more_transactions_never_need_less(tps in 0.0f64..50_000.0, more in 0.0f64..10_000.0, vcpus in 1u32..130) {
        let plan = |tps| plan_with(a_vm(vcpus, 32), vec![WorkloadKind::Sql(a_sql(tps))]);
        never_less(&plan(tps), &plan(tps + more))?;
    }

    #[test]
    fn more_units_never_need_less(
        key in prop::sample::select(Catalogue::built_in().tables.archetypes.keys().cloned().collect::<Vec<_>>()),
        n in 0.0f64..1e6,
        more in 0.0f64..1e5,
    ) {
        let plan = |n| plan_with(a_vm(2, 8), vec![archetype_of(&key, n)]);
        never_less(&plan(n), &plan(n + more))?;
    }

    #[test]
    fn parts_sum_to_totals(
        weights in prop::collection::vec((0.0f64..10.0, 1u32..6), 1..6),
        odd in prop::sample::select(vec![0.0, f64::NAN, f64::INFINITY, -1.0]),
        mailboxes in 0u32..50_000,
    ) {
        let mut plan = Plan::default();
        let mut on = Vec::new();
        for (i, (weight, count)) in weights.iter().enumerate() {
            let id = VmId::slugified(&format!("vm-{i}"));
            let mut vm = a_vm(2, 8);
            vm.count = *count;
            plan.vms.put(id.clone(), vm);
            on.push((id, *weight));
        }
        // A weight that is no number, and a VM that is not there, take nothing away.
        if let Some(first) = on.first_mut()
            && weights.len() > 1
        {
            first.1 = odd;
        }
        on.push((VmId::slugified("ghost"), 3.0));
        let rows: Vec<_> = on.iter().map(|(id, w)| (id, *w)).collect();
        let kind = WorkloadKind::Mailbox(mail(&[("heavy", mailboxes)]));
        add_workload(&mut plan, "mail", kind, &rows);
        let cx = Cx::new(&plan, Catalogue::built_in());
        let shares = shares_on(&plan, 0);
        let (mut share, mut sum) = (0.0, 0.0);
        for (id, vm) in plan.vms.iter() {
            let on = shares.get(id).map_or(&[][..], Vec::as_slice);
            let members = f64::from(vm.count);
            share += on.iter().map(|s| s.share).sum::<f64>() * members;
            sum += super::super::mailbox(&cx, id, vm, on).map_or(0.0, |m| m.mailboxes) * members;
        }
        prop_assert!((share - 1.0).abs() < 1e-9, "{}", share);
        prop_assert!((sum - f64::from(mailboxes)).abs() < 1e-6, "{}", sum);
    }
}

#[test]
fn no_number_breaks_it() {
    for odd in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut sql = a_sql(odd);
        sql.core_ms_per_transaction = Some(odd);
        sql.data_io_per_transaction = Some(odd);
        sql.log_bytes_per_transaction = Some(odd);
        let mut m = mail(&[("heavy", u32::MAX)]);
        m.message_kb = Some(odd);
        m.databases = 0;
        m.storage_groups = u32::MAX;
        let kinds = vec![
            WorkloadKind::Sql(sql),
            WorkloadKind::Mailbox(m),
            archetype_of("domain-controller", odd),
            archetype_of("scada-tags", odd),
        ];
        let mut vm = a_vm(u32::MAX, u64::MAX / 2048);
        vm.count = u32::MAX;
        let mut plan = plan_with(vm, kinds);
        plan.overrides
            .insert("exchange-2007.free_share".into(), 1.0);
        plan.overrides
            .insert("exchange-2007.heavy.iops".into(), odd);
        for (q, value) in all(&plan) {
            assert!(value.is_finite(), "{odd} {q:?}");
        }
    }
}

/// Every figure that is listed can be explained, and its working gives the stored value.
#[test]
fn what_is_listed_is_explained() {
    let mut vm = a_vm(4, 32);
    vm.level = Level::L2;
    let kinds = vec![
        WorkloadKind::Mailbox(mail(&[("heavy", 700), ("light", 50)])),
        WorkloadKind::Sql(a_sql(120.0)),
        archetype_of("file-server", 80.0),
    ];
    let plan = plan_with(vm, kinds);
    let cx = Cx::new(&plan, Catalogue::built_in());
    let shares = shares_on(&plan, 0);
    let (id, vm) = plan.vms.iter().next().expect("one VM");
    let on = shares.get(id).expect("workloads").as_slice();
    let reach = Reach {
        pair_rtt_ms: Some(0.5),
        ..Reach::default()
    };
    let facts = VmFacts {
        demand: demand(&cx, id, vm, on),
        mailbox: super::super::mailbox(&cx, id, vm, on),
        sql: super::super::sql(&cx, id, vm, on, &reach),
        ..VmFacts::default()
    };
    let listed = listed(&cx, id, &facts);
    assert!(listed.len() > 25, "{}", listed.len());
    for one in &listed {
        let rec = super::super::figure(&mut Recorder, &cx, id, vm, on, &reach, &one.name)
            .unwrap_or_else(|| panic!("{} has no working", one.name));
        assert_eq!(rec.value(), one.value, "{}", one.name);
        let shown = Explained::new(one.name.clone(), one.label.to_owned(), one.unit, &rec);
        assert!(
            !shown.formula.is_empty() && !shown.inputs.is_empty(),
            "{}",
            one.name
        );
    }
    let mut names: Vec<_> = listed.iter().map(|l| &l.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), listed.len(), "addresses are unique");
}

/// A thousand VMs with everything on them: fast enough to derive while somebody types.
#[test]
fn a_thousand_vms() {
    let mut plan = Plan::default();
    for i in 0..1000 {
        let id = VmId::slugified(&format!("vm-{i}"));
        plan.vms.put(id.clone(), a_vm(4, 16));
        let kind = WorkloadKind::Mailbox(mail(&[("heavy", 100 + i)]));
        add_workload(&mut plan, &format!("mail-{i}"), kind, &[(&id, 1.0)]);
        let kind = WorkloadKind::Sql(a_sql(f64::from(i)));
        add_workload(&mut plan, &format!("sql-{i}"), kind, &[(&id, 1.0)]);
    }
    let cx = Cx::new(&plan, Catalogue::built_in());
    let shares = shares_on(&plan, 0);
    let mut mailboxes = 0.0;
    for (id, vm) in plan.vms.iter() {
        let on = shares.get(id).map_or(&[][..], Vec::as_slice);
        assert!(demand(&cx, id, vm, on).ram_mib > 2048.0);
        mailboxes += super::super::mailbox(&cx, id, vm, on).map_or(0.0, |m| m.mailboxes);
    }
    assert_eq!(mailboxes, f64::from((100..1100u32).sum::<u32>()));
}
