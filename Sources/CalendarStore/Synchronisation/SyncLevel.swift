/// How deep a synchronisation of a home goes (RFC 6578 §3.3); the raw values are those of `DAV:sync-level`.
package enum SyncLevel: String, Hashable, Sendable, CaseIterable {
    /// The collections of the home.
    case one = "1"

    /// The collections of the home and their members.
    case infinite
}
