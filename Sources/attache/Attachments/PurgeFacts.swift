import AttachmentKeeping
import AttachmentStore
import BlobModel
import CalendarStore
import FoundationEssentials

/// What a purge report tells of one home.
struct PurgeFacts: Encodable {
    /// The name of the home's owner; absent when the owner is gone.
    let user: String?

    /// The random ID of the home.
    let home: String

    /// How many attachments.
    let files: Int

    /// Their octets.
    let octets: UInt64

    /// The instant of the earliest removal.
    let oldestRemoval: Date

    /// The instant from which the first of them goes by itself.
    let due: Date

    /// Takes the line of a report.
    init(_ line: RemovalReport.Line) {
        user = line.owner?.text
        home = line.removed.domain.id
        files = line.removed.count
        octets = line.removed.octets
        oldestRemoval = line.removed.oldest
        due = line.removed.due
    }

    /// The head of the table of such facts.
    static let head = ["USER", "FILES", "SIZE", "OLDEST REMOVAL", "FIRST DUE"]

    /// The cells of a table.
    var cells: [String] {
        [user ?? "(gone) \(home)", "\(files)", "\(ByteText(octets))", oldestRemoval.text, due.text]
    }
}
