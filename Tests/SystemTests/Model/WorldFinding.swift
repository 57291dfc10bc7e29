/// Something in a home that is not as it has to be once everything has come to rest.
struct WorldFinding: CustomStringConvertible, Sendable {
    /// Which promise is broken.
    enum Kind: String, CaseIterable, Sendable {
        /// The objects are those of the model, and each ATTACH names the file of the model.
        case object
        /// Every ATTACH reads the bytes that were sent.
        case bytes
        /// No URI of a file that nothing links reads anything.
        case unlinked
        /// The quota counts each linked file once (RFC 4331 §4), whatever it shares its bytes with.
        case quota
        /// The links in the database are the ATTACHes of the calendar data.
        case link
        /// The references at the node are those of the linked files.
        case reference
        /// An export with the files in it has the bytes that were sent.
        case export
    }

    /// Which promise is broken.
    let kind: Kind

    /// What was found.
    let text: String

    /// The finding in one line.
    var description: String { "\(kind): \(text)" }
}
