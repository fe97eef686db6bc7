//! Workloads other than mailboxes and SQL Server.

pub mod directory;
pub mod erlang;
pub mod growth;
pub mod users;
