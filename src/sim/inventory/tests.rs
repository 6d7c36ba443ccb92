//! The inventory against its story, by hand-played periods.
