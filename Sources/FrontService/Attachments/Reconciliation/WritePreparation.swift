/// What was found out about a PUT before its transaction.
struct WritePreparation: Sendable {
    /// The attachments whose bytes are in another home only.
    let sources: [AttachmentCopier.Source]

    /// The octets of the quota that the attachments take which the PUT links.
    let octets: UInt64

    /// The preparation of a PUT that mentions no attachments.
    static let none = WritePreparation(sources: [], octets: 0)
}
