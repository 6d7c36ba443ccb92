//! Draws frames on any plotters backend.
