import Testing

/// What people live through with the real programs, over real connections.
///
/// The stories run one after the other: each has processes of its own, and some measure time or memory.
@Suite(.serialized, .timeLimit(.minutes(2)), .showingLogs)
enum Stories {}
