import BlobModel
import FoundationEssentials

/// One page of the list of what an export has, written as a JSON file beside it.
struct ExportListing: Codable, Sendable {
    /// The most references in a page.
    static let pageLimit = 1_000

    /// One reference.
    struct Entry: Codable, Sendable {
        /// The SHA-256 of the domain's ID.
        let domainKey: ContentID

        /// The reference's ID.
        let reference: ReferenceID

        /// The blob's content ID: the SHA-256 of its bytes; nil when the bytes could not be read.
        let blob: ContentID?

        /// The blob's size in bytes.
        let size: UInt64

        /// The file that has the bytes; nil when they could not be read.
        let path: String?
    }

    /// The version of the list's form.
    var format = 1

    /// The shard.
    let shard: ShardID

    /// The deployment that the shard belongs to.
    let deployment: DeploymentID

    /// The domain, when only one was exported.
    let domain: DedupDomain?

    /// The references of the page.
    var references: [Entry] = []

    /// The page as a file, in a form that is the same for the same content.
    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("A list is texts and numbers, which JSON can hold.")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    /// Returns the path of a page within the export.
    ///
    /// - Parameter page: The page's number, from 1.
    /// - Returns: The path.
    static func path(ofPage page: Int) -> String {
        let digits = String(page)
        return "listing/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".json"
    }
}
