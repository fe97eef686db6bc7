//! What the commands say, called without a process.
