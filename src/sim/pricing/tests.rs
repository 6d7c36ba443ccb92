//! What pricing promises.
