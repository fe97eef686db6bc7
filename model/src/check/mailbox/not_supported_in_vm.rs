//! A mailbox server that the vendor does not support in a VM as it is planned.

use super::super::shared::{cite, offer, plural, use_vcpus};
use super::{change_mailbox, works};
use crate::check::{Check, CheckCx, Findings, Meta};
use crate::units::pretty;

crate::check! {
    /// ## What it finds
    /// Exchange 2007 before its first service pack in a VM; unified messaging of 2007 in any VM, of 2010 before its first
    /// service pack, and of 2010 with fewer than four vCPUs.
    /// ## Why it matters
    /// The vendor does not support it: calls stutter when the VM waits for a core, and help ends at the first question.
    /// ## What to do
    /// Install the service pack, give the VM four vCPUs on cores of its own, or keep unified messaging on a physical server.
    /// ## References
    /// - Microsoft Support Policies and Recommendations for Exchange Servers in Hardware Virtualization Environments, Microsoft cc794548
    /// - Demystifying Exchange 2010 SP1 Virtualization, Microsoft Exchange Team, 11 Oct 2011
    pub struct NotSupportedInVm = "MBX", 19, Error, "a mailbox server not supported in a VM", ["MBX-11.12"];
}

impl Check for NotSupportedInVm {
    fn meta(&self) -> &'static Meta {
        &Self::META
    }
    fn run(&self, cx: &CheckCx<'_>, out: &mut Findings) {
        for work in works(cx) {
            let server = &work.mailbox.server;
            let name = cx.name(work.id);
            // A service pack that is not told is the newest.
            let pack = server.service_pack.map(f64::from);
            let version = &work.version.name;
            if let Some((least, row)) = work.constant(cx, "vm_service_pack_min", "")
                && pack.is_some_and(|pack| pack < least)
            {
                let finding = out.found(
                    work.id,
                    format!(
                        "{name} is planned on {version} without service pack {}, which is the first that is supported in a VM",
                        pretty(least)
                    ),
                );
                cite(finding, row);
                let title = format!("Use service pack {}", pretty(least));
                let label = format!("{title} for {name}");
                let newer = least.clamp(0.0, 100.0) as u32;
                let edit = change_mailbox(cx, work.id, label, |m| {
                    m.server.service_pack = Some(newer);
                });
                offer(finding, edit.map(|e| (title, e)));
            }
            if !server.unified_messaging {
                continue;
            }
            let without = || {
                let label = format!("Take unified messaging off the servers of {name}");
                let edit =
                    change_mailbox(cx, work.id, label, |m| m.server.unified_messaging = false)?;
                Some(("Keep unified messaging elsewhere".to_owned(), edit))
            };
            if let Some((_, row)) = work
                .constant(cx, "um_in_vm", "")
                .filter(|(yes, _)| *yes < 1.0)
            {
                let finding = out.found(
                    work.id,
                    format!(
                        "Unified messaging of {version} is not supported in a VM; {name} plans it"
                    ),
                );
                cite(finding, row);
                offer(finding, without());
                continue;
            }
            if let Some((least, row)) = work.constant(cx, "um_vm_service_pack", "")
                && pack.is_some_and(|pack| pack < least)
            {
                let finding = out.found(
                    work.id,
                    format!(
                        "Unified messaging of {version} is supported in a VM from service pack {} on; {name} plans it before",
                        pretty(least)
                    ),
                );
                cite(finding, row);
                offer(finding, without());
                continue;
            }
            let Some((least, row)) = work.constant(cx, "um_vm_vcpus", "") else {
                continue;
            };
            for (id, vm) in work.vms(cx.cx.plan) {
                if f64::from(vm.vcpus) < least {
                    let finding = out.found(
                        id,
                        format!(
                            "{} carries unified messaging with {}; {version} asks for {} on cores of its own",
                            cx.name(id),
                            plural(vm.vcpus, "vCPU"),
                            pretty(least)
                        ),
                    );
                    finding.also(work.id);
                    cite(finding, row);
                    let more = least.clamp(0.0, 1024.0) as u32;
                    offer(finding, Some(use_vcpus(cx, id, vm, more)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NotSupportedInVm;
    use crate::change;
    use crate::check::mailbox::mailboxes;
    use crate::check::testing::judge;

    fn at(version: &str, pack: Option<u32>, messaging: bool, vcpus: u32) -> usize {
        let mut plan = mailboxes(|m| {
            m.version = version.into();
            m.server.service_pack = pack;
            m.server.unified_messaging = messaging;
        });
        change!(plan, vms, "mbx-1", vm => vm.vcpus = vcpus);
        let all = judge(&NotSupportedInVm, &plan, |_| {});
        for f in &all {
            let mended = f.fixes[0].edit.apply(&plan).unwrap();
            assert!(judge(&NotSupportedInVm, &mended, |_| {}).len() < all.len());
        }
        all.len()
    }

    #[test]
    fn service_packs_and_unified_messaging() {
        assert_eq!(at("exchange-2007", None, false, 2), 0);
        assert_eq!(at("exchange-2007", Some(1), false, 2), 0);
        assert_eq!(at("exchange-2007", Some(0), false, 2), 1);
        assert_eq!(at("exchange-2007", Some(3), true, 8), 1);
        assert_eq!(at("exchange-2010", Some(0), true, 8), 1);
        assert_eq!(at("exchange-2010", Some(1), true, 4), 0);
        assert_eq!(at("exchange-2010", None, true, 3), 1);
        assert_eq!(at("exchange-2016", None, true, 2), 0);
    }
}
