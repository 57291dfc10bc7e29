/// The event by which a handler tells the connection that it is about to read the body.
struct BodyAcceptance: Sendable {}
