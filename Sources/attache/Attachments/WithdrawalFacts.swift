import AttachmentKeeping
import AttachmentStore

/// What is told of the removal of an attachment by the server.
struct WithdrawalFacts: Encodable {
    /// The managed ID.
    let id: String

    /// The file name.
    let name: String

    /// How many events name it; they stay as they are.
    let events: Int

    /// How many homes had its bytes.
    let homes: Int

    /// The octets that they had together.
    let octets: UInt64

    /// Whether it was withdrawn before, so that nothing changed.
    let wasWithdrawn: Bool

    /// Takes what a removal takes away.
    init(_ withdrawn: Withdrawn) {
        id = withdrawn.attachment.id.text
        name = withdrawn.attachment.filename
        events = withdrawn.links
        homes = withdrawn.homes
        octets = withdrawn.octets
        wasWithdrawn = withdrawn.wasWithdrawn
    }

    /// Returns a line for people; it says so when nothing was changed.
    func line(isDryRun: Bool) -> String {
        if wasWithdrawn { return "\(id) \(PlainText(name)) was removed before" }
        return "\(isDryRun ? "would remove" : "removed") \(id) \(PlainText(name)): \(CountText(homes, "home")), "
            + "\(ByteText(octets)), named in \(CountText(events, "event"))"
    }
}
