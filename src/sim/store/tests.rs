//! The store against its story.
