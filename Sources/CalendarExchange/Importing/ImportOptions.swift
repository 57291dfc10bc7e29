import BlobModel
import FoundationEssentials
import ManagedAttachments
import SQLDatabase

/// What an import does.
package struct ImportOptions: Hashable, Sendable {
    /// The name of the calendar for everything; nil for the calendars that the files name.
    package var calendar: String?

    /// Whether an object whose UID the calendar has is replaced; otherwise it is left alone.
    package var replaces = false

    /// How long what replaced objects attached, and the new ones do not, can be had back.
    package var grace = Duration.seconds(24 * 3600)

    /// Whether what is attached is left to the fronts to be scanned for malware, as where they have a scanner.
    package var marksForScan = false

    /// Makes the options of an import that adds what is missing.
    package init() {}
}

/// What an import works with.
struct ImportServices: Sendable {
    /// The metadata database.
    let database: any SQLDatabase

    /// Who takes the bytes of attachments.
    let blobs: any BlobWriter

    /// Makes the URIs of attachments.
    let uris: AttachmentURIScheme

    /// The present.
    let now: Date
}
