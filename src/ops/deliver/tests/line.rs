//! What is in hand when a server is slow, silent or gone, when time is over, and when somebody says stop.
