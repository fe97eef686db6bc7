//! What the plan says, for people: the deployment plan as a document, and its layout to pages.

pub mod paginate;
